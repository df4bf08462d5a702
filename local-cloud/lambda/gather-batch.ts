// The content of one invocation: a limited number of messages and of bytes.

import type { Delivery } from '../sqs/queue.ts';
import type { Poller } from './poller-fleet.ts';
import { type EventSource, sqsEvent } from './sqs-event.ts';

/** The payload of a synchronous invocation: 6 MB (developer guide, "Lambda quotas"). */
export const PAYLOAD_BYTES_MAX = 6 * 1024 * 1024;

/**
 * The most bytes of a record without its content: names, ids, digests and the frame of attributes.
 */
const RECORD_BYTES_MAX = 4_000;

/** What a batch may hold, and where its messages come from. */
export type BatchLimits = EventSource & { batchSize: number };

/**
 * Adds deliveries to a poller's batch while they fit. The others stay with the poller, in flight,
 * for its next batch.
 */
export function gather(poller: Poller, deliveries: readonly Delivery[], limits: BatchLimits): void {
  for (const delivery of deliveries) {
    if (poller.overflow.length > 0 || !fits(poller, delivery, limits)) {
      poller.overflow.push(delivery);
      continue;
    }
    poller.batch.push(delivery);
    poller.bytesMax += bytesMaxOf(delivery);
  }
}

function fits({ batch, bytesMax }: Poller, delivery: Delivery, limits: BatchLimits): boolean {
  if (batch.length === 0) return true;
  if (batch.length >= limits.batchSize) return false;
  if (bytesMax + bytesMaxOf(delivery) <= PAYLOAD_BYTES_MAX) return true;
  // The exact size is computed only near the limit.
  const event = sqsEvent([...batch, delivery], limits);
  return Buffer.byteLength(JSON.stringify(event)) <= PAYLOAD_BYTES_MAX;
}

/** JSON at most doubles the bytes of a message. */
function bytesMaxOf({ message }: Delivery): number {
  return RECORD_BYTES_MAX + 2 * message.bytes;
}
