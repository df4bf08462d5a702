// What each queue and its consumer promise each other, under a configuration.
import type { StackConfiguration } from './stack-configuration.ts';
import { batchWindowSecondsMax } from './stack-settings.ts';

/** The queues' names as used in code, template, metrics and charts. */
export type QueueName = 'membership' | 'login' | 'heal';

/** What one queue and its consumer promise each other. */
export interface QueueLimits {
  /** Messages handed to one invocation (facts 5.8: at most 10,000 on a standard queue). */
  readonly batchSize: number;
  /** How long the mapping waits for a fuller batch, in seconds. */
  readonly batchWindowSeconds: number;
  /** Most invocations at once from this queue (facts 5.7: 2 to 1,000). */
  readonly concurrencyMax: number;
  /** The function is stopped after this many seconds. */
  readonly functionTimeoutSeconds: number;
  /**
   * Six times the function's time-out and the batch window, as AWS advises for SQS event sources
   * (Lambda developer guide, "Using Lambda with Amazon SQS", looked up 2026-11-23).
   */
  readonly visibilitySeconds: number;
  /** A message that was received this often without success goes to the dead-letter queue. */
  readonly receiveCountMax: number;
}

/** The limits of all three queues. */
export type StackQueues = Readonly<Record<QueueName, QueueLimits>>;

/**
 * How often a message may fail before the dead-letter queue: five tries outlast a throttled minute.
 */
const receiveCountMax = 5;

const functionTimeoutSeconds = 20;

const consumer = { functionTimeoutSeconds, receiveCountMax } as const;

/** For a queue whose batches gather for so long. */
function gathering(batchWindowSeconds: number) {
  return { batchWindowSeconds, visibilitySeconds: 6 * functionTimeoutSeconds + batchWindowSeconds };
}

/** The three queues of the control plane, by the name they carry everywhere. */
export function queuesOf(configuration: StackConfiguration): StackQueues {
  return {
    membership: {
      ...consumer,
      batchSize: configuration.membershipBatchSize,
      ...gathering(configuration.membershipBatchWindowSeconds),
      concurrencyMax: configuration.membershipConcurrencyMax,
    },
    login: {
      ...consumer,
      batchSize: configuration.loginBatchSize,
      ...gathering(configuration.loginBatchWindowSeconds),
      concurrencyMax: configuration.loginConcurrencyMax,
    },
    // One heal step reads a whole cell, so steps are not batched with those of other cells.
    heal: {
      ...consumer,
      batchSize: 1,
      ...gathering(0),
      concurrencyMax: configuration.healConcurrencyMax,
    },
  };
}

/**
 * The longest that a message may be handed out again and again before it is given up as dead, in
 * milliseconds.
 */
export function messageLifeMs({
  receiveCountMax: tries,
  visibilitySeconds,
}: Pick<QueueLimits, 'receiveCountMax' | 'visibilitySeconds'>): number {
  return tries * visibilitySeconds * 1000;
}

/**
 * The longest that any configuration lets a queue hold a message that fails: with the longest batch
 * window, which it gathers for at each try.
 */
export const heldSecondsMax =
  receiveCountMax * (gathering(batchWindowSecondsMax).visibilitySeconds + batchWindowSecondsMax);
