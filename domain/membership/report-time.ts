import { chanceOf } from '../chance.ts';
import { type CellId, isLive, type NodeId, type SupernodeRecord } from '../network.ts';
import type { RunSettings } from '../run-settings.ts';

/** Slots of an interval: those who share a slot share a batch, a read and most of their cost. */
const slotsPerInterval = 4;

/**
 * When a supernode reports next: its own slot of the interval, on its cell's own beat. Told this
 * way, supernodes of one cell report together while cells do not, and no report costs an invocation
 * alone.
 * @returns the first such time later than half an interval after `afterMs`
 */
export function nextReportAtMs(
  cell: CellId,
  nodeId: NodeId,
  { seed, timings }: Pick<RunSettings, 'seed' | 'timings'>,
  afterMs: number,
): number {
  const { reportEveryMs } = timings;
  const slot = Math.floor(chanceOf(seed, 'report-slot', nodeId) * slotsPerInterval);
  const beatMs = Math.floor(chanceOf(seed, 'report-beat', cell) * reportEveryMs);
  const phaseMs = beatMs + Math.floor((slot * reportEveryMs) / slotsPerInterval);
  const earliestMs = afterMs + reportEveryMs / 2;
  return phaseMs + reportEveryMs * (Math.floor((earliestMs - phaseMs) / reportEveryMs) + 1);
}

/** Whether a live supernode's report is so late that its message must have been lost on the way. */
export function isReportOverdue(
  supernode: SupernodeRecord,
  { timings }: Pick<RunSettings, 'timings'>,
  nowMs: number,
): boolean {
  const reportedAtMs = supernode.leaseUntilMs - timings.leaseMs;
  return isLive(supernode, nowMs) && nowMs - reportedAtMs > 2 * timings.reportEveryMs;
}
