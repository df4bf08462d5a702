import type { OperatorConnection } from '#adapters/operator-connection.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import { shippedPriceBook } from '#runner/pricing/read-price-book.ts';
import { type NamedPrices, usualRegion } from '../price-options.ts';

/**
 * The prices of what is done at a place: those that were named, else on AWS those of its region.
 * @throws {PriceBookError} no book of that region is shipped
 */
export function bookAt(
  { target, region }: Pick<OperatorConnection, 'target' | 'region'>,
  prices: NamedPrices | undefined,
): PriceBook {
  return prices?.book ?? shippedPriceBook(target === 'aws' ? region : usualRegion);
}
