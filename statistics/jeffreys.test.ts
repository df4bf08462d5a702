import {
  atLeastOneOf,
  boundWhereNoneFailed,
  jeffreysInterval,
  jeffreysPredictive,
} from './jeffreys.ts';

const record = { failedCount: 1, count: 47 };

test('one failed Patch Tuesday of 47 leaves these chances for the next', () => {
  expect(jeffreysPredictive(record, 1)).toBeCloseTo(1.5 / 48, 12);
  expect(jeffreysPredictive(record, 12)).toBeCloseTo(0.29, 3);
  expect(jeffreysPredictive(record, 48)).toBeCloseTo(0.653, 3);
});

test('the interval of one in 47 is the published one', () => {
  const { median, low, high } = jeffreysInterval(record);
  expect(median).toBeCloseTo(0.025, 3);
  expect(low).toBeCloseTo(0.0023, 4);
  expect(high).toBeCloseTo(0.095, 3);
});

test('more confidence takes a wider interval around the same median', () => {
  const [usual, more] = [jeffreysInterval(record), jeffreysInterval(record, 0.99)];
  expect(more.low).toBeLessThan(usual.low);
  expect(more.high).toBeGreaterThan(usual.high);
  expect(more.median).toBe(usual.median);
});

test('a chance that is known hardly differs from that of independent trials', () => {
  expect(atLeastOneOf(12, 2.5e7, 9.75e8)).toBeCloseTo(1 - 0.975 ** 12, 6);
});

test('no failure in n trials leaves a bound of about three in n', () => {
  // What exactly 95 % of the samples without a failure leave: 1 - 0.05 ** (1 / n).
  for (const count of [30, 300, 3_000])
    expect(boundWhereNoneFailed(count) / (1 - 0.05 ** (1 / count))).toBeCloseTo(1.03, 1);
  expect(boundWhereNoneFailed(2)).toBe(1);
});

test('more failures than trials are refused', () => {
  expect(() => jeffreysInterval({ failedCount: 3, count: 2 })).toThrow(/0 to 2 failures, got 3/);
});
