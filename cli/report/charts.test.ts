/**
 * The d3 packages are ES modules, which jest loads without flags only in their UMD form.
 * @jest-environment-options {"customExportConditions": ["umd", "node", "node-addons"]}
 */

import { policyIds } from '#domain/policies.ts';
import type { RunResult, Sample } from '#runner/result.ts';
import { policySentence } from '#runner/sentences/policy-sentence.ts';
import { exampleManifest, exampleResult } from '#testing/cli/example-result.ts';
import { overlap, policyClass, spreadApart } from './chart-frame.ts';
import { loginPeak, loginRates } from './login-rates.ts';
import { reportStyle } from './report-style.ts';
import { shellCommand } from './shell-command.ts';
import { runShareOfHistory } from './summaries.ts';
import { stretchesOf, thinSamples } from './thin-samples.ts';
import { placeOf } from './wave-band.ts';

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

test.each([
  ['second night, UTC+8', 'Asia'],
  ['second night, UTC+5:30', 'Asia'],
  ['03:00 update, UTC', 'Europe'],
  ['first night, UTC-4', 'Americas'],
  ['crash, everywhere', 'crash'],
])('the wave %s is named %s', (label, place) => {
  expect(placeOf(label)).toBe(place);
});

test('a picture of a long run has few points, and keeps the lowest and the highest', () => {
  const samples = samplesWith(
    anyRun().samples.map(() => 0),
    1,
  );
  const many = Array.from({ length: 20 }, (_, round) =>
    samples.map((sample) => ({ ...sample, atMs: sample.atMs + round * samples.length * 60_000 })),
  ).flat();
  const online = ({ onlineCount }: Sample) => onlineCount;
  const thin = thinSamples(many, online);
  expect(many.length).toBeGreaterThan(2_000);
  expect(thin.length).toBeLessThanOrEqual(402);
  expect(Math.min(...thin.map(online))).toBe(Math.min(...many.map(online)));
  expect(Math.max(...thin.map(online))).toBe(Math.max(...many.map(online)));
  const stretches = stretchesOf(many, online);
  expect(stretches.length).toBeLessThanOrEqual(200);
  expect([stretches[0]?.atMs, stretches.at(-1)?.atMs]).toEqual([many[0]?.atMs, many.at(-1)?.atMs]);
  for (const { low, mean, high } of stretches) {
    expect(mean).toBeGreaterThanOrEqual(low);
    expect(high).toBeGreaterThanOrEqual(mean);
  }
});

test('eight policies have eight colours', () => {
  const looks = Array.from({ length: 8 }, (_, index) => policyClass(index));
  expect(new Set(looks).size).toBe(8);
  for (const look of looks) expect(reportStyle).toContain(`.${look} { --c: var(--${look})`);
});

test('every policy that has a name has a sentence, and hypotheses joined by + have theirs', () => {
  for (const id of policyIds) expect(policySentence(id)).not.toBe('A policy of your own.');
  expect(policySentence('herd+no-priority')).toBe(
    `${policySentence('herd')} ${policySentence('no-priority')}`,
  );
  expect(policySentence('first-come')).toBe('A policy of your own.');
});
