import { chanceOf } from '../chance.ts';
import { type CellId, isLive, type NodeId, type SupernodeRecord } from '../network.ts';
import type { RunSettings } from '../run-settings.ts';

/** Slots of an interval: those who share a slot share a batch, a read and most of their cost. */
const slotsPerInterval = 4;

/**
 * When a supernode renews next: its own slot of the interval, on its cell's own beat. Renewed
 * this way, supernodes of one cell renew together while cells do not, and no renewal costs an
 * invocation alone.
 * @returns the first such time later than half an interval after `afterMs`
 */
export function nextRenewalAtMs(
  cell: CellId,
  nodeId: NodeId,
  { seed, timings }: Pick<RunSettings, 'seed' | 'timings'>,
  afterMs: number,
): number {
  const { renewEveryMs } = timings;
  const slot = Math.floor(chanceOf(seed, 'report-slot', nodeId) * slotsPerInterval);
  const beatMs = Math.floor(chanceOf(seed, 'report-beat', cell) * renewEveryMs);
  const phaseMs = beatMs + Math.floor((slot * renewEveryMs) / slotsPerInterval);
  const earliestMs = afterMs + renewEveryMs / 2;
  return phaseMs + renewEveryMs * (Math.floor((earliestMs - phaseMs) / renewEveryMs) + 1);
}

/**
 * Whether a live supernode's renewal is so late that its message must have been lost on the way.
 */
export function isRenewalOverdue(
  supernode: SupernodeRecord,
  { timings }: Pick<RunSettings, 'timings'>,
  nowMs: number,
): boolean {
  const renewedAtMs = supernode.leaseUntilMs - timings.leaseMs;
  return isLive(supernode, nowMs) && nowMs - renewedAtMs > 2 * timings.renewEveryMs;
}
