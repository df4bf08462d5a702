import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { type CommandOutcome, runCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';

let folder: string;
let first: CommandOutcome;
const words = ['wire', '--scale', 'embedded', '--nodes', '200', '--seeds', '2'];
const wire = (...more: string[]) =>
  runCommand([...words, '--policy', 'resilient,legacy-2007', '--out', folder, ...more]);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wire-command-'));
  first = await wire();
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('each policy is shown beside the record, and what the model has not is named', () => {
  expect(first).toMatchObject({ exitCode: exitCodes.asExpected });
  expect(first.stderr).toMatch(/^8 runs, 0 of them done already/);
  expect(first.stdout).toMatch(/record +x 4\.18 +x 11\.3 +x 30\.1 +x 3/);
  expect(first.stdout).toMatch(/legacy-2007 +x [\d,.]+ /);
  expect(first.stdout).toContain('packets and bytes: a flow of the model has no packets');
});

test('the table has a row for each policy and seed, whose shares of peers make one', () => {
  const rows: Record<string, string>[] = parse(readFileSync(join(folder, 'wire.csv'), 'utf8'), {
    columns: true,
  });
  expect(rows.map(({ policy, seed }) => `${policy} ${seed}`)).toEqual([
    'resilient 2007',
    'resilient 2008',
    'legacy-2007 2007',
    'legacy-2007 2008',
  ]);
  for (const row of rows)
    for (const week of ['', '.quiet']) {
      const parts = ['answered', 'unanswered', 'longer'].map((part) => row[`${part}Share${week}`]);
      expect(parts.reduce((sum, part) => sum + Number(part), 0)).toBeCloseTo(1, 9);
    }
});

test('the same command takes the runs that are done, with any number of workers', async () => {
  const before = readFileSync(join(folder, 'report.html'), 'utf8');
  const again = await wire('--json');
  expect(again.stderr).toMatch(/^8 runs, 8 of them done already/);
  expect(JSON.parse(again.stdout)).toMatchObject({ hosts: 7_000, nodes: 200 });
  await wire();
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toBe(before);
});

test('the report is one file without scripts, with two bars for each row of the picture', () => {
  const report = readFileSync(join(folder, 'report.html'), 'utf8');
  expect(report).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
  // Three rows, two weeks, three parts, in two sizes.
  expect(report.match(/<rect class="(answered|unanswered|longer) (quiet)?"/g)).toHaveLength(36);
});
