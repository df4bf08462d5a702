import { isLive, type SupernodeRecord } from '../network.ts';
import type { RunSettings } from '../run-settings.ts';

/** How busy a cell was between two renewals of a supernode. */
export interface RenewalLoad {
  /** Log-in attempts that the cell admitted within the last `renewEveryMs`. */
  readonly attemptCount: number;
  /** Live supernodes that shared these attempts evenly. */
  readonly liveCount: number;
}

/**
 * Whether a supernode that renews was hit by more connection attempts than it bears, and signs off
 * (facts 1.15, 1.42). Its share then falls on those that are left: the domino. An operator's
 * machine bears all.
 */
export function protectsItself(
  supernode: SupernodeRecord,
  { attemptCount, liveCount }: RenewalLoad,
  { sizes, timings }: Pick<RunSettings, 'sizes' | 'timings'>,
  nowMs: number,
): boolean {
  const { attemptsPerMinuteMax } = sizes;
  if (attemptsPerMinuteMax === null || supernode.operatorRun || !isLive(supernode, nowMs))
    return false;
  const minutes = timings.renewEveryMs / 60_000;
  return attemptCount / Math.max(liveCount, 1) / minutes > attemptsPerMinuteMax;
}
