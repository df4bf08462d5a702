// When a queue's messages become a function's invocation, and what its end does to them.

import type { FaultInjector } from '../faults.ts';
import type { Clock } from '../service.ts';
import { BATCH_ENTRIES_MAX } from '../sqs/limits.ts';
import type { Delivery, Queue } from '../sqs/queue.ts';
import type { QueueDirectory } from '../sqs/queue-directory.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';
import type { MappingSettings } from './mapping-settings.ts';
import { PollerFleet } from './poller-fleet.ts';
import { failedMessageIds, sqsEvent } from './sqs-event.ts';

/** What a mapping stands on. */
export type MappingOptions = {
  settings: MappingSettings;
  queue: Queue;
  directory: QueueDirectory;
  clock: Clock;
  faults: FaultInjector;
  region: string;
  invoke: (
    functionName: string,
    event: unknown,
    traceHeaders: readonly (string | undefined)[],
  ) => Promise<InvocationOutcome>;
};

/** From a message becoming visible to a long poll's answer; a guess. */
const POLL_MS = 8;

/** The first pause after a throttled invocation; each further one is twice as long. A guess. */
const THROTTLED_PAUSE_MS = 1_000;

/** Feeds a function from a queue. */
export class EventSourceMapping {
  readonly #options: MappingOptions;
  readonly #fleet: PollerFleet;
  #pollAtMs = Number.POSITIVE_INFINITY;
  #windowEndsMs: number | undefined;

  constructor(options: MappingOptions) {
    this.#options = options;
    const { settings, directory, clock, queue } = options;
    this.#fleet = new PollerFleet(settings.concurrencyMax, directory, clock.nowMs());
    if (settings.isEnabled) queue.onVisible(() => this.#noticeMessage());
  }

  /** Brings the bill for idle polling up to date. */
  settleMeters(): void {
    if (this.#options.settings.isEnabled) this.#fleet.settle(this.#options.clock.nowMs());
  }

  #noticeMessage(): void {
    const isGathering = this.#windowEndsMs !== undefined && !this.#hasFullBatch();
    if (!isGathering) this.#pollAt(this.#options.clock.nowMs() + POLL_MS);
  }

  #pollAt(timeMs: number): void {
    if (timeMs >= this.#pollAtMs) return;
    this.#pollAtMs = timeMs;
    this.#options.clock.at(timeMs, () => {
      // An earlier poll that was asked for later has taken this one's place.
      if (this.#pollAtMs !== timeMs) return;
      this.#pollAtMs = Number.POSITIVE_INFINITY;
      this.#poll(timeMs);
    });
  }

  #poll(nowMs: number): void {
    while (this.#options.queue.counts().visible > 0) {
      if (!this.#fleet.hasRoom(nowMs)) {
        this.#pollAt(this.#fleet.growsAtMs(nowMs));
        return;
      }
      if (this.#mustGather(nowMs)) return;
      if (!this.#startBatch(nowMs)) return;
    }
    this.#windowEndsMs = undefined;
  }

  /** A batch that is not full waits until its window ends, counted from its first message. */
  #mustGather(nowMs: number): boolean {
    const { windowMs } = this.#options.settings;
    if (windowMs === 0 || this.#hasFullBatch()) return false;
    this.#windowEndsMs ??= nowMs + windowMs;
    if (nowMs >= this.#windowEndsMs) return false;
    this.#pollAt(this.#windowEndsMs);
    return true;
  }

  #hasFullBatch(): boolean {
    return this.#options.queue.counts().visible >= this.#options.settings.batchSize;
  }

  /** False when nothing could be received, because all was redriven or too much is in flight. */
  #startBatch(nowMs: number): boolean {
    this.#windowEndsMs = undefined;
    const deliveries = this.#receiveBatch();
    if (deliveries.length === 0) return false;
    this.#fleet.batchStarted(nowMs);
    void this.#runBatch(deliveries);
    return true;
  }

  #receiveBatch(): Delivery[] {
    const { queue, directory, settings } = this.#options;
    const { visibilityMs } = queue.settings;
    const deliveries: Delivery[] = [];
    while (deliveries.length < settings.batchSize) {
      const limit = Math.min(BATCH_ENTRIES_MAX, settings.batchSize - deliveries.length);
      const received = queue.receive({ limit, visibilityMs });
      if (received.length > 0 || deliveries.length === 0) directory.billReceive(received);
      deliveries.push(...received);
      if (received.length < limit) break;
    }
    return deliveries;
  }

  async #runBatch(deliveries: Delivery[]): Promise<void> {
    const { clock } = this.#options;
    const outcome = await this.#invoke(deliveries);
    if (outcome.kind === 'succeeded') this.#deleteDone(deliveries, outcome.payload);
    this.#fleet.batchEnded(clock.nowMs());
    if (this.#options.queue.counts().visible > 0) this.#pollAt(clock.nowMs() + POLL_MS);
  }

  /** Tries as long as the messages stay hidden; then they come back by themselves. */
  async #invoke(deliveries: Delivery[]): Promise<InvocationOutcome> {
    const { clock, invoke, queue, region, settings } = this.#options;
    const event = sqsEvent(deliveries, { arn: queue.arn, region });
    const traceHeaders = deliveries.map(({ message }) => message.traceHeader);
    const giveUpAtMs = clock.nowMs() + queue.settings.visibilityMs;
    let pauseMs = THROTTLED_PAUSE_MS;
    for (;;) {
      const outcome = await invoke(settings.functionName, event, traceHeaders);
      if (outcome.kind !== 'throttled' || clock.nowMs() + pauseMs >= giveUpAtMs) return outcome;
      await clock.sleep(pauseMs);
      pauseMs *= 2;
    }
  }

  #deleteDone(deliveries: Delivery[], answer: unknown): void {
    const { directory, faults, queue, settings } = this.#options;
    const messageIds = new Set(deliveries.map(({ message }) => message.messageId));
    const failed = settings.reportsItemFailures
      ? failedMessageIds(answer, messageIds)
      : new Set<string>();
    if (failed === 'all') return;
    const done = deliveries.filter(({ message }) => !failed.has(message.messageId));
    for (let start = 0; start < done.length; start += BATCH_ENTRIES_MAX) {
      directory.bill('DeleteMessageBatch', 0);
      if (faults.strikes('lostDelete')) continue;
      const batch = done.slice(start, start + BATCH_ENTRIES_MAX);
      for (const { receiptHandle } of batch) queue.delete(receiptHandle);
    }
  }
}
