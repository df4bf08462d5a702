import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandOutcome, runCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cost-command-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sizes = ['cost', 'drill', '--nodes', '60,120,240,100k', '--run-up-to', '1k', '--seeds', '2'];
const ofResilient = [...sizes, '--policy', 'resilient'];

async function cost(words: readonly string[], name: string): Promise<CommandOutcome> {
  return runCommand([...words, '--out', join(folder, name)]);
}

const read = (name: string, file: string) => readFileSync(join(folder, name, file), 'utf8');

test('each size that is run has its seeds, and a larger one says it was worked out', async () => {
  const { exitCode, stdout, stderr } = await cost(sizes, 'plain');
  expect({ exitCode, stderr }).toMatchObject({ exitCode: exitCodes.asExpected });
  expect(readdirSync(join(folder, 'plain')).sort()).toEqual([
    'columns.csv',
    'cost.json',
    'folder.json',
    'journal.ndjson',
    'points.csv',
    'report.html',
  ]);
  const [heads = '', ...rows] = read('plain', 'points.csv').trimEnd().split('\n');
  expect(heads).toMatch(/^policy,nodes,kind,seed,verdict,healMs,userHoursLost,billUsd,/);
  // Two policies, four sizes, two seeds.
  expect(rows).toHaveLength(16);
  expect(rows.filter((row) => row.includes(',100000,worked out,'))).toHaveLength(4);
  expect(stdout).toMatch(/100,000 +worked out .* not run/);
  expect(stdout).toMatch(/resilient: the bill grows as nodes\^0\.\d\d \(95 %: /);
  expect(stdout).toMatch(/The cheapest: .*\n {2}npx cdk deploy\n/);
  const report = read('plain', 'report.html');
  expect(report.match(/<svg/g)?.length).toBe(report.match(/<title id=/g)?.length);
  expect(report).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
});

test('asked again it runs nothing, and comes to the same bytes', async () => {
  const before = ['cost.json', 'points.csv', 'report.html'].map((file) => read('plain', file));
  const { stderr } = await cost(sizes, 'plain');
  expect(stderr).toMatch(/^12 runs, 12 of them done already/);
  const after = ['cost.json', 'points.csv', 'report.html'].map((file) => read('plain', file));
  expect(after).toEqual(before);
});

test('ways that differ in their bills alone share their runs', async () => {
  const vary = ['--vary', 'memoryMb=128,256', '--vary', 'loginBatchSize=10,50'];
  const { stdout, stderr } = await cost([...ofResilient, ...vary], 'varied');
  // Three sizes, two seeds, two sizes of batches.
  expect(stderr).toMatch(/^12 runs, 0 of them done already/);
  expect(stdout).toContain('\nmemoryMb=128, loginBatchSize=10\n');
  expect(stdout).toContain("Memory changes a millisecond's price");
  expect(stdout).toMatch(/npx cdk deploy -c rebootstorm:/);
  const { findings, lines } = JSON.parse(read('varied', 'cost.json'));
  expect(lines).toHaveLength(4);
  expect(findings.ways).toHaveLength(4);
  expect(lines[0].configuration).toMatchObject({ memoryMb: 128, loginBatchSize: 10 });
}, 60_000);

test('what meets no condition is not chosen, and exits with 1', async () => {
  const { exitCode, stdout } = await cost([...ofResilient, '--slo', 'bill.total<=$0'], 'plain');
  expect(exitCode).toBe(exitCodes.notAsExpected);
  expect(stdout).toContain('Nothing was chosen: none of those that meet bill.total<=$0');
});

test('a threshold is about the networks that were run', async () => {
  const { exitCode, stderr } = await cost([...ofResilient, '--fail-if', 'bill.total>$0'], 'plain');
  expect(exitCode).toBe(exitCodes.notAsExpected);
  expect(stderr.match(/bill.total is .*, more than \$0/g)).toHaveLength(3);
  expect(stderr).not.toContain('100000 nodes');
});

test('reserved units that a run goes beyond are said, and not chosen', async () => {
  const vary = ['--vary', 'tableBilling=on-demand,provisioned', '--setting', 'memoryMb=128'];
  const words = [...ofResilient, ...vary];
  const { stdout } = await cost(words, 'reserved');
  expect(stdout).toMatch(/npx cdk deploy -c rebootstorm:memoryMb=128\n/);
  const few = ['--setting', 'tableBilling=provisioned', '--setting', 'tableWriteUnits=1'];
  const throttled = await cost([...ofResilient, ...few], 'reserved');
  expect(throttled.stdout).toMatch(/AWS would throttle the table: a second needs up to \d+ write/);
  expect(throttled.stdout).toContain('Nothing was chosen: none heals without being throttled.');
  expect(throttled.stdout).toMatch(/100,000 +worked out, throttled/);
}, 60_000);

test.each([
  [['--vary', 'memryMb=1,2'], /memryMb cannot be varied here. Did you mean memoryMb\?/],
  [['--vary', 'memoryMb=64'], /memoryMb is a whole number, 128 to 10240 MB; it was given '64'/],
  [['--vary', 'queueKind=standard,fifo'], /queueKind=fifo is not taken: a FIFO queue/],
  [['--vary', 'memoryMb=128', '--setting', 'memoryMb=256'], /memoryMb is set and varied/],
  [['--nodes', '10'], /10 is no size of a network here/],
  [['--nodes', '2M', '--run-up-to', '1k'], /no size is run: the smallest is 2000000/],
  [['--nodes', '1k,2M', '--run-up-to', '1k'], /worked out from two runs/],
  [['--run-up-to', '1M'], /One stack is run, of 40 to 500,000 nodes/],
  [['--strategy', 'cheap'], /No strategy is called 'cheap'. Did you mean cheapest\?/],
  [['--slo', 'heal.p99<=1800'], /its limit has no unit/],
  [['--policy', 'resilient', '--slo', 'herd:heal<=1s'], /no policy herd runs/],
])('%j is refused in words', async (words, message) => {
  const { exitCode, stderr } = await runCommand(['cost', 'drill', ...words, '--out', folder]);
  expect({ exitCode, stderr: stderr.replace(/\n/g, ' ') }).toMatchObject({
    exitCode: exitCodes.usage,
    stderr: expect.stringMatching(message),
  });
});
