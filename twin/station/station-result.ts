// The result of one run of a station. Times are in milliseconds.

/** Counts, from the end of the warm-up on. */
export interface StationCounts {
  /** Requests that came. */
  arrived: number;
  /** Attempts of these requests, retries included. */
  attempts: number;
  retries: number;
  /** Requests that were answered in time. */
  served: number;
  /** Attempts that were served to the end after their client had gone: late work. */
  servedLate: number;
  /** Attempts that found the queue full. */
  rejected: number;
  /** Attempts that ended in an error: a failure, or a crash of their server. */
  failed: number;
  timedOut: number;
  /** Attempts that left the queue when their client gave up. */
  abandoned: number;
  /** Requests that ended without an answer. */
  gaveUp: number;
}

/** A summary of durations. Without durations all fields but the count are null. */
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

/** The result of one run of a station. */
export interface StationResult {
  readonly counts: StationCounts;
  /** How long attempts waited that reached a server. */
  readonly inQueueMs: DurationSummary;
  /** How long attempts took that were served to the end, late work included. */
  readonly inSystemMs: DurationSummary;
  /** How long answered clients waited, from their first attempt on. */
  readonly toAnswerMs: DurationSummary;
  /** All stays in the system that have ended, in whatever way. Little's law holds for these. */
  readonly stays: { readonly count: number; readonly totalMs: number };
  readonly levels: StationLevels;
  readonly series: readonly StationInterval[];
  /** Attempts that were waiting or in service when the run ended. */
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

/** The counts between two moments. */
export function countsBetween(before: StationCounts, after: StationCounts): StationCounts {
  const names = Object.keys(after) as (keyof StationCounts)[];
  const between = noCounts();
  for (const name of names) between[name] = after[name] - before[name];
  return between;
}
