// What a run says while it is under way. How it is shown is the business of whoever asked.

/** How far one policy's run has come. */
export interface ProgressUpdate {
  readonly policy: string;
  /** The share of the run's virtual time that has passed, 0 to 1. */
  readonly fraction: number;
  readonly virtualTimeMs: number;
  readonly onlineShare: number;
  /** Messages handled since this policy's run began, or whatever else `messageWord` says. */
  readonly messagesHandled: number;
  /** What is counted, for the rate; `msg` when absent. */
  readonly messageWord?: string;
  /** Whether virtual time passes evenly enough to say what is left of it. */
  readonly isSteady?: boolean;
}

/** Shows progress until `done`, which leaves the last state standing. */
export interface Progress {
  update(update: ProgressUpdate): void;
  done(): void;
}
