import fc from 'fast-check';
import { type CostAt, crossoversOf, exponentOf, kneeOf } from './growth.ts';

const sizes = [1_000, 3_162, 10_000, 31_623, 100_000];
const power = (factor: number, exponent: number, nodes = sizes): CostAt[] =>
  nodes.map((count) => ({ nodes: count, usd: factor * count ** exponent }));

test('a power is found, whatever it is, and one line through it leaves nothing over', () => {
  const factor = fc.double({ min: 1e-6, max: 1e3, noNaN: true });
  const exponent = fc.double({ min: -1, max: 3, noNaN: true });
  fc.assert(
    fc.property(factor, exponent, (by, to) => {
      const found = exponentOf(power(by, to));
      expect(found?.exponent).toBeCloseTo(to, 6);
      expect(found?.interval?.[0]).toBeCloseTo(to, 4);
      expect(found?.interval?.[1]).toBeCloseTo(to, 4);
      expect(kneeOf(power(by, to))).toBeNull();
    }),
  );
});

test('the interval is that of a textbook: Student of n - 2 degrees, on logarithms', () => {
  // x = 0, 1, 2, 3 and y = 0, 1, 1, 2: slope 0.6, residuals -0.1, 0.3, -0.3, 0.1, squares 0.2.
  const points = [0, 1, 1, 2].map((y, x) => ({ nodes: 10 ** x, usd: 10 ** y }));
  const found = exponentOf(points);
  expect(found?.exponent).toBeCloseTo(0.6, 12);
  const half = 4.303 * Math.sqrt(0.2 / 2 / 5);
  expect(found?.interval?.[0]).toBeCloseTo(0.6 - half, 9);
  expect(found?.interval?.[1]).toBeCloseTo(0.6 + half, 9);
});

test('two points have an exponent and no interval, and one size has neither', () => {
  expect(exponentOf(power(2, 1, [10, 100]))).toEqual({ exponent: 1, interval: null });
  expect(exponentOf(power(2, 1, [10, 10]))).toBeNull();
  expect(exponentOf([])).toBeNull();
});

test('a knee is found where the exponent changes', () => {
  const flat = power(100, 0.1, [1_000, 3_162, 10_000]);
  const rest = [31_623, 100_000].map((nodes) => ({
    nodes,
    usd: 100 * 10_000 ** 0.1 * (nodes / 10_000),
  }));
  const knee = kneeOf([...flat, ...rest]);
  expect(knee?.fromNodes).toBe(10_000);
  expect(knee?.below).toBeCloseTo(0.1, 6);
  expect(knee?.above).toBeCloseTo(1, 6);
});

test('what scatters a little is no knee', () => {
  const scattered = power(1, 1).map((one, at) => ({
    ...one,
    usd: one.usd * (1 + 0.04 * (at % 2)),
  }));
  expect(kneeOf(scattered)).toBeNull();
});

test('two powers cross where they are equal, and it is said who is cheaper above', () => {
  const [one] = crossoversOf(power(1, 1), power(100, 0.5));
  expect(one?.nodes).toBeCloseTo(10_000, -1);
  expect(one?.cheaperAbove).toBe('second');
  const [other] = crossoversOf(power(100, 0.5, [1_000, 100_000]), power(1, 1, [1_000, 100_000]));
  expect(other?.nodes).toBeCloseTo(10_000, 3);
  expect(other).toMatchObject({ cheaperAbove: 'first', between: [1_000, 100_000] });
  expect(crossoversOf(power(1, 1), power(2, 1))).toEqual([]);
  // They cross, but are never 5 % apart on one side.
  expect(crossoversOf(power(1, 1, [90_000, 100_000]), power(100, 0.99, [90_000, 100_000]))).toEqual(
    [],
  );
});
