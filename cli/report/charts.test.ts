/**
 * The d3 packages are ES modules, which jest loads without flags only in their UMD form.
 * @jest-environment-options {"customExportConditions": ["umd", "node", "node-addons"]}
 */

import type { RunResult, Sample } from '#runner/result.ts';
import { exampleManifest, exampleResult } from '#testing/cli/example-result.ts';
import { overlap, spreadApart } from './chart-frame.ts';
import { loginPeak, loginRates } from './login-chart.ts';
import { shellCommand } from './shell-command.ts';
import { runShareOfHistory } from './summaries.ts';

function anyRun(): RunResult {
  const [run] = exampleResult().runs;
  if (run === undefined) throw new Error('the example has no runs');
  return run;
}

function samplesWith(attemptsTotals: readonly number[], everyMinutes: number): Sample[] {
  return anyRun()
    .samples.slice(0, attemptsTotals.length)
    .map((sample, index) => ({
      ...sample,
      atMs: index * everyMinutes * 60_000,
      loginAttemptsTotal: attemptsTotals[index] ?? 0,
    }));
}

test('attempts a minute are what came since the sample before, whatever the distance', () => {
  const rates = loginRates(samplesWith([10, 30, 130], 5));
  expect(rates.map(({ perMinute }) => perMinute)).toEqual([4, 20]);
});

test('the peak is the largest rate, and a single sample has none', () => {
  const run = { ...anyRun(), samples: samplesWith([0, 500, 600], 5) };
  expect(loginPeak(run)).toEqual({ atMs: 300_000, perMinute: 100 });
  expect(loginPeak({ ...run, samples: run.samples.slice(0, 1) })).toBeUndefined();
});

test('labels that would touch are moved apart within their bounds, order kept', () => {
  const labels = [98, 99, 100, 20].map((y) => ({ y }));
  const placed = spreadApart(labels, { top: 0, bottom: 100, gap: 15 }).map(({ y }) => y);
  expect(placed).toEqual([20, 70, 85, 100]);
});

test('labels far apart stay where they are', () => {
  const labels = [{ y: 10 }, { y: 50 }];
  expect(spreadApart(labels, { top: 0, bottom: 100 })).toEqual(labels);
});

test('labels touch only on neighbouring lines and overlapping spans', () => {
  const label = { x: 10, y: 20, width: 30 };
  expect(overlap(label, { x: 30, y: 25, width: 30 })).toBe(true);
  expect(overlap(label, { x: 30, y: 40, width: 30 })).toBe(false);
  expect(overlap(label, { x: 50, y: 20, width: 30 })).toBe(false);
});

test('a run is measured against the whole incident', () => {
  const result = exampleResult();
  expect(runShareOfHistory(result)).toBeCloseTo(24 / 44);
  expect(runShareOfHistory({ ...result, recoveryPoints: [] })).toBe(1);
});

test('a command keeps the seed it has and quotes what a shell would take apart', () => {
  expect(shellCommand({ ...exampleManifest(), argv: ['run', "it's; so", '--seed=7'] })).toBe(
    "npx rebootstorm run 'it'\\''s; so' --seed=7",
  );
});
