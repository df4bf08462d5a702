import { shippedPriceBook, shippedRegions } from '#runner/pricing/read-price-book.ts';
import { bookOf, regionsPriced, usualRegion } from './prices.ts';

test('the page has the prices that the command line has', () => {
  expect(regionsPriced).toEqual(shippedRegions);
  expect(usualRegion).toBe(shippedRegions[0]);
  for (const region of regionsPriced)
    expect(bookOf(region)).toMatchObject(shippedPriceBook(region));
});
