// The outcome of one case of a swarm, in words and numbers only, since it is sent between threads.
import type { InvariantId, InvariantVerdict } from '#domain/invariants/invariant.ts';

/** One failure of a case. */
export interface SwarmFailure {
  /** The name of an invariant, or of another thing that must not happen. */
  readonly what:
    | InvariantId
    | 'full-scan'
    | 'slots-capped'
    | 'cloud-threw'
    | 'state-machine'
    | 'runaway';
  readonly words: string;
  /** The history of the item that it happened to. */
  readonly excerpt: readonly string[];
}

export interface SwarmOutcome {
  readonly seed: number;
  readonly policy: string;
  /** Empty if the seed is green. */
  readonly failures: readonly SwarmFailure[];
  readonly verdicts: Readonly<Partial<Record<InvariantId, InvariantVerdict['verdict']>>>;
  /** How often each kind of fault struck. */
  readonly faults: Readonly<Record<string, number>>;
  readonly messagesHandled: number;
  /** Entries of the history. Each was checked against every invariant. */
  readonly entriesChecked: number;
  /** The outcome that the state machine reported; null if it never did. */
  readonly reported: string | null;
  readonly virtualMs: number;
  /** The functions' metrics. */
  readonly metrics: Readonly<Record<string, number>>;
}
