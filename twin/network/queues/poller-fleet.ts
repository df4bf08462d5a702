// The pollers of one queue: who waits, who gathers, who is busy, and what their long polls cost
// while nothing comes. The local cloud's arithmetic, event for event.
import type { Random } from '#domain/chance.ts';

/** Pollers, and so batches at a time, at first, and how fast a backlog brings more (AWS). */
export const pollersStart = 5;
export const pollerStepMs = 60_000 / 300;

/** How long a receive waits before its answer is empty, which is billed (AWS). */
export const longPollMs = 20_000;

/** One poller. It waits for messages with what it has gathered so far, or is busy with a batch. */
export interface Poller {
  readonly serial: number;
  isBusy: boolean;
  /** The batch that it gathers. */
  batch: number[];
  /** When the first message of its batch was received. */
  receivedAtMs: number;
  /** When its batch must go, however small; infinite while it gathers nothing. */
  windowEndsMs: number;
  /** Since when it has waited at the queue, or when its last empty answer came. */
  waitsSinceMs: number;
  /** When its invocation ends; infinite while there is none. */
  endMs: number;
}

/** What a fleet needs. */
export interface FleetOptions {
  readonly concurrencyMax: number;
  /** Which of the waiting pollers is answered. */
  readonly random: Random;
  readonly billEmptyReceives: (count: number) => void;
  readonly startMs: number;
}

/** The pollers of one queue. Time only moves forward from call to call. */
export class PollerFleet {
  /** When the next window ends of those that gather. */
  windowEndsMs = Number.POSITIVE_INFINITY;
  /** When the next invocation ends. */
  endMs = Number.POSITIVE_INFINITY;
  readonly #options: FleetOptions;
  /** By serial; a place that was given up is null. */
  readonly #pollers: (Poller | null)[] = [];
  readonly #startCount: number;
  #count = 0;
  #waitingCount = 0;
  #backlogSinceMs: number | null = null;
  #backlogCount = 0;

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#startCount = Math.min(pollersStart, options.concurrencyMax);
    while (this.#count < this.#startCount) this.#add(options.startMs);
  }

  /** Whether nobody gathers, and no invocation is under way. */
  get isQuiet(): boolean {
    return this.#pollers.every((one) => one === null || (!one.isBusy && one.batch.length === 0));
  }

  /** The poller that the next messages go to; null while all are busy. */
  draw(nowMs: number): Poller | null {
    if (this.#waitingCount > 0) return this.#waitingAt(this.#drawPlace());
    if (this.#backlogSinceMs === null) {
      this.#backlogSinceMs = nowMs;
      this.#backlogCount = this.#count;
    }
    const grown = Math.floor((nowMs - this.#backlogSinceMs) / pollerStepMs);
    const countMax = Math.min(this.#options.concurrencyMax, this.#backlogCount + grown);
    return this.#count < countMax ? this.#add(nowMs) : null;
  }

  /** When there is one more by growth alone; infinite if only the end of a batch makes room. */
  growsAtMs(nowMs: number): number {
    const sinceMs = this.#backlogSinceMs;
    if (sinceMs === null || this.#count >= this.#options.concurrencyMax)
      return Number.POSITIVE_INFINITY;
    const steps = this.#count + 1 - this.#backlogCount;
    return Math.max(nowMs, sinceMs + steps * pollerStepMs);
  }

  /** The queue shows nothing more: the backlog is over, and who came for it alone goes. */
  noteEmptyQueue(): void {
    this.#backlogSinceMs = null;
    if (this.#count === this.#startCount) return;
    for (let serial = this.#startCount; serial < this.#pollers.length; serial += 1) {
      const poller = this.#pollers[serial] ?? null;
      if (poller === null || poller.isBusy || poller.batch.length > 0) continue;
      this.#pollers[serial] = null;
      this.#count -= 1;
      this.#waitingCount -= 1;
    }
  }

  /** The long poll of a poller was answered with messages. */
  answered(poller: Poller, nowMs: number): void {
    this.#billWait(poller, nowMs);
    poller.waitsSinceMs = nowMs;
  }

  /** The window of a poller begins, with its first message. */
  gathers(poller: Poller, nowMs: number, windowEndsMs: number): void {
    poller.receivedAtMs = nowMs;
    poller.windowEndsMs = windowEndsMs;
    if (windowEndsMs < this.windowEndsMs) this.windowEndsMs = windowEndsMs;
  }

  /** A poller stops waiting, and hands its batch on. @returns the batch */
  batchStarted(poller: Poller, nowMs: number): readonly number[] {
    this.#billWait(poller, nowMs);
    // The receive that the end of the window cuts short has found nothing either.
    if (nowMs > poller.waitsSinceMs) this.#options.billEmptyReceives(1);
    const { batch } = poller;
    poller.isBusy = true;
    poller.batch = [];
    poller.windowEndsMs = Number.POSITIVE_INFINITY;
    this.#waitingCount -= 1;
    this.windowEndsMs = this.#firstWindowEndMs();
    return batch;
  }

  /** It is known when the invocation of a poller's batch ends. */
  batchEndsAt(poller: Poller, endMs: number): void {
    poller.endMs = endMs;
    if (endMs < this.endMs) this.endMs = endMs;
  }

  /** Lets those wait again whose invocations have ended by now. */
  endBatches(nowMs: number): void {
    let nextEndMs = Number.POSITIVE_INFINITY;
    for (const poller of this.#pollers) {
      if (poller === null) continue;
      if (poller.endMs > nowMs) {
        if (poller.endMs < nextEndMs) nextEndMs = poller.endMs;
        continue;
      }
      poller.isBusy = false;
      poller.waitsSinceMs = poller.endMs;
      poller.endMs = Number.POSITIVE_INFINITY;
      this.#waitingCount += 1;
    }
    this.endMs = nextEndMs;
  }

  /** One whose window has ended by now; null if there is none. */
  whoseWindowEnded(nowMs: number): Poller | null {
    if (this.windowEndsMs > nowMs) return null;
    return this.#pollers.find((one) => one !== null && one.windowEndsMs <= nowMs) ?? null;
  }

  /** Visits the messages that pollers gather. */
  eachGathered(visit: (message: number) => void): void {
    for (const poller of this.#pollers) for (const message of poller?.batch ?? []) visit(message);
  }

  /** Empty answers by now that `settle` would bill. */
  unbilledWaits(nowMs: number): number {
    let count = 0;
    for (const poller of this.#pollers)
      if (poller !== null && !poller.isBusy) count += emptyAnswers(poller, nowMs);
    return count;
  }

  /** Brings the bill for waiting up to date. */
  settle(nowMs: number): void {
    for (const poller of this.#pollers)
      if (poller !== null && !poller.isBusy) this.#billWait(poller, nowMs);
  }

  #firstWindowEndMs(): number {
    let firstMs = Number.POSITIVE_INFINITY;
    for (const poller of this.#pollers)
      if (poller !== null && poller.windowEndsMs < firstMs) firstMs = poller.windowEndsMs;
    return firstMs;
  }

  #drawPlace(): number {
    const { random } = this.#options;
    return this.#waitingCount === 1 ? 0 : Math.floor(random() * this.#waitingCount);
  }

  /** The waiting poller with so many before it, by serial. */
  #waitingAt(place: number): Poller {
    let left = place;
    for (const poller of this.#pollers) {
      if (poller === null || poller.isBusy) continue;
      if (left === 0) return poller;
      left -= 1;
    }
    throw new Error(`expected more than ${place} waiting pollers`);
  }

  #add(nowMs: number): Poller {
    const free = this.#pollers.indexOf(null);
    const poller: Poller = {
      serial: free < 0 ? this.#pollers.length : free,
      isBusy: false,
      batch: [],
      windowEndsMs: Number.POSITIVE_INFINITY,
      endMs: Number.POSITIVE_INFINITY,
      receivedAtMs: nowMs,
      waitsSinceMs: nowMs,
    };
    this.#pollers[poller.serial] = poller;
    this.#count += 1;
    this.#waitingCount += 1;
    return poller;
  }

  /** Bills the empty answers that a poller has got by now. */
  #billWait(poller: Poller, nowMs: number): void {
    const count = emptyAnswers(poller, nowMs);
    if (count === 0) return;
    poller.waitsSinceMs += count * longPollMs;
    this.#options.billEmptyReceives(count);
  }
}

/** Empty answers that a poller has got since it was billed last. */
function emptyAnswers({ waitsSinceMs }: Poller, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - waitsSinceMs) / longPollMs));
}
