// What news of a node leads to: what is written, and everything that follows from it. The functions
// carry a plan out on a table and queues, the twin on arrays and a wheel. Neither adds a rule.
import type { SupernodeReported } from '../events.ts';
import type { SupernodeRecord } from '../network.ts';
import type { RunSettings } from '../run-settings.ts';
import { protectsItself, type ReportedLoad } from './protect-supernode.ts';

/** What was read around a node before news of it is handled. */
export interface NodeSeen<Registration extends SupernodeRecord = SupernodeRecord> {
  /** The node's latest registration as a supernode, live or dead, at whatever boot. */
  readonly registration: Registration | undefined;
  /** What hit the cell's supernodes lately; null where nobody would sign off for it. */
  readonly load: ReportedLoad | null;
}

/** What is written first. Nothing follows before it is. */
export type ChangeWrite =
  | { readonly kind: 'none' }
  /** A lease is extended, at one boot of its supernode. */
  | { readonly kind: 'renew'; readonly epoch: number; readonly untilMs: number };

/** What is counted once the write is done. */
export type ChangeMetric = 'LeasesRenewed' | 'StaleEvents';

/** What one message leads to. Executors do it in the order of these fields. */
export interface Change {
  readonly write: ChangeWrite;
  /** What applies where the write did not happen. */
  readonly ifNotWritten: Change | null;
  readonly metric: ChangeMetric | null;
  /** The supernode's next report, of this boot: its time is the first one after `afterMs`. */
  readonly nextReport: { readonly epoch: number; readonly afterMs: number } | null;
  /** The boot to which the supernode restarts at once by its own will, to protect itself. */
  readonly selfRestartEpoch: number | null;
}

const nothing: Change = {
  write: { kind: 'none' },
  ifNotWritten: null,
  metric: null,
  nextReport: null,
  selfRestartEpoch: null,
};

/** Old news, or of no consequence. */
const stale: Change = { ...nothing, metric: 'StaleEvents' };

/**
 * Decides what a supernode's report leads to: its lease is renewed and its next report follows, or
 * it protects itself and signs off. Whether there is a lease to renew is decided by the write: it
 * may be newer than what was read.
 */
export function planRenewal<Registration extends SupernodeRecord>(
  { epoch, dueAtMs }: Pick<SupernodeReported, 'epoch' | 'dueAtMs'>,
  { registration, load }: NodeSeen<Registration>,
  settings: Pick<RunSettings, 'sizes' | 'timings'>,
  nowMs: number,
): Change {
  const isThere = registration !== undefined && registration.epoch === epoch;
  if (isThere && load !== null && protectsItself(registration, load, settings, nowMs))
    return { ...nothing, selfRestartEpoch: epoch + 1 };
  // Counted from when the report was due, so that a late copy of it extends nothing.
  const untilMs = dueAtMs + settings.timings.leaseMs;
  return {
    ...nothing,
    write: { kind: 'renew', epoch, untilMs },
    ifNotWritten: stale,
    metric: 'LeasesRenewed',
    nextReport: { epoch, afterMs: dueAtMs },
  };
}
