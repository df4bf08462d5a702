import { weightedQuantile } from './weighted-quantile.ts';

const equal = [3, 1, 2, 4].map((value) => ({ value, weight: 1 }));

test('equal weights give the plain quantile', () => {
  expect([0, 0.25, 0.5, 0.75, 1].map((share) => weightedQuantile(equal, share))).toEqual([
    1, 1, 2, 3, 4,
  ]);
});

test('a weight of n counts as n values', () => {
  const weighted = [
    { value: 10, weight: 3 },
    { value: 20, weight: 1 },
    { value: 5, weight: 0 },
  ];
  expect([0, 0.75, 0.76, 1].map((share) => weightedQuantile(weighted, share))).toEqual([
    10, 10, 20, 20,
  ]);
});

test('weights that are tenths reach the last value', () => {
  const tenths = Array.from({ length: 10 }, (_, value) => ({ value, weight: 0.1 }));
  expect(weightedQuantile(tenths, 1)).toBe(9);
});

test('no weight at all is refused', () => {
  expect(() => weightedQuantile([{ value: 1, weight: 0 }], 0.5)).toThrow(/weight above 0/);
});
