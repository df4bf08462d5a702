import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import {
  type CommandOutcome,
  commandEntry,
  runCommand,
  startCommand,
} from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweep-command-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const drill = ['sweep', 'drill', '--nodes', '60', '--vary', 'timings.leaseMs=2min,10min'];
const onTwin = [...drill, '--seeds', '3'];
const onLocal = [...drill, '--cloud', 'local', '--policy', 'legacy-2007', '--seeds', '3'];

const read = (name: string, file = 'points.csv') => readFileSync(join(folder, name, file), 'utf8');

async function swept(words: readonly string[], name: string): Promise<CommandOutcome> {
  const outcome = await runCommand([...words, '--out', join(folder, name)]);
  expect({ code: outcome.exitCode, said: outcome.stderr }).toMatchObject({
    code: exitCodes.asExpected,
  });
  return outcome;
}

test('on the twin: a row for each run, and the same rows on any number of threads', async () => {
  const { stdout, stderr } = await swept([...onTwin, '--workers', '1'], 'one');
  const rows = read('one').trimEnd().split('\n');
  expect(rows).toHaveLength(1 + 12);
  const where = 'scenario,cloud,scale,timings.leaseMs,policy,nodes,cells';
  const how = 'retries,faults,faultPlan,commit,seed';
  expect(rows[0]?.startsWith(`${where},${how},verdict,`)).toBe(true);
  expect(rows[0]).toMatch(/,count\.LoginAttempts,.*,meter\.sqs\.requests,/);
  expect(rows[1]).toMatch(
    /^drill,twin,embedded,120000,legacy-2007,60,2,executed,none,none,[0-9a-f+]{40,},2007,/,
  );
  expect(stdout).toMatch(/leaseMs +policy +nodes +verdicts +healed after/);
  expect(stdout).toMatch(/10 min +resilient +60 +3 healed/);
  expect(stdout).toContain('Median over 3 seeds (lowest to highest). An interval of 95 % takes 6');
  // The first run is reported when it is done, although it is not a tenth.
  expect(stderr).toMatch(/^Scenario: drill, on the twin, .* at embedded scale; /);
  expect(stderr).toMatch(/^12 runs, 0 of them done already.*\n1 of 12 runs /m);
  expect(stderr).toMatch(/events\/s {2}done in/);
  await swept([...onTwin, '--workers', '3'], 'three');
  expect(read('three')).toBe(read('one'));
});

test('a threshold that a setting crosses makes it exit with 1, with a sentence', async () => {
  const words = [...drill, '--policy', 'resilient', '--seeds', '2', '--out', join(folder, 'held')];
  const limits = ['--fail-if', 'heal.max>0s', '--fail-if', 'violations>0'];
  const { exitCode, stderr } = await runCommand([...words, ...limits]);
  expect(exitCode).toBe(exitCodes.notAsExpected);
  expect(stderr).toMatch(
    /resilient, 60 nodes, timings.leaseMs=120000: heal.max is .*more than 0 s/,
  );
  expect(stderr).not.toContain('violations');
  const stranger = await runCommand([...words, '--fail-if', 'herd:heal>1s']);
  expect(stranger.exitCode).toBe(exitCodes.usage);
  expect(stranger.stderr).toContain('no policy herd runs');
});

test('ended by Ctrl-C, it has a row for each run that is done, and says how to go on', async () => {
  await swept([...onLocal, '--workers', '1'], 'whole');
  const words = [...onLocal, '--workers', '1', '--out', join(folder, 'ended')];
  const running = startCommand([commandEntry, ...words]);
  await running.untilSaid('1 of 6 runs');
  running.child.kill('SIGINT');
  const { exitCode, stderr } = await running.ended;
  expect(exitCode).toBe(exitCodes.interrupted);
  const [, doneText] = /^Ended early: (\d) of 6 runs are done and kept in /m.exec(stderr) ?? [];
  const rows = parse<Record<string, string>>(read('ended'), { columns: true });
  expect(rows).toHaveLength(Number(doneText));
  // What none of its runs has counted so far is no column yet.
  expect(parse(read('whole'), { columns: true })).toEqual(
    expect.arrayContaining(rows.map((row) => expect.objectContaining(row))),
  );
  const [, command] =
    /^The same command goes on from there: npx rebootstorm (.*)$/m.exec(stderr) ?? [];
  expect(command).toBe(words.join(' '));
  const { stderr: saidAgain } = await swept((command ?? '').split(' ').slice(0, -2), 'ended');
  expect(saidAgain).toMatch(new RegExp(`^6 runs, ${doneText} of them done already`, 'm'));
  expect(saidAgain).not.toContain('Ended early');
  expect(read('ended')).toBe(read('whole'));
}, 120_000);

test('killed in the middle and started again, it comes to the same bytes', async () => {
  await swept([...onLocal, '--workers', '1'], 'whole');
  const words = [...onLocal, '--workers', '1', '--out', join(folder, 'killed')];
  const running = startCommand([commandEntry, ...words]);
  await running.untilSaid('1 of 6 runs');
  running.child.kill('SIGKILL');
  await running.ended;
  // The process may have died while it wrote a line of the journal.
  appendFileSync(join(folder, 'killed', 'journal.ndjson'), '{"key":"ab","row":{"verd');
  const doneCount = read('killed', 'journal.ndjson').match(/"wallMs"/g)?.length ?? 0;
  expect(doneCount).toBeGreaterThanOrEqual(1);
  expect(doneCount).toBeLessThan(6);
  const { stderr } = await swept([...onLocal, '--workers', '2'], 'killed');
  expect(stderr).toMatch(new RegExp(`^6 runs, ${doneCount} of them done already`, 'm'));
  expect(read('killed')).toBe(read('whole'));
  const again = await swept(onLocal, 'killed');
  expect(again.stderr).toMatch(/^6 runs, 6 of them done already/m);
  expect(again.stderr).not.toContain('events/s');
});

test('faults and their rates are axes, and strike by the seed as they do in a run', async () => {
  const local = ['drill', '--nodes', '60', '--cloud', 'local', '--policy', 'resilient'];
  const vary = ['--vary', 'faults=none,default', '--vary', 'faults.throttle=0.01,0.05'];
  const { stdout, stderr } = await swept(['sweep', ...local, ...vary], 'faults');
  expect(stderr).toContain('Faults: none, default, with other rates as varied');
  expect(stdout).toMatch(/^throttle +fault plan +faults +policy/m);
  const [head = '', ...rows] = read('faults').trimEnd().split('\n');
  const { data } = { data: rows.map((line) => cellsOf(line)) };
  const at = (name: string) => head.split(',').indexOf(name);
  expect(data.map((cells) => [cells[at('faults.throttle')], cells[at('faults')]])).toEqual([
    ['0.01', 'throttle=0.01'],
    ['0.01', 'default,throttle=0.01'],
    ['0.05', 'throttle=0.05'],
    ['0.05', 'default,throttle=0.05'],
  ]);
  const [, , , last = []] = data;
  const out = join(folder, 'run');
  const run = await runCommand([
    'run',
    ...local,
    '--faults',
    last[at('faults')] ?? '',
    '--json',
    '--out',
    out,
  ]);
  const [same] = JSON.parse(run.stdout).runs;
  expect(Object.keys(same.faults)).toEqual(expect.arrayContaining(['throttle', 'delay']));
  const measured = ['loginAttempts', 'messagesHandled', 'worstOfflineShare'];
  expect(measured.map((name) => Number(last[at(name)]))).toEqual(
    measured.map((name) => same[name]),
  );
}, 120_000);

/** The cells of a line, of which one may be in quotation marks. */
function cellsOf(line: string): string[] {
  return Array.from(
    line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g),
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );
}

test('a second sweep into the same folder is refused, and no run is done twice', async () => {
  const words = [...onLocal, '--workers', '1', '--out', join(folder, 'shared')];
  const first = startCommand([commandEntry, ...words]);
  await first.untilSaid('1 of 6 runs');
  // It is stopped meanwhile: on a fast machine it would end before the second one begins.
  first.child.kill('SIGSTOP');
  const { exitCode, stderr, stdout } = await runCommand(words);
  first.child.kill('SIGKILL');
  await first.ended;
  expect({ exitCode, stdout }).toEqual({ exitCode: exitCodes.inUse, stdout: '' });
  expect(stderr).toMatch(
    new RegExp(`^error: process ${first.child.pid} works in .*shared since 20\\d\\d-.* UTC\\.\\n`),
  );
  expect(stderr).toMatch(
    /Wait until it ends, then start this again.*\n.*another folder with --out/,
  );
  const journal = read('shared', 'journal.ndjson');
  const keys = Array.from(journal.matchAll(/^\{"key":"(\w+)"/gm), ([, key]) => key);
  expect(keys.length).toBeGreaterThanOrEqual(1);
  expect(new Set(keys).size).toBe(keys.length);
});

test('settings that come to the same run are run once', async () => {
  const vary = ['--vary', 'timings.leaseMs=2min,x1,10min'];
  const words = ['sweep', 'drill', '--nodes', '60', '--policy', 'resilient', ...vary];
  const { stderr } = await swept(words, 'same');
  expect(stderr).toMatch(/^3 runs, 0 of them done already/m);
  expect(read('same', 'journal.ndjson').match(/"wallMs"/g)).toHaveLength(2);
  expect(read('same').trimEnd().split('\n')).toHaveLength(4);
});

test('a larger sweep takes over what a smaller one did', async () => {
  await swept([...onTwin, '--policy', 'resilient'], 'both');
  const { stderr } = await swept(onTwin, 'both');
  expect(stderr).toMatch(/^12 runs, 6 of them done already/m);
});

test('the JSON has every run with its real time, and the summary', async () => {
  const { stdout } = await swept([...onTwin, '--json'], 'json');
  expect(stdout).toBe(read('json', 'points.json'));
  const { points, summary, cloud } = JSON.parse(stdout);
  expect(cloud).toBe('twin');
  expect(points).toHaveLength(12);
  expect(points[0]).toMatchObject({ policy: 'legacy-2007', wallMs: expect.any(Number) });
  const ran = {
    scenario: 'drill',
    scale: 'embedded',
    cloud: 'twin',
    retries: 'executed',
    cells: 2,
  };
  expect(points[0]).toMatchObject({ ...ran, faults: 'none', commit: expect.any(String) });
  expect(summary[1]).toMatchObject({ policy: 'resilient', verdicts: { healed: 3 } });
});

test('a combination that makes no sense is refused before anything runs', async () => {
  const words = ['sweep', 'drill', '--vary', 'timings.leaseMs=10min,1s', '--out', folder];
  const { stderr, exitCode } = await runCommand(words);
  expect(exitCode).toBe(exitCodes.usage);
  expect(stderr).toMatch(/^error: timings\.leaseMs=1000: timings\.leaseMs: a lease of 1000 ms/);
});

test('a dry run says the points and what they take, and runs and leaves nothing', async () => {
  const out = join(folder, 'dry');
  const words = [...onTwin, '--dry-run', '--workers', '2'];
  const dry = await runCommand([...words, '--out', out]);
  expect(dry.exitCode).toBe(exitCodes.asExpected);
  expect(dry.stderr).toMatch(/^Scenario: drill/);
  expect(dry.stdout).toMatch(/^600000 +none +resilient +60 +3 +1 s +\d+ MB/m);
  expect(dry.stdout).toMatch(/^12 runs, 0 of them done already\.$/m);
  expect(dry.stdout).toMatch(/take about \d+ s on 2 idle cores, and up to about \d+ MB of memory/);
  expect(dry.stdout).toContain('bench/results.json');
  expect(existsSync(out)).toBe(false);
  await swept([...onTwin, '--policy', 'resilient'], 'dry');
  const before = readdirSync(out).toSorted();
  const again = await runCommand([...words, '--out', out]);
  expect(again.stdout).toMatch(/^12 runs, 6 of them done already\.$/m);
  expect(again.stdout).toContain('Time is that of the 6 runs that are done');
  expect(readdirSync(out).toSorted()).toEqual(before);
}, 120_000);

test('a dry run counts the seeds that a precision may take, and so does --yes', async () => {
  const sweep = ['sweep', 'drill', '--nodes', '60', '--out', join(folder, 'most')];
  const until = ['--until-precision', '5%'];
  const { stdout } = await runCommand([...sweep, ...until, '--dry-run']);
  expect(stdout).toMatch(/^Up to 200 runs, 0 of them done already\.$/m);
  expect(stdout).toMatch(/^The first round has 2 runs; /m);
  expect(stdout).toMatch(/^The others take up to about /m);
  expect(stdout).toMatch(/ seeds +core time a run +memory a run *$/m);
  expect(stdout).toMatch(/ resilient +60 +up to 100 /m);
  const many = ['--vary', 'timings.leaseMs=10min:20min:600', '--dry-run'];
  const asked = await runCommand([...sweep, ...until, ...many]);
  expect(asked.stderr).toContain('these are up to 120,000 runs; confirm them with --yes.');
  const json = await runCommand([...sweep, '--dry-run', '--json']);
  expect(json.exitCode).toBe(exitCodes.usage);
  expect(json.stderr).toContain('--dry-run and --json exclude each other');
});

test('seeds are added until every median is precise, or the maximum is met', async () => {
  const asked = ['--until-precision', '50%', '--measure', 'loginAttempts,meter.sqs.requests'];
  const words = ['sweep', 'drill', '--nodes', '60', '--policy', 'resilient', ...asked];
  const { stdout, stderr } = await swept(words, 'precise');
  expect(stderr).toMatch(/^With one seed a median has no interval: .* so 6 seeds are run\.$/m);
  expect(stderr).toMatch(/^Every median is known to within ±50\.0 %; the least precise is /m);
  expect(stdout).toMatch(/^policy +nodes +verdicts +log-in attempts +meter\.sqs\.requests$/m);
  expect(stdout).toContain('Median over 6 seeds, and its interval of 95 % (order statistics).');
  const { summary } = JSON.parse(read('precise', 'points.json'));
  const rows = read('precise').trimEnd().split('\n').slice(1);
  expect(rows).toHaveLength(6);
  const [head = ''] = read('precise').split('\n');
  const attempts = rows.map((row) =>
    Number(row.split(',')[head.split(',').indexOf('loginAttempts')]),
  );
  expect(summary[0].measures.loginAttempts.interval).toEqual([
    Math.min(...attempts),
    Math.max(...attempts),
  ]);
  const met = await swept(
    [...words.slice(0, 6), '--until-precision=0.01%', '--seeds-max', '7'],
    'met',
  );
  expect(met.stderr).toMatch(/the maximum of 7 seeds\n\(--seeds-max\) is met\./);
}, 120_000);

test('a maximum of seeds that no interval can have is refused', async () => {
  const words = ['sweep', 'drill', '--until-precision', '5%', '--seeds-max', '3'];
  const { stderr, exitCode } = await runCommand(words);
  expect(exitCode).toBe(exitCodes.usage);
  expect(stderr).toContain('--seeds-max 3 is below 6, the seeds that an interval takes.');
});

test('a policy of a file is called by the id in it, as run calls it', async () => {
  const policy = join(folder, 'mine.mjs');
  writeFileSync(policy, `export const policy = { id: 'first-come' };`);
  const words = ['sweep', 'drill', '--nodes', '60', '--policy', policy];
  const { stdout } = await swept([...words, '--fail-if', 'first-come:violations>0'], 'own');
  expect(stdout).toMatch(/^first-come +60 /m);
  expect(read('own').split('\n')[1]).toMatch(/^drill,twin,embedded,first-come,60,/);
});

test("a file's decisions that fail end the sweep, and their author is named", async () => {
  const policy = join(folder, 'mine.mjs');
  writeFileSync(
    policy,
    `export const policy = { id: 'mine', decisions: () => ({ placeClient: () => 7 }) };`,
  );
  const words = ['sweep', 'drill', '--nodes', '60', '--policy', policy];
  const { stderr, exitCode } = await runCommand([...words, '--out', join(folder, 'fails')]);
  expect(exitCode).toBe(exitCodes.usage);
  expect(stderr).toMatch(/mine\.mjs:1: placeClient answered 7/);
});
