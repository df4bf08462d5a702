// The samples in the progress of a shard. Threads of every cloud load it, so it loads no code.
import type { Sample } from '../result.ts';
import type { ShardProgress } from './run-planned-shard.ts';

/** The progress of a shard, and what it sampled since it was told of before. */
export interface SampledProgress extends ShardProgress {
  /** Absent: the progress itself is the only one. */
  readonly samples?: readonly Sample[] | undefined;
}

/** What one report of a shard sampled: at its end it repeats the last sample. */
export function sampledIn({ fraction, eventsTotal: _, ...sample }: ShardProgress): Sample[] {
  return fraction < 1 ? [sample] : [];
}
