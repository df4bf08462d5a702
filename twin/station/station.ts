// A station: one service with its clients, as a file describes it. All times are milliseconds from
// the start of the run, all rates are per second.

/** One service, the clients that ask it, and what happens to both. */
export interface Station {
  readonly kind: 'station';
  readonly schemaVersion: 1;
  /** What the station is meant to show, in a few words. */
  readonly title: string;
  /** How many requests are worked on at once. */
  readonly servers: number;
  readonly service: ServiceLaw;
  readonly queue: StationQueue;
  readonly clients: StationClients;
  readonly load: StationLoad;
  readonly events: readonly StationEvent[];
  readonly durationMs: number;
  /** What happens before is left out of all sums and means; the series keeps it. */
  readonly warmUpMs: number;
  /** The length of one interval of the series. */
  readonly intervalMs: number;
  readonly seed: number;
  /** How the run is meant to end; the command says when it ends otherwise. */
  readonly expected?: StationEndingKind | undefined;
}

/** How a run can end; `judgeStation` says what each word means. */
export const stationEndings = [
  'stable',
  'recovering',
  'strained',
  'overloaded',
  'metastable',
] as const;
export type StationEndingKind = (typeof stationEndings)[number];

/** How long one attempt keeps a server busy. `variation` is standard deviation over mean. */
export type ServiceLaw =
  | { readonly law: 'exponential'; readonly meanMs: number }
  | { readonly law: 'deterministic'; readonly meanMs: number }
  | { readonly law: 'lognormal'; readonly meanMs: number; readonly variation: number }
  | { readonly law: 'hyperexponential'; readonly meanMs: number; readonly variation: number }
  /** All of the values are equally likely. */
  | { readonly law: 'empirical'; readonly valuesMs: readonly number[] };

/** Where attempts wait while all servers are busy. An attempt that finds it full is rejected. */
export interface StationQueue {
  readonly discipline: 'fifo' | 'lifo';
  readonly limit: number | 'none';
}

/** What those who ask do when no answer comes, or a bad one. */
export interface StationClients {
  /** How long a client waits for the answer to one attempt. */
  readonly timeoutMs: number | 'none';
  readonly retries: number | 'endless';
  readonly backoff: Backoff;
  /**
   * Whether an attempt that still waits leaves the queue with its client. If not, it is worked on
   * all the same, for nobody; once begun, work always is.
   */
  readonly abandonsQueue: boolean;
}

/** How long a client pauses before it asks again; `capMs` bounds what doubles (facts 3.12). */
export type Backoff =
  | { readonly law: 'none' }
  | { readonly law: 'fixed'; readonly baseMs: number; readonly jitter: 'none' | 'full' | 'equal' }
  | {
      readonly law: 'exponential';
      readonly baseMs: number;
      readonly capMs: number;
      readonly jitter: 'none' | 'full' | 'equal' | 'decorrelated';
    };

/** Requests come whether or not earlier ones were answered. */
export interface StationLoad {
  readonly law: 'poisson' | 'deterministic';
  /** In order of time, the first from 0; each ends where the next begins. */
  readonly phases: readonly LoadPhase[];
}

/** A stretch of the load: steady, or a ramp to another rate that it reaches at its end. */
export interface LoadPhase {
  readonly fromMs: number;
  readonly ratePerSecond: number;
  readonly toRatePerSecond?: number | undefined;
}

/** Something that happens to the service from one moment until another. */
export type StationEvent =
  /** Servers crash: what they work on fails at once, and they take nothing new. */
  | (Span & { readonly kind: 'servers-down'; readonly servers: number })
  /** Whatever begins takes so many times as long. */
  | (Span & { readonly kind: 'slow-down'; readonly factor: number })
  /** That share of all work ends in an error, after its full time. */
  | (Span & { readonly kind: 'failures'; readonly share: number });

interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}
