// How many batches a queue's mapping may have at a time, and what its pollers cost while nothing
// comes: the local cloud's arithmetic, event for event.

/** Batches at a time at the start of a backlog, and how fast that grows: 300 a minute (AWS). */
const concurrencyStart = 5;
const concurrencyStepMs = 60_000 / 300;

/** After so long without work the growth starts over; a guess of the local cloud's. */
const calmMs = 60_000;

/** Two pollers wait at an idle queue, each 20 s for an empty answer, which is billed (AWS). */
const idlePollers = 2;
const longPollMs = 20_000;

/** The pollers of one queue. Time only moves forward from call to call. */
export class PollerFleet {
  readonly #concurrencyMax: number;
  readonly #billEmptyReceives: (count: number) => void;
  #busyCount = 0;
  #settledAtMs: number;
  #calmSinceMs: number;
  #growsFromMs: number;
  #unbilledReceives = 0;

  constructor(concurrencyMax: number, startMs: number, billEmptyReceives: (count: number) => void) {
    this.#concurrencyMax = concurrencyMax;
    this.#billEmptyReceives = billEmptyReceives;
    this.#settledAtMs = startMs;
    this.#calmSinceMs = startMs;
    this.#growsFromMs = startMs;
  }

  /** Whether one more batch may start now. */
  hasRoom(nowMs: number): boolean {
    return this.#busyCount < this.#limit(nowMs);
  }

  /** When there will be room by growth alone; infinite if only the end of a batch makes room. */
  growsAtMs(nowMs: number): number {
    const limit = this.#limit(nowMs);
    if (limit >= this.#concurrencyMax) return Number.POSITIVE_INFINITY;
    return this.#growsFromMs + (limit + 1 - concurrencyStart) * concurrencyStepMs;
  }

  batchStarted(nowMs: number): void {
    this.settle(nowMs);
    if (this.#busyCount === 0 && nowMs - this.#calmSinceMs >= calmMs) this.#growsFromMs = nowMs;
    this.#busyCount += 1;
  }

  batchEnded(nowMs: number): void {
    this.settle(nowMs);
    this.#busyCount -= 1;
    this.#calmSinceMs = nowMs;
  }

  /** Brings the bill for idle polling up to date. */
  settle(nowMs: number): void {
    const idleCount = Math.max(0, idlePollers - this.#busyCount);
    this.#unbilledReceives += (idleCount * (nowMs - this.#settledAtMs)) / longPollMs;
    this.#settledAtMs = nowMs;
    const wholeReceives = Math.floor(this.#unbilledReceives);
    if (wholeReceives === 0) return;
    this.#unbilledReceives -= wholeReceives;
    this.#billEmptyReceives(wholeReceives);
  }

  #limit(nowMs: number): number {
    const grown = Math.floor((nowMs - this.#growsFromMs) / concurrencyStepMs);
    return Math.min(this.#concurrencyMax, concurrencyStart + grown);
  }
}
