// Messages that are due later than SQS can delay are sent on from delay to delay. On the way
// nothing is decided, so that in a run that computes these redelays they are counted instead of
// executed.
import { type QueueName, sendBatchMax, sendDelaySecondsMax } from '#domain/limits.ts';
import type { StackQueues } from '#domain/stack/queue-limits.ts';
import type { Invocation, NetworkMeters } from '#twin/meters/network-meters.ts';
import { messageKind } from './message-pool.ts';

/** How long messages wait on their way. */
export interface Redelays {
  /** Redelays that were counted so far. */
  readonly total: number;
  /** After how many seconds a message is visible that is due in so many. */
  delaySeconds(kind: number, dueInSeconds: number, sentAtMs: number): number;
  /** Puts what was counted since the last time on the bill. @returns messages handled on the way */
  bill(meters: NetworkMeters, nowMs: number): number;
}

/** Every re-delay is a message of its own. */
export const executedRedelays: Redelays = {
  total: 0,
  delaySeconds: (_kind, dueInSeconds) => Math.min(dueInSeconds, sendDelaySecondsMax),
  bill: () => 0,
};

/** Counts redelays, and lets a message be visible at its time. */
export class AggregatedRedelays implements Redelays {
  /** How many messages arrive too early, by the batch window in which they do. */
  readonly #arrivals: Record<QueueName, Map<number, number>> = {
    membership: new Map(),
    login: new Map(),
    heal: new Map(),
  };
  total = 0;
  #phaseSeconds = 0;
  #ofRequest = 0;
  readonly #queues: StackQueues;

  constructor(queues: StackQueues) {
    this.#queues = queues;
  }

  delaySeconds(kind: number, dueInSeconds: number, sentAtMs: number): number {
    if (dueInSeconds <= sendDelaySecondsMax) return dueInSeconds;
    const redelays = Math.ceil(dueInSeconds / sendDelaySecondsMax) - 1;
    const queue = queueOf(kind);
    const arrivals = this.#arrivals[queue];
    for (let redelay = 1; redelay <= redelays; redelay += 1) {
      const atSeconds = sentAtMs / 1000 + redelay * sendDelaySecondsMax;
      const window = Math.floor(atSeconds / this.#windowSeconds(queue));
      arrivals.set(window, (arrivals.get(window) ?? 0) + 1);
    }
    return dueInSeconds + this.#phase();
  }

  /**
   * A message that was sent on is visible up to a second after it is due, since SQS delays by whole
   * seconds from when it was sent. Those of one request share that moment.
   */
  #phase(): number {
    if (this.#ofRequest === 0) this.#phaseSeconds = (this.#phaseSeconds + goldenShare) % 1;
    this.#ofRequest = (this.#ofRequest + 1) % sendBatchMax;
    return this.#phaseSeconds;
  }

  bill(meters: NetworkMeters, nowMs: number): number {
    let handled = 0;
    for (const queue of queueNames) {
      for (const [window, count] of this.#arrivals[queue]) {
        if (window * this.#windowSeconds(queue) * 1000 > nowMs) continue;
        this.#arrivals[queue].delete(window);
        handled += count;
        this.#bill(meters, queue, count, nowMs);
      }
    }
    this.total += handled;
    return handled;
  }

  /**
   * How long messages gather; those of a queue that waits for none are distinguished by seconds.
   */
  #windowSeconds(queue: QueueName): number {
    return Math.max(1, this.#queues[queue].batchWindowSeconds);
  }

  /** Bills redelays as the batches that they would have come in, with nothing to read or decide. */
  #bill(meters: NetworkMeters, queue: QueueName, count: number, nowMs: number): void {
    const { batchSize, batchWindowSeconds } = this.#queues[queue];
    const fullCount = Math.floor(count / batchSize);
    if (fullCount > 0) sendOn(meters.alike(queue, nowMs, batchSize, fullCount), queue, batchSize);
    const rest = count % batchSize;
    if (rest > 0) sendOn(meters.alike(queue, nowMs, rest, 1), queue, rest);
    // They come as they were sent on, in requests of ten; and the window of the rest cuts one
    // short.
    meters.receives(Math.ceil(count / Math.min(sendBatchMax, batchSize)));
    if (rest > 0 && batchWindowSeconds > 0) meters.emptyReceives(1);
  }
}

const queueNames = ['membership', 'login', 'heal'] as const satisfies readonly QueueName[];

function queueOf(kind: number): QueueName {
  if (kind === messageKind.login) return 'login';
  return kind === messageKind.healStep ? 'heal' : 'membership';
}

/** Steps of this share of a second fill it evenly, whatever their number. */
const goldenShare = (Math.sqrt(5) - 1) / 2;

function sendOn(run: Invocation, queue: QueueName, messageCount: number): void {
  const sent = (to: QueueName) => (queue === to ? messageCount : 0);
  run.send(sent('membership'), sent('login'), sent('heal'));
  run.end();
}
