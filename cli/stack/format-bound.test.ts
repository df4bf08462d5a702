import { shippedPriceBook } from '#runner/pricing/read-price-book.ts';
import { formatBound, roundedUp } from './format-bound.ts';

test.each([
  [0, 0],
  [0.131, 0.14],
  [0.13, 0.13],
  [0.01, 0.01],
  [2.611, 2.62],
  [2.61, 2.61],
  [0.00051001, 0.00052],
])('%d is shown as no less: %d', (usd, shown) => {
  expect(roundedUp(usd)).toBeCloseTo(shown, 10);
});

test('what a bound lacks a price for is said', () => {
  const bound = { serviceUsd: { SQS: 1.001 }, totalUsd: 1.001, because: ['x'], requestsMax: {} };
  const upkeep = { usdPerMonth: 0.4, unpriced: 'alarms' };
  const words = formatBound(bound, upkeep, shippedPriceBook('us-east-1'));
  expect(words).toMatch(/SQS +\$1\.01\n +at most, in all +\$1\.01\n +from x\n/);
  expect(words).toContain(
    'costs $0.40 a month while nobody uses it, and alarms, for which the book',
  );
});
