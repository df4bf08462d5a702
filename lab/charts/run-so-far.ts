// A run as the charts see it: while it is computed, and when it is done.
import type { BilledRun, Sample } from '#runner/result.ts';

/** One policy's run, as far as it is known. */
export interface RunSoFar {
  readonly policy: string;
  readonly samples: readonly Sample[];
  /** The whole result; null while it is computed. */
  readonly done: BilledRun | null;
}
