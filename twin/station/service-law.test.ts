import { openRandom } from '#twin/engine/random.ts';
import { meanServiceMs, openServiceLaw } from './service-law.ts';
import type { ServiceLaw } from './station.ts';

const laws: [ServiceLaw, variation: number][] = [
  [{ law: 'exponential', meanMs: 40 }, 1],
  [{ law: 'deterministic', meanMs: 40 }, 0],
  [{ law: 'lognormal', meanMs: 40, variation: 0.5 }, 0.5],
  [{ law: 'hyperexponential', meanMs: 40, variation: 2 }, 2],
  [{ law: 'empirical', valuesMs: [20, 60] }, 0.5],
];

test.each(laws)('%j has the mean and the variation that it says', (service, variation) => {
  const draw = openServiceLaw(service, openRandom(7));
  const draws = Array.from({ length: 200_000 }, draw);
  const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
  const square = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
  expect(Math.abs(mean / 40 - 1)).toBeLessThan(0.02);
  expect(Math.abs(Math.sqrt(square) / mean - variation)).toBeLessThan(0.03);
  expect(meanServiceMs(service)).toBe(40);
  expect(Math.min(...draws.slice(0, 10_000))).toBeGreaterThanOrEqual(0);
});
