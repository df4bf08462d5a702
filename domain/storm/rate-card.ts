// The most that a run may cost, and the prices by which it knows what it has cost so far.
import type { Use } from './use.ts';

/** What one of each costs in US dollars, at list prices without a free tier. */
export interface RateCard {
  /** An invocation includes the lines that it logs. */
  readonly perUnitUsd: Readonly<Record<keyof Use, number>>;
  /** Each metric of the stack, in each clock hour of the run. */
  readonly metricHourUsd: number;
  /** What stands and waits: the secrets, and the pollers of empty queues. */
  readonly standingHourUsd: number;
}

/** The most that a run may cost. */
export interface CostCap {
  readonly maxUsd: number;
  readonly rates: RateCard;
}
