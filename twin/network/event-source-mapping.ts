// When a queue's messages become an invocation: the mapping's gathering and its growing fleet.
import { type QueueName, queueLimits } from '#domain/limits.ts';
import type { NetworkMeters } from '#twin/meters/network-meters.ts';

/** From a message becoming visible to a long poll's answer; a guess, as in the local cloud. */
const pollMs = 8;

/** Pauses after a throttled invocation, as in the local cloud: doubled each time. */
const throttledPauseMs = 1_000;

/** A batch that the account has no room for. */
interface ThrottledBatch {
  readonly batch: readonly number[];
  /** It is tried again until then; then its messages are visible again. */
  readonly hiddenUntilMs: number;
  readonly pauseMs: number;
  /** When it is tried again; infinite once it was given up. */
  readonly tryAtMs: number;
}

/** Handles one batch. @returns when its invocation ends */
export type BatchHandler = (batch: readonly number[], nowMs: number) => number;

/** One queue's line of visible messages, and who polls it. */
export class EventSourceMapping {
  readonly #queue: QueueName;
  readonly #meters: NetworkMeters;
  readonly #handle: BatchHandler;
  readonly #batchSize: number;
  readonly #windowMs: number;
  /** Visible messages in the order of their arrival; those before `#first` are taken. */
  #line: number[] = [];
  #first = 0;
  #pollAtMs = Number.POSITIVE_INFINITY;
  #windowEndsMs: number | undefined;
  /** When the invocations under way end. */
  #ends: number[] = [];
  #nextEndMs = Number.POSITIVE_INFINITY;
  #throttled: ThrottledBatch[] = [];
  #nextTryMs = Number.POSITIVE_INFINITY;

  constructor(queue: QueueName, meters: NetworkMeters, handle: BatchHandler) {
    const { batchSize, batchWindowSeconds } = queueLimits[queue];
    this.#queue = queue;
    this.#meters = meters;
    this.#handle = handle;
    this.#batchSize = batchSize;
    this.#windowMs = batchWindowSeconds * 1000;
  }

  get visibleCount(): number {
    return this.#line.length - this.#first;
  }

  /** Whether nothing is visible and no invocation is under way. */
  get isQuiet(): boolean {
    return this.visibleCount === 0 && this.#ends.length === 0 && this.#throttled.length === 0;
  }

  /** When something happens here next, if nothing arrives before. */
  get nextMs(): number {
    return Math.min(this.#pollAtMs, this.#nextEndMs, this.#nextTryMs);
  }

  /** A message became visible. */
  arrive(message: number, nowMs: number): void {
    this.#line.push(message);
    const isGathering = this.#windowEndsMs !== undefined && !this.#hasFullBatch();
    if (!isGathering) this.#pollAt(nowMs + pollMs);
  }

  /** Does what is due at `nextMs`. */
  proceed(nowMs: number): void {
    if (this.#nextEndMs <= nowMs) this.#endBatches(nowMs);
    if (this.#nextTryMs <= nowMs) this.#tryAgain(nowMs);
    if (this.#pollAtMs > nowMs) return;
    this.#pollAtMs = Number.POSITIVE_INFINITY;
    this.#poll(nowMs);
  }

  #endBatches(nowMs: number): void {
    this.#ends = this.#ends.filter((endMs) => endMs > nowMs);
    this.#nextEndMs = Math.min(...this.#ends, Number.POSITIVE_INFINITY);
    if (this.visibleCount > 0) this.#pollAt(nowMs + pollMs);
  }

  #pollAt(timeMs: number): void {
    if (timeMs < this.#pollAtMs) this.#pollAtMs = timeMs;
  }

  #poll(nowMs: number): void {
    while (this.visibleCount > 0) {
      if (!this.#meters.hasRoom(this.#queue, nowMs)) {
        this.#pollAt(this.#meters.roomAtMs(this.#queue, nowMs));
        return;
      }
      if (this.#mustGather(nowMs)) return;
      this.#windowEndsMs = undefined;
      this.#startBatch(nowMs);
    }
    this.#windowEndsMs = undefined;
  }

  #startBatch(nowMs: number): void {
    const batch = this.#line.slice(this.#first, this.#first + this.#batchSize);
    this.#first += batch.length;
    if (this.#first > 4_096 && this.#first * 2 > this.#line.length) {
      this.#line = this.#line.slice(this.#first);
      this.#first = 0;
    }
    if (this.#meters.isThrottled(nowMs)) {
      this.#meters.holdBatch(this.#queue, nowMs, batch.length);
      const { visibilitySeconds } = queueLimits[this.#queue];
      this.#pause(
        { batch, hiddenUntilMs: nowMs + 1000 * visibilitySeconds },
        nowMs,
        throttledPauseMs,
      );
      return;
    }
    this.#invoke(batch, nowMs);
  }

  /** Tries as long as the messages stay hidden; then they come back by themselves. */
  #pause(
    held: Pick<ThrottledBatch, 'batch' | 'hiddenUntilMs'>,
    nowMs: number,
    pauseMs: number,
  ): void {
    const tryAtMs = nowMs + pauseMs;
    const isGivenUp = tryAtMs >= held.hiddenUntilMs;
    if (isGivenUp) this.#endHold(held.batch, nowMs);
    this.#throttled.push({
      ...held,
      pauseMs,
      tryAtMs: isGivenUp ? Number.POSITIVE_INFINITY : tryAtMs,
    });
    this.#nextTryMs = Math.min(this.#nextTryMs, isGivenUp ? held.hiddenUntilMs : tryAtMs);
  }

  #endHold(batch: readonly number[], nowMs: number): void {
    this.#meters.freeBatch(this.#queue, nowMs, batch.length);
    if (this.visibleCount > 0) this.#pollAt(nowMs + pollMs);
  }

  #tryAgain(nowMs: number): void {
    const before = this.#throttled;
    this.#throttled = [];
    this.#nextTryMs = Number.POSITIVE_INFINITY;
    for (const held of before) {
      const { batch, hiddenUntilMs, tryAtMs, pauseMs } = held;
      if (tryAtMs === Number.POSITIVE_INFINITY && hiddenUntilMs <= nowMs) {
        for (const message of batch) this.arrive(message, nowMs);
      } else if (tryAtMs > nowMs) {
        this.#throttled.push(held);
        const nextMs = tryAtMs === Number.POSITIVE_INFINITY ? hiddenUntilMs : tryAtMs;
        this.#nextTryMs = Math.min(this.#nextTryMs, nextMs);
      } else if (this.#meters.isThrottled(nowMs)) {
        this.#pause({ batch, hiddenUntilMs }, nowMs, 2 * pauseMs);
      } else {
        this.#meters.freeBatch(this.#queue, nowMs, batch.length);
        this.#invoke(batch, nowMs);
      }
    }
  }

  #invoke(batch: readonly number[], nowMs: number): void {
    const endMs = this.#handle(batch, nowMs);
    this.#ends.push(endMs);
    this.#nextEndMs = Math.min(this.#nextEndMs, endMs);
  }

  #mustGather(nowMs: number): boolean {
    if (this.#windowMs === 0 || this.#hasFullBatch()) return false;
    this.#windowEndsMs ??= nowMs + this.#windowMs;
    if (nowMs >= this.#windowEndsMs) return false;
    this.#pollAt(this.#windowEndsMs);
    return true;
  }

  #hasFullBatch(): boolean {
    return this.visibleCount >= this.#batchSize;
  }
}
