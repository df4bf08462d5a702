import fc from 'fast-check';
import { type DistributionShape, quantileOf, whyImpossible } from './declared-distribution.ts';

const shapes: readonly DistributionShape[] = [
  { kind: 'fixed', value: 0.4 },
  { kind: 'uniform', min: 2, max: 4 },
  { kind: 'triangular', min: 1, mode: 2, max: 4 },
  { kind: 'triangular', min: 1, mode: 1, max: 4 },
  { kind: 'lognormal', median: 3, sigma: 0.25 },
  { kind: 'beta', mean: 0.4, sd: 0.08 },
];

const meanOf = (values: readonly number[]) =>
  values.reduce((sum, one) => sum + one, 0) / values.length;

/** What many evenly spaced chances give: the distribution itself, but for the steps. */
const spread = (shape: DistributionShape, count = 1_000) =>
  Array.from({ length: count }, (_, at) => quantileOf(shape, (at + 0.5) / count));

test.each(shapes.map((shape) => [shape.kind, shape] as const))(
  'a higher chance never gives a lower value: %s',
  (_kind, shape) => {
    const chance = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
    fc.assert(
      fc.property(chance, chance, (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(quantileOf(shape, low)).toBeLessThanOrEqual(quantileOf(shape, high));
      }),
    );
  },
);

test('a beta distribution has the mean and the spread that were declared', () => {
  const values = spread({ kind: 'beta', mean: 0.4, sd: 0.08 });
  const mean = meanOf(values);
  expect(mean).toBeCloseTo(0.4, 4);
  expect(Math.sqrt(meanOf(values.map((one) => (one - mean) ** 2)))).toBeCloseTo(0.08, 3);
});

test('a triangular distribution has its mean in the middle of its three corners', () => {
  expect(meanOf(spread({ kind: 'triangular', min: 1, mode: 2, max: 6 }))).toBeCloseTo(3, 3);
});

test('a lognormal distribution has the quantiles of the bell curve', () => {
  const shape: DistributionShape = { kind: 'lognormal', median: 10, sigma: 0.3 };
  expect(quantileOf(shape, 0.5)).toBeCloseTo(10, 9);
  expect(quantileOf(shape, 0.975)).toBeCloseTo(10 * Math.exp(0.3 * 1.959_963_984_5), 6);
  expect(quantileOf(shape, 0.001)).toBeCloseTo(10 * Math.exp(-0.3 * 3.090_232_306_2), 6);
});

test.each<[DistributionShape, RegExp]>([
  [{ kind: 'uniform', min: 2, max: 1 }, /min 2 is above max 1/],
  [{ kind: 'triangular', min: 1, mode: 5, max: 4 }, /mode/],
  [{ kind: 'lognormal', median: 0, sigma: 1 }, /median/],
  [{ kind: 'beta', mean: 1.2, sd: 0.1 }, /mean within 0 to 1/],
  [{ kind: 'beta', mean: 0.5, sd: 0.5 }, /below 0.500/],
  [{ kind: 'beta', mean: 0.5, sd: 0 }, /sd above 0/],
  [{ kind: 'fixed', value: Number.NaN }, /finite/],
])('what no variable can have is refused: %o', (shape, reason) => {
  expect(whyImpossible(shape)).toMatch(reason);
  expect(() => quantileOf(shape, 0.5)).toThrow(reason);
});

test.each([0, 1, -1, Number.NaN])('a chance of %d is refused', (chance) => {
  expect(() => quantileOf({ kind: 'fixed', value: 1 }, chance)).toThrow(/chance/);
});
