import { august2007 } from '#scenarios/august-2007.ts';
import { pointOf, record2007 } from '#scenarios/record-2007.ts';
import { aRow } from '../months/a-month-run.ts';
import { featureNames, recordFeatures } from './features.ts';
import { neverFallen } from './never-fallen.ts';
import type { StudyRow } from './study-row.ts';
import { comparedPoints, judgingPoints, summarize } from './summary.ts';

const hourMs = 3_600_000;
const stepMs = 15 * 60_000;
const { startMs } = august2007;
const pcs = august2007.full?.shape.nodeCount ?? 0;
const stepCount = Math.round((pointOf('1.58').atMs + 4 * hourMs - startMs) / stepMs);

/** A run whose curve has so many million users at each moment. */
function runWith(millionsAt: (ms: number) => number, changes: Partial<StudyRow> = {}): StudyRow {
  const moments = Array.from({ length: stepCount }, (_, index) => startMs + index * stepMs);
  const online = moments.map((ms) => (millionsAt(ms) * 1e6) / pcs);
  return {
    ...aRow({ ranMs: (stepCount - 1) * stepMs, healMs: 47 * hourMs }),
    curve: { startMs, stepMs, online, wanted: online.map(() => 0.8) },
    lastRestartAtMs: pointOf('1.58').atMs - 47 * hourMs,
    ...changes,
  };
}

/** The record as a run: straight between its points, low from the onset on, with its dip. */
function recordedMillions(ms: number): number {
  const shape: [number, number][] = [
    [pointOf('1.50').atMs, 8.5],
    [pointOf('1.51').atMs - 4 * hourMs, 7],
    [pointOf('1.51').atMs, 7.8],
    [pointOf('1.29').atMs, 7],
    [pointOf('1.29').atMs + hourMs, 3],
    [pointOf('1.31').atMs, 0.149608],
    [pointOf('1.32').atMs, 2.5],
    [pointOf('1.53').atMs - hourMs, 2.9],
    [pointOf('1.53').atMs + hourMs, 2.4],
    ...record2007.flatMap(({ atMs, onlineCount }): [number, number][] =>
      onlineCount !== null && atMs >= pointOf('1.34').atMs ? [[atMs, onlineCount / 1e6]] : [],
    ),
    [pointOf('1.58').atMs, 6],
    [pointOf('1.58').atMs + 24 * hourMs, 6],
  ];
  const next = shape.findIndex(([at]) => at > ms);
  const [from, to] = [shape[next - 1], shape[next]];
  if (from === undefined || to === undefined) return 8.5;
  return from[1] + ((ms - from[0]) / (to[0] - from[0])) * (to[1] - from[1]);
}

test('the record has thirteen counts and three events to compare with', () => {
  expect(comparedPoints).toHaveLength(16);
  expect(comparedPoints.filter(({ onlineCount }) => onlineCount !== null)).toHaveLength(13);
});

test('a run that is the record itself meets every point', () => {
  const { points, hasFallen, distance } = summarize(august2007, runWith(recordedMillions));
  expect(points.filter(({ error }) => error > Math.log2(1.25))).toEqual([]);
  expect(hasFallen).toBe(true);
  expect(distance).toBeLessThan(0.1);
});

test('twice and half of the record are a factor of two off, in logarithms', () => {
  const errorsAt = (factor: number) =>
    summarize(
      august2007,
      runWith((ms) => factor * recordedMillions(ms)),
    ).points.find(({ factRow }) => factRow === '1.34')?.error;
  expect(errorsAt(2)).toBeCloseTo(1, 1);
  expect(errorsAt(0.5)).toBeCloseTo(1, 1);
  expect(errorsAt(1)).toBeLessThan(0.05);
});

test('peaks before the outage judge nothing, and its parts weigh the same', () => {
  const { points } = summarize(august2007, runWith(recordedMillions));
  const rowsOf = (part: string | null) =>
    points.filter((point) => point.part === part).map(({ factRow }) => factRow);
  expect(rowsOf(null)).toEqual(['1.50', '1.51']);
  expect(judgingPoints(points)).toHaveLength(14);
  expect(rowsOf('evening')).toHaveLength(8);
  expect(['fall', 'night', 'second fall', 'all-clear'].map((part) => rowsOf(part).length)).toEqual([
    1, 3, 1, 1,
  ]);
  const distanceWith = (changedFrom: number, changedTo: number) => {
    const isChanged = (ms: number) => ms >= changedFrom && ms <= changedTo;
    const run = runWith((ms) => (isChanged(ms) ? 2 : 1) * recordedMillions(ms));
    return summarize(august2007, run).distance;
  };
  const minuteMs = 60_000;
  const before = distanceWith(startMs, pointOf('1.51').atMs);
  expect(before).toBeLessThan(0.1);
  // Twice of the record in the evening is one part of five, as is a factor of two in the night.
  const evening = distanceWith(pointOf('1.34').atMs - 20 * minuteMs, pointOf('1.56').atMs);
  expect(evening).toBeGreaterThan(0.3);
  expect(evening).toBeLessThan(1 / Math.sqrt(5) + 0.1);
});

test('a network that never fell misses the onset, the night, the dip and the all-clear', () => {
  const run = runWith(() => 8, { healMs: 0 });
  const { points, hasFallen, features } = summarize(august2007, run);
  const errorOf = (row: string) => points.find(({ factRow }) => factRow === row)?.error ?? 0;
  expect(errorOf('1.29')).toBe(Number.POSITIVE_INFINITY);
  expect(errorOf('1.31')).toBeCloseTo(Math.log2(8e6 / 149_608), 5);
  expect(errorOf('1.53')).toBeGreaterThan(1);
  expect(errorOf('1.58')).toBeGreaterThan(7);
  expect(hasFallen).toBe(false);
  expect(features['onset h']).toBeGreaterThan(2 * (recordFeatures['onset h'] ?? 0));
});

test('PCs that restart and are back within the hour have not fallen', () => {
  const nightMs = pointOf('1.29').atMs - 4 * hourMs;
  const downFor = (ms: number) =>
    summarize(
      august2007,
      runWith((at) => (at >= nightMs && at <= nightMs + ms ? 2 : 8)),
    );
  expect(downFor(hourMs / 2)).toMatchObject({ hasFallen: false });
  expect(downFor(hourMs)).toMatchObject({ hasFallen: true });
  expect(downFor(hourMs).offlineShare).toBeGreaterThan(0.5);
});

test('a network of which nobody is offline has no dip, though demand falls in the morning', () => {
  const { points, hasFallen } = neverFallen(august2007);
  expect(hasFallen).toBe(false);
  expect(points.find(({ factRow }) => factRow === '1.53')).toMatchObject({
    simulated: 1,
    error: 2,
  });
});

test('an all-clear that did not come is as bad as a factor of four, and not as recorded', () => {
  const errorOf = (changes: Partial<StudyRow>) =>
    summarize(august2007, runWith(recordedMillions, changes)).points.at(-1)?.error;
  expect(errorOf({})).toBe(0);
  expect(errorOf({ healMs: null })).toBe(2);
  const { features } = summarize(august2007, runWith(recordedMillions, { healMs: null }));
  expect(features['clear h']).toBeCloseTo((recordFeatures['clear h'] ?? 0) + 12, 9);
});

test('a run has the features of the record, each a finite number', () => {
  const { features } = summarize(august2007, runWith(recordedMillions));
  expect(Object.keys(features)).toEqual(featureNames);
  const never = summarize(
    august2007,
    runWith(() => 0, { healMs: null }),
  ).features;
  expect(Object.values(never).filter((value) => !Number.isFinite(value))).toEqual([]);
  for (const name of ['onset h', 'clear h', 'log2 online 17T14:45'])
    expect(features[name]).toBeCloseTo(recordFeatures[name] ?? Number.NaN, 0);
});
