// `--prices` and `--free-tier`, for every command that bills a run.
import { type Command, InvalidArgumentError } from 'commander';
import type { PriceBook } from '#pricing/price-book.ts';
import type { PriceChoice } from '#runner/pricing/bill-run.ts';
import { PriceBookError } from '#runner/pricing/price-book-error.ts';
import {
  readPriceBook,
  shippedPriceBook,
  shippedRegions,
} from '#runner/pricing/read-price-book.ts';

/** The words as commander hands them over. */
export interface RawPriceOptions {
  readonly prices?: PriceBook | undefined;
  readonly freeTier?: boolean | undefined;
}

const usualRegion = 'us-east-1';

/** Adds the options that choose the prices of a bill. */
export function withPriceOptions(command: Command): Command {
  return command
    .option(
      '--prices <region>',
      `a region (${shippedRegions.join(', ')}) or a price book of your own, such as ./mine.json ` +
        `(default: ${usualRegion})`,
      namedBook,
    )
    .option('--free-tier', 'take off what AWS gives for nothing each month');
}

/** The prices that the options name. */
export function priceChoice({ prices, freeTier }: RawPriceOptions): PriceChoice {
  return { book: prices ?? shippedPriceBook(usualRegion), isFreeTierUsed: freeTier ?? false };
}

/** What looks like a path is a file; everything else is a region. @throws {InvalidArgumentError} */
function namedBook(text: string): PriceBook {
  try {
    return /[/\\]|\.json$/.test(text) ? readPriceBook(text) : shippedPriceBook(text);
  } catch (error) {
    if (error instanceof PriceBookError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}
