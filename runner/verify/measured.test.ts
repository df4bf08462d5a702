import { policies } from '#domain/policies.ts';
import { planMeasured } from './measure-run.ts';
import { isObservation, judgeCurve, looksAt } from './measured.ts';

function settingsOf(scenario: string) {
  return planMeasured({ scenario, seed: 1, nodeCount: 500 }, policies.resilient).settings;
}

test('a storm of days is observed every 5 minutes, and every 15 s once it may heal', () => {
  const settings = settingsOf('august-2007');
  const observations = looksAt(settings);
  expect(observations).toMatchObject({ coarseMs: 300_000, fineMs: 15_000 });
  const { startMs, fineFromMs, untilMs } = observations;
  expect(
    [0, 15_000, 300_000].map((afterMs) => isObservation(observations, startMs + afterMs)),
  ).toEqual([false, false, true]);
  const fineMs = startMs + Math.ceil((fineFromMs - startMs) / 15_000) * 15_000;
  expect(
    [0, 7_000, 15_000].map((afterMs) => isObservation(observations, fineMs + afterMs)),
  ).toEqual([true, false, true]);
  expect(untilMs - fineFromMs).toBe(2 * settings.target.healWithinMs);
});

test('a drill is observed as often as it observes itself', () => {
  expect(looksAt(settingsOf('drill'))).toMatchObject({ coarseMs: 5_000, fineMs: 5_000 });
});

test('a run is judged by its curve: when it healed, how long and how deep it was below', () => {
  const settings = settingsOf('drill');
  const fromMs = looksAt(settings).fineFromMs;
  const point = (afterMs: number, onlineCount: number) => ({
    atMs: fromMs + afterMs,
    onlineCount,
    wantedCount: 100,
  });
  const curve = [point(0, 60), point(10_000, 80), point(20_000, 100), point(30_000, 100)];
  const judged = judgeCurve(curve, settings);
  expect(judged).toMatchObject({ healMs: 20_000, belowTargetMs: 20_000 });
  expect(judged.worstOfflineShare).toBeCloseTo(0.4);
  expect(judgeCurve(curve.slice(0, 2), settings).healMs).toBeNull();
});
