import { resolve } from 'node:path';
import { hoursOfMonth } from '#pricing/billable-meters.ts';
import { rateCardOf, UnpricedMeterError } from '#pricing/rate-card.ts';
import { stackUpkeep } from '../deployed/stack-upkeep.ts';
import { readStackTemplate } from '../local/stack-template.ts';
import { shippedPriceBook } from './read-price-book.ts';

const book = shippedPriceBook('us-east-1');

test('a card has the first tier of each price', () => {
  const { perUnitUsd, metricHourUsd, standingHourUsd } = rateCardOf(book);
  expect(perUnitUsd).toMatchObject({
    sqsRequests: 4e-7,
    readUnits: 1.25e-7,
    writeUnits: 6.25e-7,
    transitions: 2.5e-5,
    gbSeconds: 0.0000166667,
  });
  // $0.20 a million, and 1,500 bytes of logs at $0.50 a GB.
  expect(perUnitUsd.invocations).toBeCloseTo(2e-7 + (1_500 / 2 ** 30) * 0.5, 12);
  expect(metricHourUsd).toBeCloseTo(0.3 / 730, 12);
  // Two secrets at $0.40 a month, and 2,700 empty receives.
  expect(standingHourUsd).toBeCloseTo((2 * 0.4) / 730 + 2_700 * 4e-7, 12);
});

test('what stands by the hour costs as much as the upkeep of the synthesised stack', () => {
  const { usdPerMonth } = stackUpkeep(readStackTemplate(resolve('cli')), book);
  expect(rateCardOf(book).standingHourUsd * hoursOfMonth).toBeCloseTo(usdPerMonth ?? Number.NaN, 6);
});

test('a book without one of the prices has no card, and the error names it', () => {
  const prices = book.prices.filter(({ meter }) => meter !== 'stepFunctions.transitions');
  expect(() => rateCardOf({ ...book, prices })).toThrow(UnpricedMeterError);
  expect(() => rateCardOf({ ...book, prices })).toThrow(/us-east-1.*transitions, Standard/);
});
