// A run as the charts see it: while it is computed, and when it is done.
import type { BilledRun, Sample } from '#runner/result.ts';
import type { NetworkDetails } from '#twin/network/detail/network-detail.ts';
import type { StateEntered } from '#twin/network/storm/storm-states.ts';

/** One policy's run, as far as it is known. */
export interface RunSoFar {
  readonly policy: string;
  readonly samples: readonly Sample[];
  /**
   * What the twin tells beside the samples, as far as it has come; null where nothing is known: a
   * recorded run has none, and of several shards they come at the end.
   */
  readonly details: NetworkDetails | null;
  /**
   * Each state that the storm's execution entered; of several shards, each with an execution of its
   * own, that of the first. Absent where nothing is known.
   */
  readonly states?: readonly StateEntered[];
  /** The whole result; null while it is computed. */
  readonly done: BilledRun | null;
}
