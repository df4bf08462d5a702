// What a run of the neutral workload is asked for and answers. The workload is a reboot storm cut
// down to what other programs can repeat: nodes join, renew a lease each minute, leave, restart.

/** What one run needs to be notified. */
export interface NeutralOptions {
  readonly nodeCount: number;
  /** Seeds all chance. The reference figures were drawn from 42. */
  readonly seed: number;
  /**
   * Whether each renewal is an event of its own, or counted by arithmetic. Both come to the same
   * counts, to the last renewal of each second: the first is the check on the second.
   */
  readonly leases: 'executed' | 'computed';
  /** Seeds the order within a millisecond; the run's own seed when absent. */
  readonly tieSeed?: number;
  /** See `WheelOptions`: it changes how fast a run is, and never what it comes to. */
  readonly nearBits?: number;
}

/** What one run came to, by the names of the workload. */
export interface NeutralRun {
  readonly attempts: number;
  readonly failed: number;
  readonly logins: number;
  readonly renewals: number;
  readonly ends: number;
  readonly restarts: number;
  /** Most log-ins that were waiting or in service at once, for each node. */
  readonly peakQueuePerNode: number;
  /** The smallest share of nodes that was online from the start of the storm on. */
  readonly minOnlineShare: number;
  /** First time at which 99 % were online; null: never. */
  readonly joined99Ms: number | null;
  /** First time at which 99 % were online again, after fewer were; null: never. */
  readonly recovered99Ms: number | null;
  readonly renewalsPerSecond: Int32Array;
}

/** The workload's logical events: what was attempted, and what came of it. */
export function logicalEventCount(run: NeutralRun): number {
  return run.attempts + run.logins + run.renewals + run.ends + run.restarts;
}
