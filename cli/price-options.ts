// `--prices` and `--free-tier`, for every command that bills a run.
import { type Command, InvalidArgumentError } from 'commander';
import type { PriceBook } from '#pricing/price-book.ts';
import { type InputFile, InputFileError, inputText, readInput } from '#runner/inputs/input-file.ts';
import type { PriceChoice } from '#runner/pricing/bill-run.ts';
import { PriceBookError } from '#runner/pricing/price-book-error.ts';
import {
  isPriceFile,
  priceBookFrom,
  shippedPriceBook,
  shippedRegions,
} from '#runner/pricing/read-price-book.ts';

/** A price book, and the file that it was read from, if it is the user's own. */
export interface NamedPrices {
  readonly book: PriceBook;
  readonly input?: InputFile;
}

/** The words as commander hands them over. */
export interface RawPriceOptions {
  readonly prices?: NamedPrices | undefined;
  readonly freeTier?: boolean | undefined;
}

/** The region whose prices are taken where nothing names one. */
export const usualRegion = 'us-east-1';

/** Adds the options that choose the prices of a bill. */
export function withPriceOptions(command: Command): Command {
  return withPrices(command).option(
    '--free-tier',
    'take off what AWS gives for nothing each month',
  );
}

/** Adds the option that chooses the prices. @param usual which are taken without it, in words */
export function withPrices(command: Command, usual = usualRegion): Command {
  return command.option(
    '--prices <region>',
    `a region (${shippedRegions.join(', ')}) or a price book of your own, such as ./mine.json ` +
      `(default: ${usual})`,
    namedPrices,
  );
}

/** The prices that the options name. */
export function priceChoice({ prices, freeTier }: RawPriceOptions): PriceChoice {
  return { book: prices?.book ?? shippedPriceBook(usualRegion), isFreeTierUsed: freeTier ?? false };
}

/** The prices of a region, or of a file. @throws {InvalidArgumentError} */
export function namedPrices(text: string): NamedPrices {
  try {
    if (!isPriceFile(text)) return { book: shippedPriceBook(text) };
    const input = readInput(text);
    return { book: priceBookFrom(text, inputText(input)), input };
  } catch (error) {
    if (error instanceof PriceBookError) throw new InvalidArgumentError(error.message);
    if (error instanceof InputFileError)
      throw new InvalidArgumentError(`${text}: ${error.message}.`);
    throw error;
  }
}
