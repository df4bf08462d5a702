import { median, overSeeds } from './over-seeds.ts';

test('a median is the middle, or the mean of the middle two', () => {
  expect(median([5, 1, 9])).toBe(5);
  expect(median([4, 1, 9, 2])).toBe(3);
  expect(median([])).toBeNaN();
});

test('where half of the runs never heal, the median never does', () => {
  const never = Number.POSITIVE_INFINITY;
  expect(median([1, 2, never, never])).toBe(never);
  expect(median([1, 2, 3, never, never])).toBe(3);
});

test('a quantity that never comes in most of the runs has a least value, and no largest', () => {
  const never = Number.POSITIVE_INFINITY;
  expect(overSeeds([never, 7, never])).toEqual({ min: 7, median: never, max: never });
  expect(overSeeds([4, 2])).toEqual({ min: 2, median: 3, max: 4 });
});
