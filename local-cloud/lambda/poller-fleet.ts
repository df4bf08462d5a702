// The pollers of one mapping. It knows which wait for messages, which gather a batch and which are
// busy, and what their empty long polls cost.

import type { Random } from '../service.ts';
import type { Delivery } from '../sqs/queue.ts';
import type { QueueDirectory } from '../sqs/queue-directory.ts';

/**
 * The number of pollers at the start, and so of batches at a time (developer guide,
 * services-sqs-scaling).
 */
export const POLLERS_START = 5;

/** How fast a backlog adds pollers: 300 a minute (same page). */
export const POLLER_STEP_MS = 60_000 / 300;

/** How many pollers keep polling an idle queue if no maximum concurrency is set (same page). */
const POLLERS_CALM = 2;

/**
 * How many pollers an idle queue has for as long as its mapping is there.
 * @param concurrencyMax the mapping's maximum concurrency; null: it sets none
 */
export function idlePollerCount(concurrencyMax: number | null): number {
  return concurrencyMax === null ? POLLERS_CALM : Math.min(POLLERS_START, concurrencyMax);
}

/** After this time without a message the others stop polling; a guess. */
const CALM_MS = 60_000;

/**
 * How long a receive waits before it returns an empty answer, which is billed (20 s: SQS's
 * longest).
 */
export const LONG_POLL_MS = 20_000;

/**
 * One poller. It waits for messages with the batch that it has gathered so far, or is busy with a
 * batch.
 */
export type Poller = {
  readonly serial: number;
  isBusy: boolean;
  /** The batch that it gathers, or that is being handled. */
  batch: Delivery[];
  /** The most bytes that the function gets for the batch. */
  bytesMax: number;
  /** Received messages for which the batch had no room. */
  overflow: Delivery[];
  /** When the first message of its batch was received. */
  receivedAtMs: number;
  /** The latest time to send its batch; infinite while it gathers none. */
  windowEndsMs: number;
  /** Since when it has waited at the queue, or when its last empty answer came. */
  waitsSinceMs: number;
};

/** What a fleet needs. */
export type FleetOptions = {
  concurrencyMax: number;
  /** Whether the mapping sets a maximum concurrency. Then no poller stops polling. */
  isBounded: boolean;
  /** Decides which of the waiting pollers is answered. */
  random: Random;
  directory: QueueDirectory;
  nowMs: number;
};

/** The pollers. Their waiting is computed, so an idle queue causes no events. */
export class PollerFleet {
  readonly #options: FleetOptions;
  /** By serial number. The place of a removed poller is undefined. */
  readonly #pollers: (Poller | undefined)[] = [];
  readonly #startCount: number;
  #count = 0;
  #waitingCount = 0;
  #backlogSinceMs: number | undefined;
  /** How many pollers there were when the backlog began. */
  #backlogCount = 0;
  #activeAtMs: number;

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#activeAtMs = options.nowMs;
    this.#startCount = Math.min(POLLERS_START, options.concurrencyMax);
    while (this.#count < this.#startCount) this.#add(options.nowMs);
  }

  /** The poller that gets the next messages; undefined while all are busy. */
  draw(nowMs: number): Poller | undefined {
    if (this.#waitingCount > 0) return this.#waitingAt(this.#drawPlace());
    this.#backlogSinceMs ??= this.#beginBacklog(nowMs);
    return this.#count < this.#countMax(nowMs) ? this.#add(nowMs) : undefined;
  }

  /** When growth alone adds a poller; infinite if only the end of a batch makes one free. */
  growsAtMs(nowMs: number): number {
    const sinceMs = this.#backlogSinceMs;
    if (sinceMs === undefined || this.#count >= this.#options.concurrencyMax)
      return Number.POSITIVE_INFINITY;
    const steps = this.#count + 1 - this.#backlogCount;
    return Math.max(nowMs, sinceMs + steps * POLLER_STEP_MS);
  }

  /**
   * No message is visible any more. The backlog is over, and the pollers that it added are removed.
   */
  noteEmptyQueue(): void {
    this.#backlogSinceMs = undefined;
    if (this.#count === this.#startCount) return;
    for (const poller of this.#pollers.slice(this.#startCount)) {
      if (poller !== undefined && !poller.isBusy && poller.batch.length === 0) this.#drop(poller);
    }
  }

  /** A long poll of a poller was answered with messages. */
  answered(poller: Poller, nowMs: number): void {
    this.#noteActive(nowMs);
    this.#billWait(poller, nowMs);
    poller.waitsSinceMs = nowMs;
  }

  /** A poller stops waiting and sends its batch. */
  batchStarted(poller: Poller, nowMs: number): void {
    this.#billWait(poller, nowMs);
    // The end of the window cuts the running receive short. It found nothing, and is billed.
    if (nowMs > poller.waitsSinceMs) this.#options.directory.billEmptyReceives(1);
    poller.isBusy = true;
    this.#waitingCount -= 1;
  }

  /** The batch of a poller is done. The poller waits again. */
  batchEnded(poller: Poller, nowMs: number): void {
    this.#noteActive(nowMs);
    poller.isBusy = false;
    poller.batch = [];
    poller.bytesMax = 0;
    poller.windowEndsMs = Number.POSITIVE_INFINITY;
    poller.waitsSinceMs = nowMs;
    this.#waitingCount += 1;
  }

  /** When the next window of a gathering poller ends; infinite if none gathers. */
  nextWindowEndMs(): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const poller of this.#pollers) {
      if (poller === undefined || poller.isBusy) continue;
      if (poller.windowEndsMs < nextMs) nextMs = poller.windowEndsMs;
    }
    return nextMs;
  }

  /** The pollers whose windows have ended by now. */
  whoseWindowEnded(nowMs: number): Poller[] {
    return this.#pollers.filter(
      (poller): poller is Poller =>
        poller !== undefined && !poller.isBusy && poller.windowEndsMs <= nowMs,
    );
  }

  /** Bills the waiting up to now. */
  settle(nowMs: number): void {
    for (const poller of this.#pollers) {
      if (poller !== undefined && !poller.isBusy) this.#billWait(poller, nowMs);
    }
  }

  #drawPlace(): number {
    const { random } = this.#options;
    return this.#waitingCount === 1 ? 0 : Math.floor(random() * this.#waitingCount);
  }

  /** The waiting poller at a position, counted by serial number. */
  #waitingAt(place: number): Poller {
    let left = place;
    for (const poller of this.#pollers) {
      if (poller === undefined || poller.isBusy) continue;
      if (left === 0) return poller;
      left -= 1;
    }
    throw new Error(`expected more than ${place} waiting pollers`);
  }

  #beginBacklog(nowMs: number): number {
    this.#backlogCount = this.#count;
    return nowMs;
  }

  #countMax(nowMs: number): number {
    const sinceMs = this.#backlogSinceMs ?? nowMs;
    const grown = Math.floor((nowMs - sinceMs) / POLLER_STEP_MS);
    return Math.min(this.#options.concurrencyMax, this.#backlogCount + grown);
  }

  #add(nowMs: number): Poller {
    const free = this.#pollers.indexOf(undefined);
    const poller: Poller = {
      serial: free < 0 ? this.#pollers.length : free,
      isBusy: false,
      batch: [],
      bytesMax: 0,
      overflow: [],
      receivedAtMs: nowMs,
      windowEndsMs: Number.POSITIVE_INFINITY,
      waitsSinceMs: nowMs,
    };
    this.#pollers[poller.serial] = poller;
    this.#count += 1;
    this.#waitingCount += 1;
    return poller;
  }

  #drop(poller: Poller): void {
    this.#pollers[poller.serial] = undefined;
    this.#count -= 1;
    this.#waitingCount -= 1;
  }

  /** A message came, so pollers that had stopped poll again. */
  #noteActive(nowMs: number): void {
    const wasCalm = nowMs > this.#activeAtMs + CALM_MS;
    if (wasCalm && !this.#options.isBounded) {
      for (const poller of this.#pollers.slice(POLLERS_CALM)) {
        if (poller === undefined || poller.isBusy || poller.batch.length > 0) continue;
        this.#billWait(poller, nowMs);
        poller.waitsSinceMs = nowMs;
      }
    }
    this.#activeAtMs = nowMs;
  }

  /** Bills the empty answers that a poller has got by now. */
  #billWait(poller: Poller, nowMs: number): void {
    const isCalm = !this.#options.isBounded && poller.serial >= POLLERS_CALM;
    const isIdle = poller.batch.length === 0;
    const untilMs = isCalm && isIdle ? Math.min(nowMs, this.#activeAtMs + CALM_MS) : nowMs;
    const count = Math.floor((untilMs - poller.waitsSinceMs) / LONG_POLL_MS);
    if (count <= 0) return;
    poller.waitsSinceMs += count * LONG_POLL_MS;
    this.#options.directory.billEmptyReceives(count);
  }
}
