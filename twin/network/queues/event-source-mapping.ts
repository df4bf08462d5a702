// When a queue's messages become an invocation: each poller gathers a batch of its own.
import type { Random } from '#domain/chance.ts';
import { type QueueLimits, type QueueName, queueLimits, sendBatchMax } from '#domain/limits.ts';
import type { NetworkMeters } from '#twin/meters/network-meters.ts';
import type { NetworkObserver } from '../observer.ts';
import { type Poller, PollerFleet } from './poller-fleet.ts';

/** From a message becoming visible to a long poll's answer; a guess, as in the local cloud. */
export const pollMs = 8;

/** A receive brings so many messages at most, as a request to send takes. */
const receiveMax = sendBatchMax;

/** Pauses after a throttled invocation, as in the local cloud: doubled each time. */
export const throttledPauseMs = 1_000;

/** A batch on its way to its function. */
interface HeldBatch {
  readonly poller: Poller;
  readonly batch: readonly number[];
  /** Until when its messages are hidden; reported by the first of them. */
  readonly hiddenUntilMs: number;
  /** How long it waits if there is no room for it now. */
  readonly pauseMs: number;
  readonly tryAtMs: number;
}

/** Handles one batch. @returns when its invocation ends */
export type BatchHandler = (batch: readonly number[], nowMs: number) => number;

/** What a mapping stands on. */
export interface MappingOptions {
  readonly queue: QueueName;
  /** Those of the usual configuration when absent. */
  readonly limits?: QueueLimits;
  readonly meters: NetworkMeters;
  /** Which of the pollers that wait is answered. */
  readonly random: Random;
  readonly startMs: number;
  readonly handle: BatchHandler;
  /** Who looks on; nobody when absent. */
  readonly observer?: NetworkObserver | null;
}

/** One queue's line of visible messages, and who polls it. */
export class EventSourceMapping {
  /**
   * When something happens here next, if nothing arrives before. Kept, not worked out when it is
   * asked for: that is several times for every message of a run.
   */
  nextMs = Number.POSITIVE_INFINITY;
  readonly #queue: QueueName;
  readonly #meters: NetworkMeters;
  readonly #handle: BatchHandler;
  readonly #observer: NetworkObserver | null;
  readonly #fleet: PollerFleet;
  readonly #batchSize: number;
  readonly #windowMs: number;
  readonly #visibilityMs: number;
  /** Visible messages in the order of their arrival; those before `#first` are taken. */
  #line: number[] = [];
  #first = 0;
  /** When the first of the visible messages is answered to a poller. */
  #pollAtMs = Number.POSITIVE_INFINITY;
  /** Batches that the account had no room for, each with its poller. */
  #throttled: HeldBatch[] = [];
  /** Batches that were not tried again, until their messages are visible again. */
  #givenUp: HeldBatch[] = [];

  constructor(options: MappingOptions) {
    const { queue, limits = queueLimits[queue], meters, random, startMs, handle } = options;
    const { batchSize, batchWindowSeconds, concurrencyMax, visibilitySeconds } = limits;
    this.#queue = queue;
    this.#meters = meters;
    this.#observer = options.observer ?? null;
    this.#handle = this.#observer === null ? handle : observed(queue, handle, this.#observer);
    this.#batchSize = batchSize;
    this.#windowMs = batchWindowSeconds * 1000;
    this.#visibilityMs = visibilitySeconds * 1000;
    const billEmptyReceives = (count: number) => meters.emptyReceives(count);
    this.#fleet = new PollerFleet({ concurrencyMax, random, startMs, billEmptyReceives });
  }

  get visibleCount(): number {
    return this.#line.length - this.#first;
  }

  /** Whether nothing is visible or gathered, and no invocation is under way. */
  get isQuiet(): boolean {
    return this.visibleCount === 0 && this.#fleet.isQuiet && this.#givenUp.length === 0;
  }

  /** A message became visible. */
  arrive(message: number, nowMs: number): void {
    this.#line.push(message);
    this.#pollAt(nowMs + pollMs);
    if (this.#pollAtMs < this.nextMs) this.nextMs = this.#pollAtMs;
  }

  /** Does what is due at `nextMs`. */
  proceed(nowMs: number): void {
    if (this.#fleet.endMs <= nowMs) this.#endBatches(nowMs);
    if (this.#nextTryMs <= nowMs) this.#tryAgain(nowMs);
    if (this.#pollAtMs <= nowMs) this.#poll(nowMs);
    for (
      let poller = this.#fleet.whoseWindowEnded(nowMs);
      poller !== null;
      poller = this.#fleet.whoseWindowEnded(nowMs)
    )
      this.#start(poller, nowMs);
    const { windowEndsMs, endMs } = this.#fleet;
    this.nextMs = Math.min(this.#pollAtMs, windowEndsMs, endMs, this.#nextTryMs);
  }

  /** Visits the messages that wait for an invocation, those of throttled batches among them. */
  eachWaiting(visit: (message: number) => void): void {
    for (let at = this.#first; at < this.#line.length; at += 1) visit(this.#line[at]!);
    this.#fleet.eachGathered(visit);
    for (const { batch } of [...this.#throttled, ...this.#givenUp])
      for (const message of batch) visit(message);
  }

  /** Empty answers of long polls that are not on the bill yet. */
  unbilledWaits(nowMs: number): number {
    return this.#fleet.unbilledWaits(nowMs);
  }

  /** Brings the bill for idle polling up to date. */
  settle(nowMs: number): void {
    this.#fleet.settle(nowMs);
  }

  #endBatches(nowMs: number): void {
    this.#fleet.endBatches(nowMs);
    if (this.visibleCount > 0) this.#pollAt(nowMs + pollMs);
    else this.#fleet.noteEmptyQueue();
  }

  #pollAt(timeMs: number): void {
    if (timeMs < this.#pollAtMs) this.#pollAtMs = timeMs;
  }

  /** Answers long polls until nothing is visible or nobody waits. */
  #poll(nowMs: number): void {
    this.#pollAtMs = Number.POSITIVE_INFINITY;
    while (this.visibleCount > 0) {
      const poller = this.#fleet.draw(nowMs);
      if (poller === null) {
        this.#pollAtMs = this.#fleet.growsAtMs(nowMs);
        return;
      }
      this.#receive(poller, nowMs);
      if (this.#windowMs === 0 || poller.batch.length >= this.#batchSize)
        this.#start(poller, nowMs);
    }
    this.#fleet.noteEmptyQueue();
  }

  /** One answer to a poller: up to ten messages. */
  #receive(poller: Poller, nowMs: number): void {
    const { batch } = poller;
    const room = Math.min(receiveMax, this.#batchSize - batch.length);
    const first = this.#first;
    const until = Math.min(this.#line.length, first + room);
    if (batch.length === 0) this.#fleet.gathers(poller, nowMs, nowMs + this.#windowMs);
    const before = batch.length;
    for (let at = first; at < until; at += 1) batch.push(this.#line[at]!);
    if (this.#observer !== null) this.#observer.received(batch, before, nowMs);
    this.#first = until;
    this.#forgetTaken();
    this.#meters.received(this.#queue, nowMs, until - first);
    this.#fleet.answered(poller, nowMs);
  }

  #forgetTaken(): void {
    const isEmpty = this.#first === this.#line.length;
    if (!isEmpty && (this.#first < 4_096 || this.#first * 2 < this.#line.length)) return;
    this.#line = isEmpty ? [] : this.#line.slice(this.#first);
    this.#first = 0;
  }

  #start(poller: Poller, nowMs: number): void {
    const batch = this.#fleet.batchStarted(poller, nowMs);
    const hiddenUntilMs = poller.receivedAtMs + this.#visibilityMs;
    this.#invoke({ poller, batch, hiddenUntilMs, pauseMs: throttledPauseMs, tryAtMs: nowMs });
  }

  /** Tries as long as the messages stay hidden; then they come back by themselves. */
  #invoke(held: HeldBatch): void {
    const { poller, batch, hiddenUntilMs, pauseMs, tryAtMs: nowMs } = held;
    if (!this.#meters.isThrottled(nowMs)) {
      this.#fleet.batchEndsAt(poller, this.#handle(batch, nowMs));
      return;
    }
    const tryAtMs = nowMs + pauseMs;
    if (tryAtMs < hiddenUntilMs) {
      this.#throttled.push({ ...held, pauseMs: 2 * pauseMs, tryAtMs });
      return;
    }
    this.#fleet.batchEndsAt(poller, nowMs);
    this.#givenUp.push(held);
  }

  /** What is to be tried again, or visible again, by now. */
  #tryAgain(nowMs: number): void {
    const isDue = ({ tryAtMs }: HeldBatch) => tryAtMs <= nowMs;
    const due = this.#throttled.filter(isDue);
    this.#throttled = this.#throttled.filter((held) => !isDue(held));
    for (const held of due) this.#invoke(held);
    const isBack = ({ hiddenUntilMs }: HeldBatch) => hiddenUntilMs <= nowMs;
    for (const { batch } of this.#givenUp.filter(isBack)) {
      this.#meters.cameBack(this.#queue, batch.length);
      for (const message of batch) this.arrive(message, nowMs);
    }
    this.#givenUp = this.#givenUp.filter((held) => !isBack(held));
  }

  /** When a batch that was throttled is tried again, or visible again. */
  get #nextTryMs(): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { tryAtMs } of this.#throttled) nextMs = Math.min(nextMs, tryAtMs);
    for (const { hiddenUntilMs } of this.#givenUp) nextMs = Math.min(nextMs, hiddenUntilMs);
    return nextMs;
  }
}

/** Tells the observer when each batch begins and ends. */
function observed(queue: QueueName, handle: BatchHandler, observer: NetworkObserver): BatchHandler {
  return (batch, nowMs) => {
    observer.batchBegan(queue, batch, nowMs);
    const endMs = handle(batch, nowMs);
    observer.batchEnded(endMs);
    return endMs;
  };
}
