// How a run ended, as its own row keeps it. What a later reading of the table shows is another
// matter: leases run out once nobody renews them.
import type { StopReason } from './storm-end.ts';

/** How the storm of a run ended, by the last observation of it. */
export interface RunVerdict {
  readonly outcome: 'healed' | 'timed-out' | 'failed' | 'stopped';
  /** Why, when it failed. */
  readonly failure?: string;
  /** Why, when it was stopped before its time. */
  readonly stopped?: StopReason;
  readonly onlineCount: number;
  readonly populationCount: number;
  /** From the last restart to the report, in milliseconds: healing took at most this long. */
  readonly sinceLastRestartMs: number;
  /** What a run with a cost cap cost by its own counts, in US dollars, and its cap. */
  readonly spentUsd?: number;
  readonly maxUsd?: number;
}

/** What a run's row keeps of its end. */
export interface KeptEnd {
  /** Why it was ended before its time; absent: it was not. */
  readonly stopped?: StopReason;
  /** When it ended; absent: it goes on, or a version before this one ended it. */
  readonly endedAtMs?: number;
  /** Absent: nobody reported on its storm. */
  readonly verdict?: RunVerdict;
  /** Somebody deletes it, so some of its items are gone. */
  readonly isBeingForgotten?: true;
}

/**
 * The verdict of a run. Who stopped it did so before its storm was reported, so this goes before
 * what the last observation showed.
 * @returns undefined where nobody reported on its storm
 */
export function verdictOf({ verdict, stopped }: KeptEnd): RunVerdict | undefined {
  if (verdict === undefined || stopped === undefined) return verdict;
  const { failure, ...rest } = verdict;
  return { ...rest, outcome: 'stopped', stopped };
}
