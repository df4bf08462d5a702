// What the page and a worker say to each other. Both sides are checked against these types.
import type { Policy } from '#domain/policies.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { PolicyRun } from '#runner/local/run-policy.ts';
import type { Sample } from '#runner/result.ts';
import type { Retries, Scale } from '#runner/twin/twin-order.ts';
import type { NetworkDetails } from '#twin/network/detail/network-detail.ts';
import type { StateEntered } from '#twin/network/storm/storm-states.ts';
import type { OwnCodeRuns, PolicyInspected } from '../policy/own-messages.ts';

/** The page's one message to a worker: run one policy. */
export interface RunRequest {
  readonly kind: 'run';
  readonly scenario: Scenario;
  readonly policy: Policy;
  readonly seed: number;
  readonly nodeCount: number;
  readonly scale: Scale;
  readonly retries: Retries;
  /** How many invocations the account allows at a time; AWS's default when absent. */
  readonly accountConcurrency?: number | undefined;
}

/** What a worker says to the page. */
export type WorkerReport =
  | WorkerReady
  | RunProgress
  | RunDone
  | RunFailed
  | OwnCodeRuns
  | PolicyInspected;

/** The first message: the worker has its code, and lives. */
export interface WorkerReady {
  readonly kind: 'ready';
  /** The lock that it holds as long as it lives; null where the browser has no locks. */
  readonly lock: string | null;
}

/** How far a run is, with the samples since the message before. */
export interface RunProgress {
  readonly kind: 'progress';
  /** Of the run, 0 to 1. */
  readonly fraction: number;
  readonly atMs: number;
  /** Of the first shard alone where there are several: `shardCount` says so. */
  readonly samples: readonly Sample[];
  /**
   * Details since the message before, at the moments of the samples, and at last that of the run's
   * end. Of several shards they come all at once, joined, with the last message.
   */
  readonly details: NetworkDetails | null;
  /** States of the first shard's execution since the message before. */
  readonly states: readonly StateEntered[];
  /** Which shard is being run, from 1 on. */
  readonly shard: number;
  readonly shardCount: number;
}

/** The last message of a run that came to its end. */
export interface RunDone {
  readonly kind: 'done';
  readonly run: PolicyRun;
}

/** The last message of a run that threw. */
export interface RunFailed {
  readonly kind: 'failed';
  readonly reason: string;
}
