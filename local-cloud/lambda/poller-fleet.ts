// How many batches a mapping may have at a time, and what its pollers cost while nothing comes.

import type { QueueDirectory } from '../sqs/queue-directory.ts';

/** Batches at a time at the start of a backlog (developer guide, services-sqs-scaling). */
const CONCURRENCY_START = 5;

/** How fast that grows while a backlog lasts: 300 a minute (same page). */
const CONCURRENCY_STEP_MS = 60_000 / 300;

/** After so long without work the growth starts over; a guess. */
const CALM_MS = 60_000;

/** Pollers that wait at an idle queue (same page: scales down to 2). */
const IDLE_POLLERS = 2;

/** How long such a poller waits before it gets an empty answer, which is billed. */
const LONG_POLL_MS = 20_000;

/** The pollers of one mapping, as arithmetic: an idle queue causes no events. */
export class PollerFleet {
  readonly #concurrencyMax: number;
  readonly #directory: QueueDirectory;
  #busyCount = 0;
  #settledAtMs: number;
  #calmSinceMs: number;
  #growsFromMs: number;
  #unbilledReceives = 0;

  constructor(concurrencyMax: number, directory: QueueDirectory, nowMs: number) {
    this.#concurrencyMax = concurrencyMax;
    this.#directory = directory;
    this.#settledAtMs = nowMs;
    this.#calmSinceMs = nowMs;
    this.#growsFromMs = nowMs;
  }

  /** Whether one more batch may start now. */
  hasRoom(nowMs: number): boolean {
    return this.#busyCount < this.#limit(nowMs);
  }

  /** When there will be room by growth alone; infinite if only the end of a batch makes room. */
  growsAtMs(nowMs: number): number {
    const limit = this.#limit(nowMs);
    if (limit >= this.#concurrencyMax) return Number.POSITIVE_INFINITY;
    return this.#growsFromMs + (limit + 1 - CONCURRENCY_START) * CONCURRENCY_STEP_MS;
  }

  batchStarted(nowMs: number): void {
    this.settle(nowMs);
    if (this.#busyCount === 0 && nowMs - this.#calmSinceMs >= CALM_MS) this.#growsFromMs = nowMs;
    this.#busyCount += 1;
  }

  batchEnded(nowMs: number): void {
    this.settle(nowMs);
    this.#busyCount -= 1;
    this.#calmSinceMs = nowMs;
  }

  /** Brings the bill for idle polling up to date. */
  settle(nowMs: number): void {
    const idleCount = Math.max(0, IDLE_POLLERS - this.#busyCount);
    this.#unbilledReceives += (idleCount * (nowMs - this.#settledAtMs)) / LONG_POLL_MS;
    this.#settledAtMs = nowMs;
    const wholeReceives = Math.floor(this.#unbilledReceives);
    if (wholeReceives === 0) return;
    this.#unbilledReceives -= wholeReceives;
    this.#directory.billEmptyReceives(wholeReceives);
  }

  #limit(nowMs: number): number {
    const grown = Math.floor((nowMs - this.#growsFromMs) / CONCURRENCY_STEP_MS);
    return Math.min(this.#concurrencyMax, CONCURRENCY_START + grown);
  }
}
