// A station: one service with its clients, as a file describes it. All times are milliseconds from
// the start of the run. All rates are per second.

/** One service, the clients that ask it, and what happens to both. */
export interface Station {
  readonly kind: 'station';
  readonly schemaVersion: 1;
  /** What the station shows, in a few words. */
  readonly title: string;
  /** How many attempts are in service at once. */
  readonly servers: number;
  readonly service: ServiceLaw;
  readonly queue: StationQueue;
  readonly clients: StationClients;
  readonly load: StationLoad;
  readonly events: readonly StationEvent[];
  readonly durationMs: number;
  /** Sums and means leave out what happens before this time. The series includes it. */
  readonly warmUpMs: number;
  /** The length of one interval of the series. */
  readonly intervalMs: number;
  readonly seed: number;
  /** The expected end of the run. The command reports when it ends otherwise. */
  readonly expected?: StationEndingKind | undefined;
}

/** How a run can end. `StationEnding` explains each word. */
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

/** Where attempts wait while all servers are busy. A full queue rejects an attempt. */
export interface StationQueue {
  readonly discipline: 'fifo' | 'lifo';
  readonly limit: number | 'none';
}

/** What clients do when they get no answer, or an error. */
export interface StationClients {
  /** How long a client waits for the answer to one attempt. */
  readonly timeoutMs: number | 'none';
  readonly retries: number | 'endless';
  readonly backoff: Backoff;
  /**
   * Whether a waiting attempt leaves the queue when its client gives up. If not, it is served later
   * for nobody. An attempt in service is always served to the end.
   */
  readonly abandonsQueue: boolean;
}

/**
 * How long a client pauses before its next attempt. `capMs` bounds the exponential backoff (facts
 * 3.12).
 */
export type Backoff =
  | { readonly law: 'none' }
  | { readonly law: 'fixed'; readonly baseMs: number; readonly jitter: 'none' | 'full' | 'equal' }
  | {
      readonly law: 'exponential';
      readonly baseMs: number;
      readonly capMs: number;
      readonly jitter: 'none' | 'full' | 'equal' | 'decorrelated';
    };

/** The load. Requests come whether or not earlier ones were answered. */
export interface StationLoad {
  readonly law: 'poisson' | 'deterministic';
  /** In order of time. The first starts at 0. Each ends where the next one begins. */
  readonly phases: readonly LoadPhase[];
}

/** A part of the load: a steady rate, or a ramp that reaches another rate at its end. */
export interface LoadPhase {
  readonly fromMs: number;
  readonly ratePerSecond: number;
  readonly toRatePerSecond?: number | undefined;
}

/** Something that happens to the service for a span of time. */
export type StationEvent =
  /** Servers crash. Their work fails at once, and they take nothing new. */
  | (Span & { readonly kind: 'servers-down'; readonly servers: number })
  /** Work that begins takes `factor` times as long. */
  | (Span & { readonly kind: 'slow-down'; readonly factor: number })
  /** A share of all work ends in an error, after its full time. */
  | (Span & { readonly kind: 'failures'; readonly share: number });

interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}
