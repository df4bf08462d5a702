// Turns a queue's messages into invocations of a function, and handles the results.

import type { FaultInjector } from '../faults.ts';
import { type Clock, quiet, type Random } from '../service.ts';
import { BATCH_ENTRIES_MAX } from '../sqs/limits.ts';
import type { Delivery, Queue } from '../sqs/queue.ts';
import type { QueueDirectory } from '../sqs/queue-directory.ts';
import { gather } from './gather-batch.ts';
import type { InvocationOutcome } from './invocation-outcome.ts';
import type { MappingSettings } from './mapping-settings.ts';
import { type Poller, PollerFleet } from './poller-fleet.ts';
import { failedMessageIds, sqsEvent } from './sqs-event.ts';

/** What a mapping needs. */
export type MappingOptions = {
  settings: MappingSettings;
  queue: Queue;
  directory: QueueDirectory;
  clock: Clock;
  /** Decides which of the waiting pollers is answered. */
  random: Random;
  faults: FaultInjector;
  region: string;
  invoke: (
    functionName: string,
    event: unknown,
    traceHeaders: readonly (string | undefined)[],
  ) => Promise<InvocationOutcome>;
};

/** The time from when a message becomes visible to a long poll's answer; a guess. */
export const POLL_MS = 8;

/** The first pause after a throttled invocation. Each further pause is twice as long. A guess. */
export const THROTTLED_PAUSE_MS = 1_000;

/**
 * Feeds a function from a queue. Each poller waits at the queue with a long poll of its own, and
 * gathers a batch of its own. Messages that it has received are in flight.
 */
export class EventSourceMapping {
  readonly #options: MappingOptions;
  readonly #fleet: PollerFleet;
  /** When the first of the visible messages goes to a poller. */
  #pollAtMs = Number.POSITIVE_INFINITY;
  /** When the clock calls next. */
  #armedMs = Number.POSITIVE_INFINITY;

  constructor(options: MappingOptions) {
    this.#options = options;
    const { settings, directory, clock, queue, random } = options;
    const { concurrencyMax, isBounded } = settings;
    const nowMs = clock.nowMs();
    this.#fleet = new PollerFleet({ concurrencyMax, isBounded, random, directory, nowMs });
    if (settings.isEnabled) queue.onVisible(() => this.#pollAt(clock.nowMs() + POLL_MS));
  }

  /** Bills the idle polling up to now. */
  settleMeters(): void {
    if (this.#options.settings.isEnabled) this.#fleet.settle(this.#options.clock.nowMs());
  }

  #pollAt(timeMs: number): void {
    if (timeMs >= this.#pollAtMs) return;
    this.#pollAtMs = timeMs;
    this.#arm();
  }

  #arm(): void {
    const timeMs = Math.min(this.#pollAtMs, this.#fleet.nextWindowEndMs());
    if (timeMs >= this.#armedMs) return;
    this.#armedMs = timeMs;
    this.#options.clock.at(timeMs, () => {
      // A new schedule for an earlier time leaves this action behind. It then has nothing to do.
      return this.#armedMs === timeMs ? this.#proceed(timeMs) : quiet;
    });
  }

  /** Does all that is due. @returns `quiet` if no batch was started */
  #proceed(nowMs: number): typeof quiet | undefined {
    this.#armedMs = Number.POSITIVE_INFINITY;
    let startedCount = this.#pollAtMs <= nowMs ? this.#poll(nowMs) : 0;
    for (const poller of this.#fleet.whoseWindowEnded(nowMs)) {
      this.#start(poller, nowMs);
      startedCount += 1;
    }
    this.#arm();
    return startedCount === 0 ? quiet : undefined;
  }

  /**
   * Answers long polls until no message is visible or no poller waits. @returns the batches started
   */
  #poll(nowMs: number): number {
    const { queue } = this.#options;
    this.#pollAtMs = Number.POSITIVE_INFINITY;
    let startedCount = 0;
    while (queue.counts().visible > 0) {
      const poller = this.#fleet.draw(nowMs);
      if (poller === undefined) {
        this.#pollAtMs = this.#fleet.growsAtMs(nowMs);
        return startedCount;
      }
      // Messages are visible but could not be received: too many are in flight.
      if (!this.#receive(poller, nowMs) && queue.counts().visible > 0) return startedCount;
      if (!this.#isDone(poller)) continue;
      this.#start(poller, nowMs);
      startedCount += 1;
    }
    this.#fleet.noteEmptyQueue();
    return startedCount;
  }

  /** Answers a poller once, with up to ten messages. @returns false if there was none */
  #receive(poller: Poller, nowMs: number): boolean {
    const { queue, directory, settings } = this.#options;
    const limit = Math.min(BATCH_ENTRIES_MAX, settings.batchSize - poller.batch.length);
    const received = queue.receive({ limit, visibilityMs: queue.settings.visibilityMs });
    if (received.length === 0) return false;
    directory.billReceive(received);
    this.#fleet.answered(poller, nowMs);
    this.#gather(poller, received, nowMs);
    return true;
  }

  #gather(poller: Poller, deliveries: readonly Delivery[], nowMs: number): void {
    const { queue, region, settings } = this.#options;
    if (poller.batch.length === 0) {
      poller.receivedAtMs = nowMs;
      poller.windowEndsMs = nowMs + settings.windowMs;
    }
    gather(poller, deliveries, { batchSize: settings.batchSize, arn: queue.arn, region });
  }

  /** Whether a batch is sent before its window ends. */
  #isDone({ batch, overflow }: Poller): boolean {
    const { batchSize, windowMs } = this.#options.settings;
    if (batch.length === 0) return false;
    return windowMs === 0 || batch.length >= batchSize || overflow.length > 0;
  }

  #start(poller: Poller, nowMs: number): void {
    this.#fleet.batchStarted(poller, nowMs);
    void this.#runBatch(poller);
  }

  async #runBatch(poller: Poller): Promise<void> {
    const { clock, queue } = this.#options;
    const outcome = await this.#invoke(poller);
    if (outcome.kind === 'succeeded') this.#deleteDone(poller.batch, outcome.payload);
    const nowMs = clock.nowMs();
    this.#fleet.batchEnded(poller, nowMs);
    if (poller.overflow.length > 0) this.#gather(poller, poller.overflow.splice(0), nowMs);
    if (this.#isDone(poller)) this.#start(poller, nowMs);
    if (queue.counts().visible > 0) this.#pollAt(nowMs + POLL_MS);
    else this.#fleet.noteEmptyQueue();
    this.#arm();
  }

  /** Tries again as long as the messages are hidden. After that the queue delivers them again. */
  async #invoke({ batch, receivedAtMs }: Poller): Promise<InvocationOutcome> {
    const { clock, invoke, queue, region, settings } = this.#options;
    const event = sqsEvent(batch, { arn: queue.arn, region });
    const traceHeaders = batch.map(({ message }) => message.traceHeader);
    const giveUpAtMs = receivedAtMs + queue.settings.visibilityMs;
    let pauseMs = THROTTLED_PAUSE_MS;
    for (;;) {
      const outcome = await invoke(settings.functionName, event, traceHeaders);
      if (outcome.kind !== 'throttled' || clock.nowMs() + pauseMs >= giveUpAtMs) return outcome;
      await clock.sleep(pauseMs);
      pauseMs *= 2;
    }
  }

  #deleteDone(deliveries: readonly Delivery[], answer: unknown): void {
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
