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
export function gatherAsks(
  { asksPerMs, isSynchronized }: AskingCrowd,
  { batchSize: sizeMax, batchWindowSeconds, concurrencyMax }: QueueLimits,
): GatheredAsks {
  const windowMs = batchWindowSeconds * 1000;
  const pollers = Math.min(pollerCount, concurrencyMax);
  // How many others come to a poller in a window, as a share of a full batch.
  const fullness = (asksPerMs * windowMs) / pollers / sizeMax;
  const batchSize = isSynchronized
    ? synchronizedSize(fullness)
    : Math.min(sizeMax, 1 + 1.2 * fullness * sizeMax);
  const fullShare = Math.min(1, batchSize / sizeMax) ** 2;
  const together = isSynchronized ? burstSize(batchSize) : 1 + asksPerMs * pollMs;
  const receives = batchSize / Math.min(sendBatchMax, batchSize, together);
  return {
    batchSize,
    waitMs: isSynchronized ? windowMs * Math.exp(-2 * fullness) : evenWaitMs(windowMs, batchSize),
    receivesPerBatch: receives + 1 - fullShare,
  };

  /** The first waits for all of the time for which its batch gathers, the others for half of it. */
  function evenWaitMs(longestMs: number, size: number): number {
    const openMs = longestMs * Math.min(1, 1 / fullness);
    return (openMs * (1 + size)) / 2 / size;
  }

  /** Bursts keep batches fuller than chance would while few ask. Fitted to executed runs. */
  function synchronizedSize(share: number): number {
    return 1 + (sizeMax - 1) * (1 - Math.exp(-2.7 * share));
  }
}

/** Of a batch that is sent anew, in requests of ten, the last request is not full. */
function burstSize(batchSize: number): number {
  return (sendBatchMax * batchSize) / (batchSize + sendBatchMax / 3);
}
