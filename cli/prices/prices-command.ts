// `rebootstorm prices`: lists, shows and updates the prices that ship.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainLines } from '#domain/plain-text.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import { fetchOffer, offerUrl, PriceSourceError } from '#runner/pricing/fetch-offer.ts';
import { PriceBookError } from '#runner/pricing/price-book-error.ts';
import { type Offer, readOffer } from '#runner/pricing/read-offer.ts';
import {
  isPriceFile,
  readPriceBook,
  shippedPriceBook,
  shippedRegions,
} from '#runner/pricing/read-price-book.ts';
import { updateBook } from '#runner/pricing/update-book.ts';
import { offerCodes } from '#runner/pricing/usage-types.ts';
import { exitCodes } from '../exit-codes.ts';
import { makeFolder } from '../run-folder/make-folder.ts';
import type { PricesOptions } from './prices-options.ts';
import { bookList, bookTable, changesTable } from './prices-tables.ts';

/** What the command needs. */
export interface PricesEnvironment {
  readonly stdout: Pick<NodeJS.WritableStream, 'write'>;
  readonly stderr: Pick<NodeJS.WritableStream, 'write'>;
  /** Today, `YYYY-MM-DD`. */
  readonly today: string;
}

type UpdateOptions = Extract<PricesOptions, { action: 'update' }>;

/**
 * Lists, shows or updates prices.
 * @returns the exit code
 * @throws {PriceBookError} where a file cannot be used
 */
export async function pricesCommand(
  options: PricesOptions,
  environment: PricesEnvironment,
): Promise<number> {
  const { stdout } = environment;
  switch (options.action) {
    case 'list': {
      const books = shippedRegions.map(shippedPriceBook);
      stdout.write(options.json ? jsonText(books) : bookList(books));
      return exitCodes.asExpected;
    }
    case 'show': {
      const book = bookOf(options.book);
      stdout.write(options.json ? jsonText(book) : bookTable(book));
      return exitCodes.asExpected;
    }
    case 'update':
      return update(options, environment);
  }
}

function bookOf(word: string): PriceBook {
  return isPriceFile(word) ? readPriceBook(word) : shippedPriceBook(word);
}

async function update(options: UpdateOptions, environment: PricesEnvironment): Promise<number> {
  const { region, from, out } = options;
  const { stdout, stderr, today } = environment;
  const path = join(out, `${region}.${today}.json`);
  if (existsSync(path))
    throw new PriceBookError(path, [
      'it is there already, and nothing is overwritten; move it, or name another folder with --out',
    ]);
  const before = bookBefore(out, region);
  try {
    const offers: Offer[] = [];
    for (const code of offerCodes) {
      const url = offerUrl(from, code, region);
      offers.push(readOffer(url, await fetchOffer(url), code, region));
    }
    const sourceOf = ({ code, version }: Offer) => offerUrl(from, code, region, version);
    const updated = updateBook(before.book, offers, sourceOf, today);
    makeFolder(out);
    // `wx`: another process may have written it meanwhile.
    writeFileSync(path, jsonText(updated.book), { flag: 'wx' });
    stdout.write(`${changesTable(updated, before.name)}\nWritten: ${path}\n`);
    return exitCodes.asExpected;
  } catch (error) {
    if (!(error instanceof PriceSourceError)) throw error;
    stderr.write(`error: ${plainLines(error.message)}; nothing was written\n`);
    return exitCodes.unreachable;
  }
}

/** The region's newest book in the folder, or the one that ships, or one without prices. */
function bookBefore(folder: string, region: string): { name: string; book: PriceBook } {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const dated = new RegExp(`^${region}\\.\\d{4}-\\d\\d-\\d\\d\\.json$`);
  const newest = names
    .filter((name) => dated.test(name))
    .sort()
    .at(-1);
  if (newest !== undefined) return { name: newest, book: readPriceBook(join(folder, newest)) };
  if (shippedRegions.includes(region)) {
    const book = shippedPriceBook(region);
    return { name: `the prices that ship (${book.asOf})`, book };
  }
  // The free tier is the same in every region.
  const [first = ''] = shippedRegions;
  const { freeTier } = shippedPriceBook(first);
  const book: PriceBook = {
    schemaVersion: 1,
    region,
    currency: 'USD',
    asOf: '',
    offers: {},
    prices: [],
    freeTier,
  };
  return { name: 'no book before', book };
}

/** Keeps the order of the members, as in a book written by hand. */
function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
