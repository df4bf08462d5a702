// How long a call takes: a median per operation, and jitter around it from the seed.

import type { Random } from './service.ts';

/**
 * Median round trips in ms from a function to a service in its region. They are guesses: AWS
 * publishes only DynamoDB's "single-digit millisecond performance". The orders of magnitude are
 * from reports of users: reads are faster than writes, a transaction takes about twice a write, and
 * SQS about 10 ms.
 */
const MEDIAN_MS: Readonly<Record<string, number>> = {
  'AmazonSQS.SendMessage': 8,
  'AmazonSQS.SendMessageBatch': 12,
  'AmazonSQS.ReceiveMessage': 10,
  'AmazonSQS.DeleteMessage': 7,
  'AmazonSQS.DeleteMessageBatch': 9,
  'DynamoDB_20120810.GetItem': 3,
  'DynamoDB_20120810.BatchGetItem': 6,
  'DynamoDB_20120810.Query': 5,
  'DynamoDB_20120810.Scan': 15,
  'DynamoDB_20120810.PutItem': 5,
  'DynamoDB_20120810.UpdateItem': 5,
  'DynamoDB_20120810.DeleteItem': 5,
  'DynamoDB_20120810.BatchWriteItem': 10,
  'DynamoDB_20120810.TransactGetItems': 8,
  'DynamoDB_20120810.TransactWriteItems': 12,
  'AWSStepFunctions.StartExecution': 30,
};

/** For operations without an entry; a guess, too. */
const DEFAULT_MEDIAN_MS = 10;

/** A round trip's two halves, in whole ms, each at least 1. */
export type Latency = { toServiceMs: number; backMs: number };

/** The latency of one call of `action`, e.g. `AmazonSQS.SendMessage`: 0.6 to 1.4 medians. */
export function latencyOf(action: string, random: Random): Latency {
  const medianMs = MEDIAN_MS[action] ?? DEFAULT_MEDIAN_MS;
  const totalMs = medianMs * (0.6 + 0.8 * random());
  const toServiceMs = Math.max(1, Math.round(totalMs / 2));
  return { toServiceMs, backMs: Math.max(1, Math.round(totalMs) - toServiceMs) };
}
