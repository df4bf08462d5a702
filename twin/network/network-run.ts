// What the twin of the network is asked for, and what it answers: the same names as everywhere
// else.
import type { Decisions } from '#domain/decisions.ts';
import type { MeterReadings } from '#domain/meter-readings.ts';
import type { SupernodeRecord } from '#domain/network.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import type { CurvePoint } from '#domain/storm/judge-run.ts';
import type { PopulationShape } from '#domain/storm/population.ts';
import type { ExecutionFailure } from '#domain/storm/storm-end.ts';
import type { DetailHead, NetworkDetail } from './detail/network-detail.ts';
import type { Network } from './network-state.ts';
import type { NetworkObserver } from './observer.ts';
import type { StateListener } from './storm/storm-states.ts';
import type { WireTally } from './wire/wire-tally.ts';
import type { WireOrder } from './wire/wire-tap.ts';

/** What one run of the twin needs. */
export interface NetworkRunOptions {
  readonly settings: RunSettings;
  readonly shape: PopulationShape;
  /** What the policy decides by; the built-in decisions when absent. */
  readonly decisions?: Decisions;
  /** The run stops here even if its state machine has not reported; null: only that ends it. */
  readonly untilMs: number | null;
  /** How often the curves are sampled. */
  readonly sampleEveryMs: number;
  /**
   * Between the samples, only those who are signed in and those who want to be are counted, from
   * one moment to another. It changes nothing of the run. Absent: it is not done.
   */
  readonly between?: {
    readonly fromMs: number;
    readonly untilMs: number;
    readonly everyMs: number;
  };
  /**
   * Whether each attempt of a client that cannot be placed is executed, or counted by arithmetic.
   * The first is the check on the second, which alone reaches millions of nodes.
   */
  readonly retries: 'executed' | 'aggregated';
  /** What the deployer of the stack chose; the usual configuration when absent. */
  readonly configuration?: StackConfiguration | undefined;
  /** Invocations at a time that the account of a stack allows; 1,000 when absent. */
  readonly accountConcurrency?: number | undefined;
  /** How many nodes one shard has; `nodesPerShardMax` when absent. */
  readonly nodesPerShard?: number;
  /**
   * Messages become visible at multiples of this; 1 when absent. Larger ones show that it holds.
   */
  readonly tickMs?: number;
  /** Reported of every sample as it is taken; answers whether to go on. */
  readonly onSample?: (sample: NetworkSample) => 'continue' | 'stop';
  /**
   * Reported of the parts of the stack at every sample, before `onSample`, and once more at the
   * run's end. It changes nothing of the run. Absent: nothing of it is read.
   */
  readonly onDetail?: (detail: NetworkDetail, head: DetailHead) => void;
  /** Makes an observer of a shard's network before anything happens in it; null: it has none. */
  readonly observe?: (network: Network) => NetworkObserver | null;
  /**
   * What is counted on the wire between PCs. It changes nothing of the run. Absent: nothing is.
   */
  readonly wire?: WireOrder | undefined;
  /** Told of each state that the storm's execution enters. */
  readonly onState?: StateListener;
  /** Called with the supernodes as they are when the run ends, shard by shard. */
  readonly onEnd?: (supernodes: readonly SupernodeRecord[]) => void;
}

/** One sample of the curves. Counts are of the whole network; totals since the start. */
export interface NetworkSample {
  /** Virtual time, in milliseconds since 1970. */
  readonly atMs: number;
  readonly onlineCount: number;
  readonly wantedCount: number;
  readonly waitingCount: number;
  readonly supernodesLive: number;
  /** Supernodes that heal believes in: more than live ones means ghosts. */
  readonly supernodesCounted: number;
  readonly slotsLive: number;
  readonly loginQueueDepth: number;
  readonly loginAttemptsTotal: number;
  readonly loginsPlacedTotal: number;
  readonly promotionsTotal: number;
  /** Executed and worked out. */
  readonly eventsTotal: number;
}

/** What one run came to. */
export interface NetworkRun {
  readonly samples: readonly NetworkSample[];
  /** What was counted between the samples; empty if it was not asked for. */
  readonly between: readonly CurvePoint[];
  /** Counts by the names that the functions' metrics have, e.g. `LoginAttempts`. */
  readonly counts: Readonly<Record<string, number>>;
  /**
   * Billable units by the names that the local cloud has, e.g. `sqs.requests`; invocations as
   * `lambda.invocations.<function>` with the function's file name, e.g. `dispatch-cell`.
   */
  readonly meters: Readonly<Record<string, number>>;
  /** The same meters as they were read at samples, as far as the phases of a run need them. */
  readonly readings: MeterReadings;
  readonly waves: readonly {
    readonly atMs: number;
    readonly label: string;
    readonly restarts: number;
  }[];
  readonly startMs: number;
  readonly endMs: number;
  /**
   * Why the run ended: its state machine reported or failed, the horizon came, or a sample said
   * stop.
   */
  readonly ending: 'healed' | 'timed-out' | 'failed' | 'horizon' | 'stopped';
  /** Why its storm was not conducted to its end; null: it was. */
  readonly failure: ExecutionFailure | null;
  /**
   * The most that was used at one moment or within one second, by the local cloud's names; of a
   * network of several shards, which are accounts of their own, that of the busiest.
   */
  readonly peaks: Readonly<Record<string, number>>;
  /** Broken invariants, in words; empty where all hold. */
  readonly violations: readonly string[];
  /** Messages and other events that were executed one by one. */
  readonly executedEventCount: number;
  /** Attempts that were counted by arithmetic instead. */
  readonly aggregatedEventCount: number;
  /** What was counted on the wire, window by window; absent where nobody asked for it. */
  readonly wire?: readonly WireTally[];
}
