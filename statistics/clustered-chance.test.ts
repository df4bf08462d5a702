import { betaQuantile } from '#domain/distributions/beta-distribution.ts';
import { openRandom } from '#twin/engine/random.ts';
import { clusteredChance } from './clustered-chance.ts';
import { jeffreysInterval } from './jeffreys.ts';

/** Draws whose chances are beta distributed, each with some seeds. */
function simulated(a: number, b: number, seed: number, drawCount = 30, seedCount = 4) {
  const random = openRandom(seed);
  return Array.from({ length: drawCount }, () => {
    const chance = betaQuantile(a, b, random());
    const failed = Array.from({ length: seedCount }, () => random() < chance).filter(Boolean);
    return { failedCount: failed.length, count: seedCount };
  });
}

test('independent trials give what Jeffreys gives: 3.1, 29.0 and 65.3 % after one in 47', () => {
  const chance = clusteredChance([{ failedCount: 1, count: 47 }], [0]);
  const values = [1, 12, 48].map((count) => chance.within(count).value);
  expect(values.map((value) => Math.round(value * 1000) / 1000)).toEqual([0.031, 0.29, 0.653]);
  const exact = jeffreysInterval({ failedCount: 1, count: 47 });
  expect(Math.abs(chance.meanInterval.low - exact.low)).toBeLessThan(0.001);
  expect(Math.abs(chance.meanInterval.high - exact.high)).toBeLessThan(0.001);
});

test('seeds of one draw that fall together are worth less than as many draws', () => {
  const together = Array.from({ length: 10 }, (_, at) => ({
    failedCount: at < 2 ? 8 : 0,
    count: 8,
  }));
  const clustered = clusteredChance(together);
  const pooled = jeffreysInterval({ failedCount: 16, count: 80 });
  const width = ({ low, high }: { low: number; high: number }) => high - low;
  expect(width(clustered.meanInterval) / width(pooled)).toBeGreaterThan(1.8);
  expect(clustered.correlation.low).toBeGreaterThan(0.4);
  // A year of such a network is nearly as good or as bad as one month of it.
  const independent = clusteredChance(together, [0]);
  expect(clustered.within(12).value).toBeLessThan(independent.within(12).value - 0.3);
});

test('the interval of the mean holds the truth as often as it says', () => {
  const correlations = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9];
  const holding = Array.from({ length: 40 }, (_, seed) =>
    clusteredChance(simulated(0.5, 4.5, seed), correlations),
  ).filter(({ meanInterval: { low, high } }) => low <= 0.1 && 0.1 <= high).length;
  // Of 40 at 95 %: 34 or fewer have a chance of one in seventy.
  expect(holding).toBeGreaterThan(34);
});

test('where no draw failed the chance is small and not nothing', () => {
  const none = clusteredChance(Array.from({ length: 40 }, () => ({ failedCount: 0, count: 2 })));
  expect(none.mean).toBeGreaterThan(0.002);
  expect(none.meanInterval.high).toBeGreaterThan(0.03);
  expect(none.meanInterval.high).toBeLessThan(0.1);
  expect(none.within(48).value).toBeGreaterThan(none.within(12).value);
});
