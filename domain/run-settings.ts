// What one run is: a policy, a population, a storm and the clock's constants. Stored once with the
// run, read by every function, so that a run can be reproduced from its own table.
import type { CellId } from './network.ts';
import type { Policy } from './policies.ts';
import type { CostCap } from './storm/rate-card.ts';
import type { KeptEnd } from './storm/run-verdict.ts';

/** Durations and rates of the model, in milliseconds unless named otherwise. */
export interface Timings {
  /** From a restart to the client's first log-in request, drawn uniformly. */
  readonly bootMsMin: number;
  readonly bootMsMax: number;
  /** How long clients take to notice that their supernode is gone, at most; drawn uniformly. */
  readonly orphanNoticeMsMax: number;
  /** A client that waited longer than this has given up and asks again. */
  readonly clientTimeoutMs: number;
  /** The fixed pause between attempts of a client without backpressure. */
  readonly retryMs: number;
  /** Full jitter for clients with backpressure: base and cap of the exponential pause. */
  readonly backoffMsBase: number;
  readonly backoffMsMax: number;
  /** A supernode's registration counts for this long after its last report. */
  readonly leaseMs: number;
  readonly renewEveryMs: number;
  /** Pause between two heal steps of a cell that is not healthy. */
  readonly healPaceMs: number;
  /** A heal step this late is presumed lost, and whoever notices starts it again. */
  readonly healOverdueMs: number;
  /** Finite log-in service: how many log-ins one cell's share serves in one window. */
  readonly rateLimitWindowMs: number;
  readonly loginsPerRateLimitWindow: number;
  /** How old a list of supernodes may be that `stale-candidates` places clients by. */
  readonly candidateListMs: number;
  readonly observeEveryMs: number;
  /** The state machine gives up this long after the last wave. */
  readonly observeForMs: number;
}

/** How big the network's parts are. */
export interface Sizes {
  readonly slotsPerSupernode: number;
  /** Heal keeps counted slots at or above clients times this. */
  readonly headroom: number;
  /** Promotions in one heal step of one cell, at most. */
  readonly promotionsPerStep: number;
  /** Share of nodes new to the network that could be supernodes (facts 1.13). */
  readonly eligibleShare: number;
  /**
   * Connection attempts a minute at which a supernode protects itself by signing off, measured
   * between two of its reports (facts 1.15, 1.42); null: it never does.
   */
  readonly attemptsPerMinuteMax: number | null;
}

/** A band of local time with the share of all nodes that live there. */
export interface Zone {
  readonly label: string;
  readonly utcOffsetMinutes: number;
  readonly nodeShare: number;
  /** Share of the supernodes: where machines with public addresses stand. */
  readonly supernodeShare: number;
}

/** One night of installs at 03:00 local time. */
export interface Night {
  readonly label: string;
  /** 03:00 of that night at UTC+0. */
  readonly threeAmUtcMs: number;
  /** Of the nodes that are on, the share that restarts: of every zone, or of each by its label. */
  readonly restartShare: number | Readonly<Record<string, number>>;
  /** Only nodes that are supernodes when it comes; absent: whoever is on. */
  readonly strikes?: 'supernodes';
}

/** Which share of the ordinary nodes wants to be online, by the local time of their zone. */
export interface DayProfile {
  /** 24 shares of the nodes that cannot carry others, one for each hour from midnight. */
  readonly workdayShares: readonly number[];
  /** What is left of these on Saturday and Sunday. */
  readonly weekendFactor: number;
}

/** Who restarts when, and who comes and goes meanwhile. */
export interface Storm {
  readonly zones: readonly Zone[];
  readonly nights: readonly Night[];
  /** Restarts of one wave are spread over this long, at most 15 minutes. */
  readonly spreadMs: number;
  /** Null: everybody wants to be online all the time. */
  readonly day: DayProfile | null;
  /** New nodes a day, as a share of those that there are at the start (facts 1.2, 1.5). */
  readonly growthPerDay: number;
}

/** Signed in again is healed; later than this is late. */
export interface Target {
  /** Share of the population that must be signed in. */
  readonly onlineShare: number;
  /** H: how long after the last restart that may take. */
  readonly healWithinMs: number;
}

/** Everything a function needs to know about the run it serves. */
export interface RunSettings {
  readonly runId: string;
  readonly seed: number;
  readonly policy: Policy;
  readonly cells: readonly CellId[];
  /** The quiet day that the run is seeded with. */
  readonly startsAtMs: number;
  /** After this nothing is served any more, even if nobody ended the run. */
  readonly endsAtMs: number;
  /** A run that somebody starts by hand is not started after this; absent: it may be. */
  readonly startByMs?: number;
  /** Added to the storm's times: zero on virtual time, "now" on a real clock. */
  readonly shiftMs: number;
  readonly timings: Timings;
  readonly sizes: Sizes;
  readonly storm: Storm;
  readonly target: Target;
  /** The most that it may cost; absent: it may cost what it costs. */
  readonly costCap?: CostCap;
}

/** A run goes on until its state machine reports; then every loop of messages ends. */
export interface Run extends KeptEnd {
  /** Without the storm and its cells: those who serve messages know neither. */
  readonly settings: Omit<RunSettings, 'storm' | 'cells'>;
  readonly status: 'running' | 'finished';
}
