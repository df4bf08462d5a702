import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { startCommand } from '#testing/cli/child-command.ts';
import type { ValidatedRow } from '#twin/validation/validate.ts';
import { exitCodes } from '../exit-codes.ts';
import { addValidateCommand, type ValidateOptions } from './validate-options.ts';

interface Report {
  readonly seed: number;
  readonly size: string;
  readonly verdict: string;
  readonly rows: readonly ValidatedRow[];
}

let report: Report;
let exitCode: number | null;

beforeAll(async () => {
  // In a process of its own: in a test's sandbox, arithmetic is ten times as slow.
  const program = `
    import { validateCommand } from './cli/validate/validate-command.ts';
    process.exitCode = await validateCommand({ quick: true, seed: 2007, json: true }, process);`;
  const outcome = await startCommand(['--input-type=module', '--eval', program]).ended;
  report = JSON.parse(outcome.stdout);
  exitCode = outcome.exitCode;
});

test('every known result of the quick table holds', () => {
  const differing = report.rows.filter(({ verdict }) => verdict !== 'holds');
  expect(differing).toEqual([]);
  expect(report).toMatchObject({ seed: 2007, size: 'quick', verdict: 'holds' });
  expect(exitCode).toBe(exitCodes.asExpected);
});

test('each row has a name of its own, a source and a tolerance that can be failed', () => {
  const { rows } = report;
  expect(rows.length).toBeGreaterThanOrEqual(60);
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  for (const { source, known, tolerance } of rows) {
    expect(source).toMatch(/\d\.\d|the model/);
    // For a rare event the limit is absolute: its relative tolerance may be larger.
    expect(tolerance).toBeLessThan(known === 0 ? 0.01 : Math.max(0.16 * Math.abs(known), 0.016));
  }
});

test('the rows of the simulator and the rules come first, then those of the network twin', () => {
  const parts = report.rows.map(({ part }) => part);
  const first = parts.indexOf('network-twin');
  expect(first).toBeGreaterThanOrEqual(60);
  expect(parts.length - first).toBeGreaterThanOrEqual(20);
  expect(new Set(parts.slice(0, first))).toEqual(new Set(['simulator-and-rules']));
  expect(new Set(parts.slice(first))).toEqual(new Set(['network-twin']));
});

test('the document shows each row, in the order of the table', () => {
  const document = readFileSync('docs/validation.md', 'utf8');
  const shown = document
    .split('\n')
    .filter((line) => / {2}(holds|DIFFERS) {2}/.test(line))
    .map((line) => line.split(/ {2,}/)[0]);
  expect(shown).toEqual(report.rows.map(({ name }) => name));
});

test.each<[string[], ValidateOptions]>([
  [[], { quick: false, seed: 2007, json: false }],
  [['--quick', '--seed', '5', '--json'], { quick: true, seed: 5, json: true }],
])('the words %j are understood', async (words, options) => {
  const asked: ValidateOptions[] = [];
  const program = new Command('rebootstorm');
  addValidateCommand(program, async (one) => {
    asked.push(one);
  });
  await program.parseAsync(['validate', ...words], { from: 'user' });
  expect(asked).toEqual([options]);
});
