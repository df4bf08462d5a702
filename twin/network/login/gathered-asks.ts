// How aggregated clients' requests would have been gathered, if each had been a message: by several
// pollers, each with a window of its own.
import { type QueueLimits, sendBatchMax } from '#domain/limits.ts';

/** How often each client asks, and whether all pauses are alike. */
export interface AskingCrowd {
  /** Requests in one millisecond. */
  readonly asksPerMs: number;
  /** Whether clients that were answered together ask together again: after a fixed pause. */
  readonly isSynchronized: boolean;
}

/** What becomes of a crowd's requests, on average. */
export interface GatheredAsks {
  /** How many a batch has. */
  readonly batchSize: number;
  /** How long one waits for its batch to go. */
  readonly waitMs: number;
  /** Receives that a batch takes, the one that its window cuts short among them. */
  readonly receivesPerBatch: number;
}

/** Pollers at a queue without a backlog; see poller-fleet.ts. */
const pollerCount = 5;

/** What becomes visible within this time is one answer to a long poll; event-source-mapping.ts. */
const pollMs = 8;

/**
 * From so many on, the pollers' batches are full before their windows end; without a window there
 * is no flood in which they would be.
 */
export function fullBatchesFromAsksPerMs({ batchSize, batchWindowSeconds }: QueueLimits): number {
  return (pollerCount * batchSize) / (1000 * batchWindowSeconds);
}

/** What log-in requests of such a crowd meet. */
export function gatherAsks(crowd: AskingCrowd, queue: QueueLimits): GatheredAsks {
  const { asksPerMs, isSynchronized } = crowd;
  const size = batchSizeOf(crowd, queue);
  const fullShare = Math.min(1, size / queue.batchSize) ** 2;
  const together = isSynchronized ? burstSize(size) : 1 + asksPerMs * pollMs;
  const receives = size / Math.min(sendBatchMax, size, together);
  return {
    batchSize: size,
    waitMs: gatheredWaitMs(crowd, queue),
    receivesPerBatch: receives + 1 - fullShare,
  };
}

/** How long a request of such a crowd waits for its batch to go: `waitMs` by itself. */
export function gatheredWaitMs(crowd: AskingCrowd, queue: QueueLimits): number {
  const windowMs = queue.batchWindowSeconds * 1000;
  const fullness = fullnessOf(crowd, queue);
  if (crowd.isSynchronized) return windowMs * Math.exp(-2 * fullness);
  // The first waits for all of the time for which its batch gathers, the others for half of it.
  const size = batchSizeOf(crowd, queue);
  const openMs = windowMs * Math.min(1, 1 / fullness);
  return (openMs * (1 + size)) / 2 / size;
}

/** How many others come to a poller in a window, as a share of a full batch. */
function fullnessOf(
  { asksPerMs }: AskingCrowd,
  { batchSize: sizeMax, batchWindowSeconds, concurrencyMax }: QueueLimits,
): number {
  const pollers = Math.min(pollerCount, concurrencyMax);
  return (asksPerMs * (batchWindowSeconds * 1000)) / pollers / sizeMax;
}

function batchSizeOf(crowd: AskingCrowd, queue: QueueLimits): number {
  const { batchSize: sizeMax } = queue;
  const fullness = fullnessOf(crowd, queue);
  // Bursts keep batches fuller than chance would while few ask. Fitted to executed runs.
  return crowd.isSynchronized
    ? 1 + (sizeMax - 1) * (1 - Math.exp(-2.7 * fullness))
    : Math.min(sizeMax, 1 + 1.2 * fullness * sizeMax);
}

/** Of a batch that is sent anew, in requests of ten, the last request is not full. */
function burstSize(batchSize: number): number {
  return (sendBatchMax * batchSize) / (batchSize + sendBatchMax / 3);
}
