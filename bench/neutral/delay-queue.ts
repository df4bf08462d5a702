// Timers that are all set for one and the same delay come due in the order in which they were set.
// They need no wheel: a ring of times and ids is read at one end and written at the other, so that
// even with millions of them the processor knows what comes next.
import { LATEST_MS } from '#twin/engine/timing-wheel.ts';

/** How a delay queue is made. */
export interface DelayQueueOptions {
  /** How long after it is set each timer is due. */
  readonly delayMs: number;
  /** Timers that are pending at once, as far as is known. With more of them the queue grows. */
  readonly capacity: number;
  /** Timers due at this time or later are forgotten: the run ends before. `LATEST_MS` if absent. */
  readonly endMs?: number;
}

/** Opens a delay queue at time 0. @throws RangeError when its delay or its end is out of range */
export function openDelayQueue(options: DelayQueueOptions): DelayQueue {
  return new DelayQueue(options);
}

/** Timers of one delay. An id may have any number of them; none is cancelled. */
export class DelayQueue {
  readonly #delayMs: number;
  readonly #endMs: number;
  /** Pairs of a time and an id. One pair is always free, so that full differs from empty. */
  #ring: Int32Array;
  #head = 0;
  #tail = 0;
  #latestMs = 0;

  constructor({ delayMs, capacity, endMs = LATEST_MS }: DelayQueueOptions) {
    if (!(delayMs > 0 && delayMs <= LATEST_MS && endMs > 0 && endMs <= LATEST_MS)) {
      throw new RangeError(`delayMs ${delayMs}, endMs ${endMs}: above 0, and up to 2^31 - 1`);
    }
    this.#delayMs = delayMs;
    this.#endMs = endMs;
    this.#ring = new Int32Array((capacity + 1) * 2);
  }

  /** Timers that are still to come, without the forgotten ones. */
  get pendingCount(): number {
    const words = this.#tail - this.#head;
    return (words < 0 ? words + this.#ring.length : words) / 2;
  }

  /**
   * Lets `id` be due one delay after `nowMs`.
   * @throws RangeError when an earlier call, or `run`, set a timer at a later time
   */
  set(nowMs: number, id: number): void {
    const dueMs = nowMs + this.#delayMs;
    if (!(dueMs >= this.#latestMs)) throw new RangeError(orderMessage(id, dueMs, this.#latestMs));
    if (dueMs >= this.#endMs) return;
    this.#latestMs = dueMs;
    const at = this.#tail;
    this.#ring[at] = dueMs;
    this.#ring[at + 1] = id;
    this.#tail = at + 2 === this.#ring.length ? 0 : at + 2;
    if (this.#tail === this.#head) this.#grow();
  }

  /**
   * Says `renews` of all that is due up to `untilMs`, in order, and sets anew whatever it answers
   * true for: another delay after the time at which it was due.
   * @param renews - must not call this queue
   * @returns how many were set anew, those forgotten because they fall behind the end included
   */
  run(untilMs: number, renews: (id: number, atMs: number) => boolean): number {
    const ring = this.#ring;
    const delayMs = this.#delayMs;
    const lastMs = this.#endMs - 1 - delayMs;
    let head = this.#head;
    let tail = this.#tail;
    let renewedCount = 0;
    while (head !== tail) {
      const atMs = ring[head] as number;
      if (atMs > untilMs) break;
      const id = ring[head + 1] as number;
      head = head + 2 === ring.length ? 0 : head + 2;
      if (!renews(id, atMs)) continue;
      renewedCount += 1;
      if (atMs > lastMs) continue;
      this.#latestMs = atMs + delayMs;
      ring[tail] = atMs + delayMs;
      ring[tail + 1] = id;
      tail = tail + 2 === ring.length ? 0 : tail + 2;
    }
    this.#head = head;
    this.#tail = tail;
    return renewedCount;
  }

  /** Makes a full ring twice as long, and begins it at its head. */
  #grow(): void {
    const ring = this.#ring;
    const grown = new Int32Array(ring.length * 2);
    grown.set(ring.subarray(this.#head));
    grown.set(ring.subarray(0, this.#head), ring.length - this.#head);
    this.#ring = grown;
    this.#head = 0;
    this.#tail = ring.length;
  }
}

function orderMessage(id: number, dueMs: number, latestMs: number): string {
  const both = `${dueMs} ms, and one before it at ${latestMs} ms`;
  return `timer ${id} would be due at ${both}: set them in the order of their times`;
}
