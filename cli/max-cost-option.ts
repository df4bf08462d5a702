// `--max-cost`, for every command that starts a storm.
import { InvalidArgumentError, Option } from 'commander';
import type { CostCap } from '#domain/storm/rate-card.ts';
import { rateCardOf, UnpricedMeterError } from '#pricing/rate-card.ts';
import { PriceBookError } from '#runner/pricing/price-book-error.ts';
import { type NamedPrices, priceChoice } from './price-options.ts';

/** The words as commander hands them over. */
export interface RawCostOptions {
  /** US dollars. */
  readonly maxCost?: number | undefined;
  readonly prices?: NamedPrices | undefined;
}

/** Less than any storm costs; a smaller number is a typing error. */
const usdMin = 0.0001;

/** @param what what the option does, in the words of the help */
export function maxCostOption(what: string): Option {
  return new Option('--max-cost <dollars>', `${what}, such as 0.01`).argParser(dollars);
}

/** US dollars. @throws {InvalidArgumentError} */
export function dollars(text: string): number {
  const usd = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (usd >= usdMin && Number.isFinite(usd)) return usd;
  throw new InvalidArgumentError(
    `It takes US dollars, at least ${usdMin}, such as 0.01 or 2.00, without a sign.`,
  );
}

/**
 * The cap that goes with a run, with the prices that it is held against; undefined without one.
 * @throws {PriceBookError} for a price book that lacks a price which the cap needs
 */
export function costCapOf({ maxCost, prices }: RawCostOptions): CostCap | undefined {
  if (maxCost === undefined) return undefined;
  try {
    return { maxUsd: maxCost, rates: rateCardOf(priceChoice({ prices }).book) };
  } catch (error) {
    if (error instanceof UnpricedMeterError)
      throw new PriceBookError('--max-cost', [error.message]);
    throw error;
  }
}
