// Messages that are due later than SQS can delay are sent on from delay to delay. On the way nothing
// is decided, so that in a run that computes these hops they are counted instead of executed.
import { type QueueName, queueLimits, sendDelaySecondsMax } from '#domain/limits.ts';
import type { NetworkMeters } from '#twin/meters/network-meters.ts';
import { messageKind } from './message-pool.ts';

/** How long messages wait on their way. */
export interface Hops {
  /** Hops that were counted so far. */
  readonly total: number;
  /** After how many seconds a message is visible that is due in so many. */
  delaySeconds(kind: number, dueInSeconds: number): number;
  /** Puts what was counted since the last time on the bill. @returns messages handled on the way */
  bill(meters: NetworkMeters, nowMs: number): number;
}

/** Every hop is a message of its own. */
export const executedHops: Hops = {
  total: 0,
  delaySeconds: (_kind, dueInSeconds) => Math.min(dueInSeconds, sendDelaySecondsMax),
  bill: () => 0,
};

type HoppingQueue = Extract<QueueName, 'membership' | 'login'>;

/** Counts hops, and lets a message be visible at its time. */
export class ComputedHops implements Hops {
  readonly #counts: Record<HoppingQueue, number> = { membership: 0, login: 0 };
  total = 0;
  #billedAtMs: number;
  constructor(startMs: number) {
    this.#billedAtMs = startMs;
  }

  delaySeconds(kind: number, dueInSeconds: number): number {
    if (dueInSeconds <= sendDelaySecondsMax || kind === messageKind.healStep) return dueInSeconds;
    const hops = Math.ceil(dueInSeconds / sendDelaySecondsMax) - 1;
    this.#counts[kind === messageKind.login ? 'login' : 'membership'] += hops;
    this.total += hops;
    return dueInSeconds;
  }

  bill(meters: NetworkMeters, nowMs: number): number {
    const seconds = Math.max(1, (nowMs - this.#billedAtMs) / 1000);
    this.#billedAtMs = nowMs;
    let handled = 0;
    for (const queue of ['membership', 'login'] as const) {
      const count = this.#counts[queue];
      this.#counts[queue] = 0;
      handled += count;
      if (count > 0) billHops(meters, queue, count, count / seconds, nowMs);
    }
    return handled;
  }
}

/** Bills hops as the batches that they would have come in, with nothing to read or decide. */
function billHops(
  meters: NetworkMeters,
  queue: HoppingQueue,
  count: number,
  perSecond: number,
  nowMs: number,
): void {
  const { batchSize, batchWindowSeconds } = queueLimits[queue];
  const gathered = Math.round(1 + perSecond * batchWindowSeconds);
  const messageCount = Math.min(batchSize, gathered);
  const run = meters.alike(queue, nowMs, messageCount, count / messageCount);
  run.send(queue === 'membership' ? messageCount : 0, queue === 'login' ? messageCount : 0, 0);
  run.end();
}
