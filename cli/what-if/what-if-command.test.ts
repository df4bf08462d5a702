import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { type CommandOutcome, runCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';

let folder: string;
let first: CommandOutcome;
const words = 'what-if --nodes 1000 --seeds 2 --change resilient,no-domino'.split(' ');
const whatIf = (...more: string[]) => runCommand([...words, '--out', folder, ...more]);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'what-if-command-'));
  first = await whatIf();
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('each change is shown beside the storm as it was, and what is left out is named', () => {
  expect(first).toMatchObject({ exitCode: exitCodes.asExpected });
  expect(first.stderr).toMatch(/^6 runs, 0 of them done already/);
  expect(first.stdout).toMatch(/as-it-was +\d of 2 +\d/);
  expect(first.stdout).toMatch(/resilient +2 of 2 +\d/);
  expect(first.stdout).toMatch(/as-it-was .* -\n/);
  expect(first.stdout).toContain('overflow to other cells: no client of this model');
});

test('the table has a row for each run, with the policy of its change', () => {
  const rows: Record<string, string>[] = parse(readFileSync(join(folder, 'what-if.csv'), 'utf8'), {
    columns: true,
  });
  expect(rows.map(({ changed, policy, seed }) => `${changed} ${policy} ${seed}`)).toEqual([
    'as-it-was legacy-2007 2007',
    'as-it-was legacy-2007 2008',
    'resilient resilient 2007',
    'resilient resilient 2008',
    'no-domino legacy-2007 2007',
    'no-domino legacy-2007 2008',
  ]);
  for (const row of rows) expect(Number(row['bill.total'])).toBeGreaterThan(0);
});

test('a change is laid beside the storm as it was, seed by seed', async () => {
  const rows: Record<string, string>[] = parse(readFileSync(join(folder, 'what-if.csv'), 'utf8'), {
    columns: true,
  });
  const offlineOf = (changed: string) =>
    rows.filter((row) => row.changed === changed).map((row) => Number(row.worstOffline));
  const [before, after] = [offlineOf('as-it-was'), offlineOf('resilient')];
  const differences = after.map((share, index) => share - (before[index] ?? Number.NaN));
  const { changes } = JSON.parse(readFileSync(join(folder, 'what-if.json'), 'utf8'));
  expect(changes[0].beside).toBeNull();
  expect(changes[1]).toMatchObject({ change: 'resilient' });
  expect(changes[1].beside.lessOfflineCount).toBe(differences.filter((one) => one < 0).length);
  expect(changes[1].beside.offlineChange).toBeCloseTo(
    ((differences[0] ?? Number.NaN) + (differences[1] ?? Number.NaN)) / 2,
    9,
  );
});

test('the same command takes the runs that are done', async () => {
  const before = readFileSync(join(folder, 'report.html'), 'utf8');
  const again = await whatIf('--json');
  expect(again.stderr).toMatch(/^6 runs, 6 of them done already/);
  expect(JSON.parse(again.stdout)).toMatchObject({ nodes: 1_000, changes: [{}, {}, {}] });
  await whatIf();
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toBe(before);
  expect(before).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
  // A bar for each change, in two sizes.
  expect(before.match(/class="offline"/g)).toHaveLength(6);
});

test('a change that nobody knows is refused with the nearest', async () => {
  const { exitCode, stderr } = await runCommand(['what-if', '--change', 'no-domin']);
  expect(exitCode).toBe(exitCodes.usage);
  expect(stderr).toContain("No change is called 'no-domin'. Did you mean no-domino?");
});
