import { openRandom } from '#twin/engine/random.ts';
import { expectedArrivals, openArrivals, ratePerSecondAt } from './arrivals.ts';
import type { StationLoad } from './station.ts';

const rampAndPause: StationLoad = {
  law: 'deterministic',
  phases: [
    { fromMs: 0, ratePerSecond: 0, toRatePerSecond: 200 },
    { fromMs: 100_000, ratePerSecond: 0 },
    { fromMs: 150_000, ratePerSecond: 10 },
    { fromMs: 160_000, ratePerSecond: 20, toRatePerSecond: 0 },
  ],
};

test('steady arrivals come at equal distances', () => {
  const load: StationLoad = { law: 'deterministic', phases: [{ fromMs: 0, ratePerSecond: 4 }] };
  expect(arrivals(load, 1100).slice(0, 5)).toEqual([250, 500, 750, 1000]);
});

test('a ramp brings what is under it, a pause nothing, and the next phase goes on', () => {
  const came = arrivals(rampAndPause, 170_000);
  const between = (fromMs: number, untilMs: number) =>
    came.filter((atMs) => atMs > fromMs && atMs <= untilMs + 1e-6).length;
  expect(between(0, 100_000)).toBe(10_000);
  expect(between(0, 50_000)).toBe(2500);
  expect(between(100_000, 150_000)).toBe(0);
  expect(between(150_000, 160_000)).toBe(100);
  expect(came.length).toBe(10_200);
  expect(expectedArrivals(rampAndPause, 170_000)).toBeCloseTo(10_200, 9);
});

test('the rate at a moment lies on its ramp', () => {
  const rates = [50_000, 120_000, 155_000, 165_000].map((atMs) =>
    ratePerSecondAt(rampAndPause, 170_000, atMs),
  );
  expect(rates.map((rate) => Math.round(rate))).toEqual([100, 0, 10, 10]);
});

test('Poisson arrivals vary as much as their mean', () => {
  const load: StationLoad = {
    law: 'poisson',
    phases: [{ fromMs: 0, ratePerSecond: 50, toRatePerSecond: 150 }],
  };
  const counts = Array.from({ length: 400 }, (_, seed) => arrivals(load, 1000, seed).length);
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
  // The standard errors are 0.5 for the mean of 100, and 7 for the variance of 100.
  expect(Math.abs(mean - 100)).toBeLessThan(2);
  expect(Math.abs(variance - 100)).toBeLessThan(28);
});

function arrivals(load: StationLoad, durationMs: number, seed = 1): number[] {
  const next = openArrivals(load, durationMs, openRandom(seed));
  const moments: number[] = [];
  for (let atMs = next(); atMs < Number.POSITIVE_INFINITY; atMs = next()) moments.push(atMs);
  return moments;
}
