// A run as the charts see it: while it is computed, and when it is done.
import type { BilledRun, Sample } from '#runner/result.ts';
import type { NetworkDetails } from '#twin/network/detail/network-detail.ts';

/** One policy's run, as far as it is known. */
export interface RunSoFar {
  readonly policy: string;
  readonly samples: readonly Sample[];
  /**
   * What the twin tells beside the samples, as far as it has come; null where nothing is known: a
   * recorded run has none, and of several shards they come at the end.
   */
  readonly details: NetworkDetails | null;
  /** The whole result; null while it is computed. */
  readonly done: BilledRun | null;
}
