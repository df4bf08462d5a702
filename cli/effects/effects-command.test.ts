import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { hypothesisNames } from '#domain/policies.ts';
import { type CommandOutcome, runCommand } from '#testing/cli/child-command.ts';
import { exitCodes } from '../exit-codes.ts';

let folder: string;
let first: CommandOutcome;
const words = ['effects', 'drill', '--nodes', '60', '--seeds', '2'];
const effects = (...more: string[]) => runCommand([...words, '--out', folder, ...more]);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'effects-command-'));
  first = await effects();
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rowsOf = (file: string): Record<string, string>[] =>
  parse(readFileSync(join(folder, file), 'utf8'), { columns: true });
const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

test('every combination of the five hypotheses runs with every seed', () => {
  expect({ ...first, stdout: '' }).toMatchObject({ exitCode: exitCodes.asExpected });
  expect(first.stderr).toMatch(/^64 runs, 0 of them done already/);
  expect(readdirSync(folder)).toEqual(
    expect.arrayContaining(['effects.csv', 'effects.json', 'report.html', 'runs.csv']),
  );
  const rows = rowsOf('runs.csv');
  const settings = rows.map((row) => hypothesisNames.map((name) => row[name]).join('') + row.seed);
  expect(new Set(settings).size).toBe(64);
  expect(rows.filter(({ policy }) => policy === 'resilient')).toHaveLength(2);
  for (const row of rows)
    for (const name of hypothesisNames)
      expect(row[name]).toBe(row.policy?.split('+').includes(name) ? '1' : '0');
});

test('a main effect is the mean with the hypothesis less the mean without, from the runs', () => {
  const rows = rowsOf('runs.csv');
  const told = rowsOf('effects.csv');
  expect(told).toHaveLength(31);
  for (const name of hypothesisNames) {
    const mean = (level: string) =>
      meanOf(rows.filter((row) => row[name] === level).map((row) => Number(row.belowTarget)));
    const effect = told.find((row) => row.effect === name);
    expect(Number(effect?.change)).toBeCloseTo(mean('1') - mean('0'), 6);
  }
  const sizes = told.map(({ change }) => Math.abs(Number(change)));
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  expect(first.stdout).toMatch(/What matters for belowTarget: ghost-slots \(\+/);
});

test('another measure takes the same runs, and the same one comes to the same bytes', async () => {
  const before = readFileSync(join(folder, 'report.html'), 'utf8');
  const other = await effects('--measure', 'worstOffline', '--json');
  expect(other.stderr).toMatch(/^64 runs, 64 of them done already/);
  expect(JSON.parse(other.stdout)).toMatchObject({ measure: { unit: 'share' }, nodes: 60 });
  await effects();
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toBe(before);
});

test('a measure that never came in some run has no effects, which is said', async () => {
  const { exitCode, stderr, stdout } = await effects('--measure', 'heal');
  expect({ exitCode, stdout }).toEqual({ exitCode: exitCodes.unknown, stdout: '' });
  expect(stderr).toMatch(/heal never came in \d+ of 64 runs, such as\s+ghost-slots with seed 2007/);
});

test('the report is one file without scripts, with a bar for each of the largest effects', () => {
  const report = readFileSync(join(folder, 'report.html'), 'utf8');
  expect(report).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
  expect(report.match(/class="bar/g)).toHaveLength(24);
});

test('an unknown measure is refused with the nearest that is known', async () => {
  const { exitCode, stderr } = await effects('--measure', 'belowTarge');
  expect(exitCode).toBe(exitCodes.usage);
  expect(stderr).toContain('No measure is called belowTarge. Did you mean belowTarget?');
});
