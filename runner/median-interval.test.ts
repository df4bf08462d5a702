import { medianInterval, relativeHalfWidth } from './median-interval.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

// The ranks of published tables for 95 % (Conover, table A3; Hahn and Meeker, table A.15a).
test.each([
  [6, 1, 6],
  [8, 1, 8],
  [9, 2, 8],
  [10, 2, 9],
  [15, 4, 12],
  [20, 6, 15],
  [25, 8, 18],
  [50, 18, 33],
  [100, 40, 61],
])('of %d values it goes from the %dth to the %dth', (count, low, high) => {
  expect(medianInterval(upTo(count).toReversed())).toEqual([low, high]);
});

test('fewer than six values have none', () => {
  for (const count of [0, 1, 2, 5]) expect(medianInterval(upTo(count))).toBeNull();
});

test('it is found for as many seeds as a sweep takes', () => {
  const [low, high] = medianInterval(upTo(10_000)) ?? [];
  // The normal approximation: n / 2 - 1.96 sqrt(n) / 2.
  expect(low).toBeGreaterThanOrEqual(4_901);
  expect(low).toBeLessThanOrEqual(4_903);
  expect(high).toBe(10_001 - (low ?? 0));
});

test('what never comes is an end like any other', () => {
  const never = Number.POSITIVE_INFINITY;
  const sometimes = medianInterval([1, 2, 3, 4, never, never]) ?? [0, 0];
  expect(sometimes).toEqual([1, never]);
  expect(relativeHalfWidth(3.5, sometimes)).toBe(never);
  const always = medianInterval(upTo(6).map(() => never)) ?? [0, 0];
  expect(relativeHalfWidth(never, always)).toBe(0);
  expect(relativeHalfWidth(0, [0, 0])).toBe(0);
  expect(relativeHalfWidth(0, [0, 1])).toBe(never);
  expect(relativeHalfWidth(10, [9, 12])).toBeCloseTo(0.15, 12);
});
