// How far a run is from what was reported, in words.
import type { RecoveryPoint } from '#domain/scenario/scenario.ts';
import { exampleResult } from '#testing/cli/example-result.ts';
import { missSummary } from './summaries.ts';

const result = exampleResult();
const [run] = result.runs;
if (run === undefined) throw new Error('expected the example to have a run');
const atMs = run.startMs;
const fullNodeCount = result.nodes * 1_000;

/** What is said of a run that has four million people online all the time. */
function saidOf(...points: readonly Omit<RecoveryPoint, 'label' | 'factRow'>[]): string {
  const samples = (run?.samples ?? []).map((one) => ({ ...one, onlineCount: 4_000 }));
  const steady = { ...(run ?? fail()), samples: samples.length > 0 ? samples : fail() };
  const recoveryPoints = points.map((point) => ({ ...point, label: '', factRow: 'facts 1.31' }));
  return missSummary({ ...result, fullNodeCount, runs: [steady], recoveryPoints });
}

function fail(): never {
  throw new Error('expected the example to have samples');
}

test('points are counted by how far they are missed', () => {
  const counts = [3_300_000, 2_100_000, 8_100_000, 150_000];
  const said = saidOf(...counts.map((onlineCount) => ({ atMs, onlineCount })));
  expect(said).toContain('It meets 2 of 4 within a factor of 2, 1 within 25 %.');
  expect(said).toMatch(/farthest off at .*\(8\.1 M reported\): 4\.1 M too few\.$/);
});

test('what a source leaves open is no miss', () => {
  const said = saidOf({ atMs, onlineCount: 3_000_000, onlineCountRange: [2_500_000, 4_000_000] });
  expect(said).toContain('It meets 1 of 1 within a factor of 2, 1 within 25 %.');
  expect(said).toMatch(/It has each as it was\.$/);
});

test('a point after the end of the run is not counted', () => {
  const later = { atMs: run.endMs + 1, onlineCount: 1 };
  expect(saidOf(later)).toBe('The run ends before any of them.');
});
