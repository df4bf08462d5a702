// The prices that ship, as the page has them.
import apSoutheast2 from '#pricing/books/ap-southeast-2.json' with { type: 'json' };
import euCentral1 from '#pricing/books/eu-central-1.json' with { type: 'json' };
import usEast1 from '#pricing/books/us-east-1.json' with { type: 'json' };
import type { PriceBook } from '#pricing/price-book.ts';

// The compiler takes each word of a JSON file for any text. What the files hold is checked by
// runner/pricing/shipped-books.test.ts.
const books = {
  'us-east-1': usEast1,
  'eu-central-1': euCentral1,
  'ap-southeast-2': apSoutheast2,
} as unknown as Readonly<Record<string, PriceBook>>;

/** The regions whose prices ship. */
export const regionsPriced: readonly string[] = Object.keys(books);

/** The one that a bill is made with unless another is asked for. */
export const usualRegion = 'us-east-1';

/** The prices of a region. @throws {Error} where none ship */
export function bookOf(region: string): PriceBook {
  const book = books[region];
  if (book === undefined) throw new Error(`expected a region with prices, got ${region}`);
  return book;
}
