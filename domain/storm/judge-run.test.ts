import fc from 'fast-check';
import { hourMs, noonMs } from '#testing/domain/builders.ts';
import { type Evidence, isStuck, judgeRun, timeBelowTargetByWave } from './judge-run.ts';

/**
 * A curve of one point an hour from noon on; the last restart is at noon, 100 want to be online.
 */
const hourly = (...onlineCounts: number[]): Evidence => ({
  curve: onlineCounts.map((onlineCount, at) => ({
    atMs: noonMs + at * hourMs,
    onlineCount,
    wantedCount: 100,
  })),
  lastRestartAtMs: noonMs,
  target: { onlineShare: 0.99, healWithinMs: 2 * hourMs },
  violations: [],
  failure: null,
});

test('a run that comes back in time is healed', () => {
  expect(judgeRun(hourly(60, 80, 99, 100))).toMatchObject({ kind: 'healed', healMs: 2 * hourMs });
});

test('a run that comes back later is late', () => {
  expect(judgeRun(hourly(60, 70, 80, 99))).toMatchObject({ kind: 'late', healMs: 3 * hourMs });
});

test('coming back counts only if it lasts', () => {
  expect(judgeRun(hourly(60, 100, 60, 80, 99, 100))).toMatchObject({ healMs: 4 * hourMs });
});

test('a run that was never in trouble after the last restart healed at once', () => {
  expect(judgeRun(hourly(99, 100))).toMatchObject({ kind: 'healed', healMs: 0 });
});

test('trouble before the last restart does not count against healing', () => {
  const evidence = { ...hourly(10, 10, 100, 100), lastRestartAtMs: noonMs + 2 * hourMs };
  expect(judgeRun(evidence)).toMatchObject({
    kind: 'healed',
    healMs: 0,
    belowTargetMs: 2 * hourMs,
  });
});

test('a violated invariant outweighs everything', () => {
  const evidence = { ...hourly(100, 100), violations: ['s1: 11 slots used of 10'] };
  expect(judgeRun(evidence)).toMatchObject({ kind: 'violated', healMs: 0 });
});

test('a run without progress for as long as the target allows is stuck', () => {
  expect(judgeRun(hourly(60, 50, 50, 50))).toMatchObject({ kind: 'stuck', healMs: null });
});

test('a run that still makes progress after the target is not healed, but not stuck', () => {
  expect(judgeRun(hourly(50, 60, 70, 80))).toMatchObject({ kind: 'not-healed', healMs: null });
});

/** Points between the hours of `hourly`, in minutes after noon. */
const between = (...points: [minute: number, onlineCount: number][]) =>
  points.map(([minute, onlineCount]) => ({
    atMs: noonMs + minute * 60_000,
    onlineCount,
    wantedCount: 100,
  }));

describe('with points between the samples', () => {
  test('healing is told to the event, not to the sample', () => {
    const evidence = { ...hourly(60, 100, 100), between: between([7, 80], [12, 99], [40, 100]) };
    expect(judgeRun(evidence)).toMatchObject({
      healMs: 12 * 60_000,
      belowTargetMs: 12 * 60_000,
      belowTargetAfterMs: 12 * 60_000,
    });
  });

  test('a dip that no sample shows counts, and tells why healing took so long', () => {
    const evidence = {
      ...hourly(60, 100, 100),
      between: between([10, 100], [80, 98], [85, 99]),
    };
    expect(judgeRun(evidence)).toMatchObject({
      healMs: 85 * 60_000,
      belowTargetAfterMs: 15 * 60_000,
    });
  });

  test('what counts as stuck is still read off the samples', () => {
    const evidence = { ...hourly(60, 50, 50, 50), between: between([130, 20], [131, 50]) };
    expect(judgeRun(evidence).kind).toBe('stuck');
  });
});

test('a network that was well at the last restart, and stayed so, was healed at once', () => {
  const evidence = { ...hourly(100, 100, 100), lastRestartAtMs: noonMs + 10 * 60_000 };
  expect(judgeRun(evidence)).toMatchObject({ healMs: 0, belowTargetAfterMs: 0 });
});

test('each wave has its time below the target until the next one, and the last to the end', () => {
  const evidence = hourly(100, 50, 50, 100, 50, 100);
  const waves = [noonMs + 0.5 * hourMs, noonMs + 2.5 * hourMs, noonMs + 4 * hourMs];
  expect(timeBelowTargetByWave(evidence, waves)).toEqual([1.5 * hourMs, 0.5 * hourMs, hourMs]);
});

test('a run that ends before the target has passed is unknown', () => {
  expect(judgeRun(hourly(50, 50)).kind).toBe('unknown');
  expect(judgeRun(hourly()).kind).toBe('unknown');
});

test('the worst moment and the time below the target are read off the curve', () => {
  expect(judgeRun(hourly(100, 40, 70, 99, 100))).toMatchObject({
    worstOfflineShare: 0.6,
    worstOfflineAtMs: noonMs + hourMs,
    belowTargetMs: 2 * hourMs,
  });
});

test('without a curve nobody is known to have been offline', () => {
  expect(judgeRun(hourly())).toMatchObject({
    worstOfflineShare: 0,
    belowTargetMs: 0,
    healMs: null,
  });
});

test('progress of up to a hundredth of the population is none', () => {
  expect(isStuck(hourly(50, 50, 51))).toBe(true);
  expect(isStuck(hourly(50, 50, 52))).toBe(false);
});

test('nothing is plainly stuck before the last restart is as long ago as the target allows', () => {
  const flat = hourly(50, 50, 50);
  expect(isStuck(flat)).toBe(true);
  expect(isStuck({ ...flat, lastRestartAtMs: noonMs + 1 })).toBe(false);
});

test('whoever is healthy is not stuck, nor is one of whom nothing is known', () => {
  expect(isStuck(hourly(99, 99, 99, 99))).toBe(false);
  expect(isStuck(hourly())).toBe(false);
});

describe('where demand follows the day', () => {
  /** As many online at each hour as given, of as many as wanted to be. */
  const ofWanted = (...points: [number, number][]): Evidence => ({
    ...hourly(),
    curve: points.map(([onlineCount, wantedCount], at) => ({
      atMs: noonMs + at * hourMs,
      onlineCount,
      wantedCount,
    })),
  });

  test('whoever wants to be offline is not missed', () => {
    const night = judgeRun(ofWanted([100, 100], [70, 70], [50, 50]));
    expect(night).toMatchObject({ kind: 'healed', healMs: 0, belowTargetMs: 0 });
    expect(night.worstOfflineShare).toBe(0);
  });

  test('the worst moment is that of the largest share, not of the fewest online', () => {
    expect(judgeRun(ofWanted([100, 100], [60, 100], [50, 60], [60, 60]))).toMatchObject({
      worstOfflineShare: 0.4,
      worstOfflineAtMs: noonMs + hourMs,
    });
  });

  test('a network that only shrinks with its demand makes no progress', () => {
    expect(isStuck(ofWanted([50, 100], [40, 80], [30, 60]))).toBe(true);
    expect(isStuck(ofWanted([50, 100], [50, 80], [50, 60]))).toBe(false);
  });

  test('a network that nobody wants to be in is well', () => {
    expect(judgeRun(ofWanted([0, 0], [0, 0])).worstOfflineShare).toBe(0);
  });
});

test('a verdict never contradicts its own figures', () => {
  const aCurve = fc.array(fc.nat({ max: 100 }), { maxLength: 12 });
  fc.assert(
    fc.property(aCurve, fc.nat({ max: 300 }), (counts, restartMinutes) => {
      const evidence = { ...hourly(...counts), lastRestartAtMs: noonMs + restartMinutes * 60_000 };
      const judged = judgeRun(evidence);
      const { kind, healMs, belowTargetMs, belowTargetAfterMs, worstOfflineShare } = judged;
      const limitMs = evidence.target.healWithinMs;
      if (kind === 'healed') expect(healMs).toBeLessThanOrEqual(limitMs);
      if (kind === 'stuck' || kind === 'unknown') expect(healMs).toBeNull();
      if (healMs !== null) expect(counts.at(-1)).toBeGreaterThanOrEqual(99);
      expect(belowTargetAfterMs).toBeLessThanOrEqual(
        Math.min(belowTargetMs, healMs ?? Number.POSITIVE_INFINITY),
      );
      if (healMs !== null && healMs > 0) expect(belowTargetAfterMs).toBeGreaterThan(0);
      if (belowTargetMs > 0) expect(worstOfflineShare).toBeGreaterThan(0.01);
      expect(worstOfflineShare).toBeLessThanOrEqual(1);
    }),
    { numRuns: 500 },
  );
});

const failure = {
  status: 'FAILED',
  error: 'States.Runtime',
  cause: 'it broke',
  quota: null,
};

test.each([
  ['came back in time', [60, 99, 100]],
  ['came back late', [60, 70, 80, 99]],
  ['is stuck', [60, 60, 60, 60]],
  ['ended early', [60]],
])('a run that %s says nothing if its state machine failed', (_how, counts) => {
  expect(judgeRun({ ...hourly(...counts), failure }).kind).toBe('failed');
});

test('of a storm whose execution failed nothing was measured, however the network stands', () => {
  expect(judgeRun({ ...hourly(100, 100), failure })).toEqual({
    kind: 'failed',
    healMs: null,
    belowTargetMs: Number.NaN,
    belowTargetAfterMs: Number.NaN,
    worstOfflineShare: Number.NaN,
    worstOfflineAtMs: noonMs,
  });
});

test('safety comes first: a violated invariant counts even if the state machine failed', () => {
  expect(judgeRun({ ...hourly(60), failure, violations: ['one'] }).kind).toBe('violated');
});
