// What one case of a swarm came to, in words and numbers only: it crosses threads.
import type { InvariantId, InvariantVerdict } from '#domain/invariants/invariant.ts';

/** What is wrong with a run. */
export interface SwarmFailure {
  /** An invariant by its name, or what else must not happen. */
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
  /** Empty: the seed is green. */
  readonly failures: readonly SwarmFailure[];
  readonly verdicts: Readonly<Partial<Record<InvariantId, InvariantVerdict['verdict']>>>;
  /** How often each kind of fault struck. */
  readonly faults: Readonly<Record<string, number>>;
  readonly messagesHandled: number;
  /** Entries of the history, each held against every invariant. */
  readonly entriesChecked: number;
  /** As the state machine reports it; null where it never did. */
  readonly reported: string | null;
  readonly virtualMs: number;
  /** What happened, by metric of the functions. */
  readonly metrics: Readonly<Record<string, number>>;
}
