// What a command is about to do on AWS, for the question whether it may.

import type { PriceBook } from '#pricing/price-book.ts';
import type { CostBound } from '#runner/deployed/cost-bound.ts';
import type { UpkeepCost } from '#runner/deployed/upkeep-cost.ts';
import type { NamedPrices } from '../price-options.ts';

/** What a command is about to do on AWS. */
export interface Errand {
  /** In words: `check every run`. */
  readonly what: string;
  /** The name of the stack. */
  readonly stack: string;
  /** What has to be typed: the account's id, or the stack's name where the stack is lost by it. */
  readonly confirmedBy: 'account' | 'stack';
  /** The prices that were named; undefined: those of the region. */
  readonly prices: NamedPrices | undefined;
  /** Bounds the cost. @throws {UnboundedCostError} */
  bound(book: PriceBook): CostBound | Promise<CostBound>;
  /** What the stack costs a month while nobody uses it, where that is known before. */
  upkeep?(book: PriceBook): Promise<UpkeepCost>;
}
