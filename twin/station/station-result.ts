// What one run of a station came to. Times are milliseconds.

/** What is counted, each from the end of the warm-up on. */
export interface StationCounts {
  /** Requests that came. */
  arrived: number;
  /** Attempts that they made, retries included. */
  attempts: number;
  retries: number;
  /** Requests that were answered in time. */
  served: number;
  /** Attempts that were worked on to the end after their client had gone: wasted work. */
  servedLate: number;
  /** Attempts that found the queue full. */
  rejected: number;
  /** Attempts that ended in an error: a failure, or a server that crashed under them. */
  failed: number;
  timedOut: number;
  /** Attempts that left the queue with their client. */
  abandoned: number;
  /** Requests that ended without an answer. */
  gaveUp: number;
}

/** A set of durations in one place. All but the count are null where there is none. */
export interface DurationSummary {
  readonly count: number;
  readonly meanMs: number | null;
  readonly deviationMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

/** Averages over time. */
export interface StationLevels {
  readonly inQueue: number;
  readonly inService: number;
  readonly inSystem: number;
}

/** One interval of the series. */
export interface StationInterval extends StationCounts {
  readonly fromMs: number;
  readonly levels: StationLevels;
  /** How many waited at its end. */
  readonly queueAtEnd: number;
}

/** What one run of a station came to. */
export interface StationResult {
  readonly counts: StationCounts;
  /** How long attempts waited that came to a server. */
  readonly inQueueMs: DurationSummary;
  /** How long attempts took that were worked on to the end, late ones included. */
  readonly inSystemMs: DurationSummary;
  /** How long clients took that got their answer, from their first attempt on. */
  readonly toAnswerMs: DurationSummary;
  /** Every stay in the system that ended, however it ended: what Little's law speaks of. */
  readonly stays: { readonly count: number; readonly totalMs: number };
  readonly levels: StationLevels;
  readonly series: readonly StationInterval[];
  /** Attempts that were queued or worked on when the run ended. */
  readonly leftInSystem: number;
  readonly eventCount: number;
}

/** Counts that are all zero. */
export function noCounts(): StationCounts {
  return {
    arrived: 0,
    attempts: 0,
    retries: 0,
    served: 0,
    servedLate: 0,
    rejected: 0,
    failed: 0,
    timedOut: 0,
    abandoned: 0,
    gaveUp: 0,
  };
}

/** What was counted between two moments. */
export function countsBetween(before: StationCounts, after: StationCounts): StationCounts {
  const names = Object.keys(after) as (keyof StationCounts)[];
  const between = noCounts();
  for (const name of names) between[name] = after[name] - before[name];
  return between;
}
