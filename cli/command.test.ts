import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  commandEntry,
  commandWrapper,
  runCommand,
  startCommand,
} from '#testing/cli/child-command.ts';
import { exitCodes } from './exit-codes.ts';

let out: string;

beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'rebootstorm-command-'));
});

afterEach(() => rmSync(out, { recursive: true, force: true }));

/** A run that takes a second. Chance cannot change its result. */
const drill = ['run', 'drill', '--nodes', '60', '--faults', 'none'];

const escapeCharacter = String.fromCharCode(27);

test('a drill as JSON: nothing but JSON on standard output, and the talk beside it', async () => {
  // Even if a variable forces libraries to use colour, a pipe must get none.
  const env = { FORCE_COLOR: '1' };
  const outcome = await runCommand([...drill, '--json', '--out', out], { env });
  const result = JSON.parse(outcome.stdout);
  expect(result).toMatchObject({
    schemaVersion: 8,
    cloud: 'local',
    scenario: 'drill',
    seed: 2007,
    nodes: 60,
    cells: 2,
    faults: 'none',
    runs: [
      { policy: 'legacy-2007', verdict: { kind: expect.stringMatching(/^(not-healed|stuck)$/) } },
      { policy: 'resilient', verdict: { kind: 'healed' }, healMs: expect.any(Number) },
    ],
  });
  expect(outcome.exitCode).toBe(exitCodes.asExpected);
  expect(outcome.stderr).toMatch(/^running legacy-2007 and resilient\n/);
  expect(outcome.stderr).toMatch(/Report: .*report\.html\n$/);
  expect(outcome.stdout + outcome.stderr).not.toContain(escapeCharacter);
  expect(filesOf(join(out, 'latest'))).toEqual([
    'bill.csv',
    'bill.md',
    'columns.csv',
    'events.ndjson',
    'manifest.json',
    'prices.json',
    'report.html',
    'result.json',
    'series.csv',
  ]);
  expect(readFileSync(join(out, 'latest', 'result.json'), 'utf8')).toBe(outcome.stdout);
});

test('one seed gives one result, byte for byte; real times are in the manifest', async () => {
  const words = ['run', 'drill', '--nodes', '60', '--json'];
  const first = await runCommand([...words, '--out', join(out, 'first')]);
  const second = await runCommand([...words, '--out', join(out, 'second')]);
  const other = await runCommand([...words, '--out', join(out, 'other'), '--seed', '8']);
  expect(first.stdout).toBe(second.stdout);
  expect(first.stdout).not.toBe(other.stdout);
  expect(first.stdout).not.toContain('wallMs');
  const manifest = readFileSync(join(out, 'first', 'latest', 'manifest.json'), 'utf8');
  expect(JSON.parse(manifest).wallMs).toEqual({
    'legacy-2007': expect.any(Number),
    resilient: expect.any(Number),
  });
  for (const name of ['series.csv', 'events.ndjson'])
    expect(readFileSync(join(out, 'first', 'latest', name), 'utf8')).toBe(
      readFileSync(join(out, 'second', 'latest', name), 'utf8'),
    );
});

test('a table for eyes: plain lines where there is no terminal', async () => {
  const { stdout, stderr, exitCode } = await runCommand([...drill, '--out', out]);
  expect(exitCode).toBe(exitCodes.asExpected);
  expect(stdout).toMatch(/legacy-2007 +resilient/);
  expect(stdout).toMatch(/^✓ resilient: /m);
  expect(stdout + stderr).not.toContain(escapeCharacter);
  expect(stderr.split('\n').filter((line) => line.includes('100 %')).length).toBeGreaterThan(0);
});

test('a policy of which too much is expected ends with 1', async () => {
  const words = ['--policy', 'ghost-slots,no-backpressure', '--json', '--out', out];
  const { stdout, exitCode } = await runCommand([...drill, ...words]);
  const kinds = JSON.parse(stdout).runs.map((run: { verdict: { kind: string } }) => run.verdict);
  expect(kinds).toMatchObject([
    { kind: expect.stringMatching(/^(not-healed|stuck)$/) },
    { kind: expect.any(String) },
  ]);
  expect(exitCode).toBe(exitCodes.notAsExpected);
});

test.each([
  [['--nodes', '0'], /argument '0' is invalid.*40 to 50,000/],
  [['run', 'drlil'], /mean drill\?/],
  [['rnu', 'drill'], /mean run\?/],
  [['--polcy', 'resilient'], /mean --policy\?/],
])('%p is a usage error, reported on standard error in one line', async (words, message) => {
  const { stdout, stderr, exitCode } = await runCommand(words);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.usage });
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('    at ');
});

test('a place that cannot be written to is reported before anything runs', async () => {
  const file = join(out, 'a-file');
  writeFileSync(file, '');
  const { stdout, stderr, exitCode } = await runCommand([...drill, '--out', join(file, 'runs')]);
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: exitCodes.outputLost });
  expect(stderr).toMatch(/^error: --out .*a-file\/runs cannot be written to: ENOTDIR.*\n$/);
});

test('help and version go to standard output and are no errors', async () => {
  const help = await runCommand(['--help']);
  expect(help).toMatchObject({ exitCode: 0, stderr: '' });
  expect(help.stdout).toMatch(/^Usage: rebootstorm/);
  const version = await startCommand([commandWrapper, '--version']).ended;
  const packaged = JSON.parse(readFileSync('package.json', 'utf8')).version;
  expect(version).toMatchObject({ exitCode: 0, stderr: '', stdout: `${packaged}\n` });
});

test('the wrapper hands on words, output and exit code, also from another folder', async () => {
  const words = [commandWrapper, 'run', 'drill', '--seed', 'x'];
  const { stderr, exitCode } = await startCommand(words, { cwd: out }).ended;
  expect(stderr).toMatch(/argument 'x' is invalid/);
  expect(exitCode).toBe(exitCodes.usage);
});

test('a reader that stops early, as head does, is no fault of ours', async () => {
  const running = startCommand([commandWrapper, ...drill, '--json', '--out', out]);
  running.child.stdout?.destroy();
  const { stderr, exitCode } = await running.ended;
  expect(stderr).not.toMatch(/EPIPE|fault of ours/);
  expect(exitCode).toBe(exitCodes.asExpected);
});

describe('a run that does not end', () => {
  /** Enough nodes, so that the run is still under way when the signal comes. */
  const long = ['run', 'august-2007', '--nodes', '400'];

  test('leaves the last finished run as the latest when it is killed', async () => {
    await runCommand([...drill, '--out', out]);
    const finished = readFileSync(join(out, 'latest', 'manifest.json'), 'utf8');

    const running = startCommand([commandWrapper, ...long, '--out', out]);
    await running.untilSaid('online');
    process.kill(-processOf(running), 'SIGKILL');
    expect(await running.ended).toMatchObject({ exitCode: null, signal: 'SIGKILL' });

    expect(readFileSync(join(out, 'latest', 'manifest.json'), 'utf8')).toBe(finished);
    const left = readdirSync(join(out, 'august-2007'));
    expect(left).toEqual([expect.stringMatching(/^\.unfinished-/)]);
  });

  test('leaves nothing that the next run does not clear away', async () => {
    const words = ['--policy', 'resilient', '--faults', 'none', '--out', out];
    const running = startCommand([commandEntry, 'run', 'drill', '--nodes', '4000', ...words]);
    await running.untilSaid('running');
    process.kill(-processOf(running), 'SIGKILL');
    await running.ended;
    expect(readdirSync(out)).toEqual(['drill']);

    await runCommand([...drill, '--out', out]);
    expect(readdirSync(join(out, 'drill')).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(filesOf(join(out, 'latest'))).toContain('report.html');
  });

  test.each([
    ['SIGINT', exitCodes.interrupted],
    ['SIGTERM', 143],
  ] as const)('ends at once, with all its threads, at %s', async (signal, code) => {
    const running = startCommand([commandWrapper, ...long, '--out', out]);
    await running.untilSaid('online');
    const groupId = processOf(running);
    // As a terminal does it: to the wrapper and to the process below it.
    process.kill(-groupId, signal);
    const { exitCode, stdout, stderr } = await running.ended;
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    expect(stderr).not.toContain('fault of ours');
    expect(() => process.kill(-groupId, 0)).toThrow('ESRCH');
    expect(readdirSync(out)).toEqual(['august-2007']);
  });
});

function processOf({ child }: ReturnType<typeof startCommand>): number {
  if (child.pid === undefined) throw new Error('expected the process to have started');
  return child.pid;
}

function filesOf(folder: string): string[] {
  return readdirSync(folder).sort();
}
