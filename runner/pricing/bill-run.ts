// The bill of a run on any cloud.

import { type Bill, makeBill } from '#pricing/bill.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import type { RunResult } from '../result.ts';

/** Which prices a run is billed with. */
export interface PriceChoice {
  readonly book: PriceBook;
  /** Whether to take off what AWS gives for nothing each month. */
  readonly isFreeTierUsed: boolean;
}

/** What a bill needs of a run. */
export type BillableRun = Readonly<
  Pick<RunResult, 'meters' | 'phases' | 'loginsPlaced' | 'counts'>
>;

/** Prices what a run used. @param nodes PCs of the run's network */
export function billRun(
  { meters, phases, loginsPlaced, counts }: BillableRun,
  nodes: number,
  { book, isFreeTierUsed }: PriceChoice,
): Bill {
  const count = (name: string) => counts[name] ?? 0;
  const work = {
    loginsPlaced,
    joinsLeavesAndRenewals: count('NodesJoined') + count('NodesLeft') + count('LeasesRenewed'),
  };
  return makeBill({ meters, phases, nodes, work, unseen: [] }, book, isFreeTierUsed);
}
