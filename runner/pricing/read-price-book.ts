// A region's list prices: those that ship, and a user's own from a file.
import { existsSync, readFileSync } from 'node:fs';
import apSoutheast2 from '#pricing/books/ap-southeast-2.json' with { type: 'json' };
import euCentral1 from '#pricing/books/eu-central-1.json' with { type: 'json' };
import usEast1 from '#pricing/books/us-east-1.json' with { type: 'json' };
import type { PriceBook } from '#pricing/price-book.ts';
import { formatIssues } from '../sentences/format-issues.ts';
import { didYouMean } from '../sentences/nearest-word.ts';
import { brokenLine, withLines } from './json-lines.ts';
import { PriceBookError } from './price-book-error.ts';
import { bookFaults, priceBookFile } from './price-book-schema.ts';

const shipped: Readonly<Record<string, object>> = {
  'us-east-1': usEast1,
  'eu-central-1': euCentral1,
  'ap-southeast-2': apSoutheast2,
};

/** The regions whose prices ship; the first is what a bill is made with unless another is asked. */
export const shippedRegions: readonly string[] = Object.keys(shipped);

/**
 * The prices that ship for a region.
 * @throws {PriceBookError} naming the nearest region that ships
 */
export function shippedPriceBook(region: string): PriceBook {
  const file = shippedRegions.includes(region) ? shipped[region] : undefined;
  if (file !== undefined)
    return priceBookFrom(`pricing/books/${region}.json`, JSON.stringify(file));
  throw new PriceBookError('prices', [
    `no prices ship for the region '${region}'. ${didYouMean(region, shippedRegions)} ` +
      'A file of your own can have any: --prices my-prices.json',
  ]);
}

/** Whether a user's word for prices is a file's path: every other word is a region. */
export function isPriceFile(word: string): boolean {
  return /[/\\]|\.json$/.test(word);
}

/**
 * Reads and checks a book from a file.
 * @throws {PriceBookError} naming the file, and each fault's line and field
 */
export function readPriceBook(path: string): PriceBook {
  if (!existsSync(path)) throw new PriceBookError(path, ['there is no such file']);
  return priceBookFrom(path, readFileSync(path, 'utf8'));
}

/**
 * The book that a file's text describes.
 * @param path for what is said about it
 * @throws {PriceBookError} naming the file, and each fault's line and field
 */
export function priceBookFrom(path: string, text: string): PriceBook {
  const given = jsonOf(path, text);
  const said = priceBookFile.safeParse(given);
  if (!said.success) {
    const reasons = formatIssues(said.error, priceBookFile, given);
    throw new PriceBookError(path, withLines(text, reasons));
  }
  const { $schema: _, ...book } = said.data;
  const faults = bookFaults(book);
  if (faults.length > 0) throw new PriceBookError(path, withLines(text, faults));
  return book;
}

function jsonOf(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PriceBookError(path, [`line ${brokenLine(text)}: it is not valid JSON: ${reason}`]);
  }
}
