// What a run reports while it is under way. The caller decides how to show it.
import type { Sample } from './result.ts';

/** How far one policy's run has come. */
export interface ProgressUpdate {
  readonly policy: string;
  /** The share of the run's virtual time that has passed, 0 to 1. */
  readonly fraction: number;
  readonly virtualTimeMs: number;
  readonly onlineShare: number;
  /** Messages handled since this policy's run began, or another count that `messageWord` names. */
  readonly messagesHandled: number;
  /** The word for what is counted; `msg` when absent. */
  readonly messageWord?: string;
  /**
   * What was sampled since the last update. None where a run has several shards: they are not at
   * the same moment, so only the whole run has samples.
   */
  readonly samples?: readonly Sample[];
  /** Whether virtual time passes evenly enough to estimate the time left. */
  readonly isSteady?: boolean;
}

/** Shows progress until `done`. Then the last state stays visible. */
export interface Progress {
  /** A policy's run begins. Until then it waited for a thread. */
  begin?(policy: number): void;
  update(update: ProgressUpdate): void;
  done(): void;
}
