// What a trial of a consumer can vary: the messages that come, the queue, and the mapping.
import type { FaultPlan } from '#local-cloud/faults.ts';

/** The messages, the queue, the function and the mapping of one trial. */
export interface ConsumerSettings {
  /** How many orders are sent. */
  readonly messages: number;
  /** How many messages nobody can read are sent among them. */
  readonly poison: number;
  /** Whether amounts are drawn from the seed; otherwise they go round from 1 to 7. */
  readonly drawsAmounts: boolean;
  /** Messages sent a second; null: all at the start. */
  readonly ratePerSecond: number | null;
  readonly batchSize: number;
  /** `MaximumBatchingWindowInSeconds`, in ms. */
  readonly batchWindowMs: number;
  /** Batches that are worked on at one time: the mapping's `MaximumConcurrency`. */
  readonly concurrencyMax: number;
  /** The function's time-out. */
  readonly timeoutMs: number;
  /** For how long a received message is hidden from others. */
  readonly visibilityMs: number;
  /** After so many receives a message is dead-lettered. */
  readonly receivesMax: number;
  /** Whether the mapping has `ReportBatchItemFailures`. */
  readonly reportsFailures: boolean;
  /** When dead-lettered messages are sent back, once; null: never. */
  readonly redriveAtMs: number | null;
  /** How many of them a second. */
  readonly redrivePerSecond: number;
  /** Whether transactions refuse each other at the same item, as on AWS. */
  readonly conflicts: boolean;
  /** Invocations at a time in the account. */
  readonly accountConcurrency: number;
  readonly faults: FaultPlan;
  readonly seed: number;
}

/** AWS's own limits where it has one; the others keep a trial within seconds. */
export const consumerLimits = {
  messages: 10_000,
  batchSize: 10_000,
  batchWindowMs: 300_000,
  concurrencyMax: 1_000,
  timeoutMs: 900_000,
  visibilityMs: 43_200_000,
  receivesMax: 1_000,
  redrivePerSecond: 500,
} as const;
