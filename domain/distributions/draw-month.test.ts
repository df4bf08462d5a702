import type { DeclaredDistribution } from './declared-distribution.ts';
import { drawMonth } from './draw-month.ts';

const guess = { provenance: 'guess', source: 'this test' } as const;
const share: DeclaredDistribution = { kind: 'beta', mean: 0.4, sd: 0.08, ...guess };
const load: DeclaredDistribution = { kind: 'uniform', min: 0.9, max: 1.1, ...guess };

test('the same seed and month give the same draw, and others give others', () => {
  const inputs = { share, load };
  expect(drawMonth(inputs, 1, '2007-08')).toEqual(drawMonth(inputs, 1, '2007-08'));
  expect(drawMonth(inputs, 1, '2007-08')).not.toEqual(drawMonth(inputs, 2, '2007-08'));
  expect(drawMonth(inputs, 1, '2007-08')).not.toEqual(drawMonth(inputs, 1, '2007-07'));
});

test('an input that is declared beside it does not change a draw', () => {
  const alone = drawMonth({ share }, 7, '2007-08');
  expect(drawMonth({ load, share }, 7, '2007-08').share).toBe(alone.share);
});

test('over many seeds the draws are spread as declared', () => {
  const draws = Array.from(
    { length: 4_000 },
    (_, seed) => drawMonth({ load }, seed, '2007-08').load,
  );
  const below = draws.filter((one) => one < 0.95).length / draws.length;
  // Five standard deviations of a binomial share.
  expect(Math.abs(below - 0.25)).toBeLessThan(0.035);
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(0.9);
  expect(Math.max(...draws)).toBeLessThanOrEqual(1.1);
});

test('two inputs of a month are drawn apart', () => {
  const draws = Array.from({ length: 2_000 }, (_, seed) =>
    drawMonth({ load, other: load }, seed, '2007-08'),
  );
  const product = draws.map((one) => (one.load - 1) * (one.other - 1));
  const covariance = product.reduce((sum, one) => sum + one, 0) / product.length;
  // The variance of one is 0.0033; chance leaves the product's mean within a tenth of it.
  expect(Math.abs(covariance)).toBeLessThan(0.000_4);
});
