// The requests that have not ended, and the attempts that the station still knows. Both are columns
// of typed arrays. Their numbers are reused, so a long run needs no more memory than its busiest
// moment.
import { grown } from './event-heap.ts';

/** Where an attempt is. */
export const places = { outside: 0, waiting: 1, inService: 2 } as const;

/** Requests, at 28 bytes each. */
export class RequestBook {
  /** When the client first asked. */
  firstAtMs = new Float64Array(64);
  /** The pause before the latest retry. */
  pauseMs = new Float64Array(64);
  /** How many attempts the client has made. */
  attempts = new Int32Array(64);
  /** The request's number in order of arrival, from 0. */
  number = new Int32Array(64);
  readonly #free = new FreeNumbers();

  open(): number {
    const request = this.#free.take();
    if (request === this.number.length) this.#grow();
    return request;
  }

  close(request: number): void {
    this.#free.give(request);
  }

  #grow(): void {
    const length = 2 * this.number.length;
    this.firstAtMs = grown(this.firstAtMs, new Float64Array(length));
    this.pauseMs = grown(this.pauseMs, new Float64Array(length));
    this.attempts = grown(this.attempts, new Int32Array(length));
    this.number = grown(this.number, new Int32Array(length));
  }
}

/** Attempts, at 20 bytes each. */
export class AttemptBook {
  sentAtMs = new Float64Array(64);
  /** The request that it belongs to; -1 once its client has given up on it. */
  request = new Int32Array(64);
  place = new Int32Array(64);
  /** How many of queue, service and timer still refer to the attempt. */
  holders = new Int32Array(64);
  readonly #free = new FreeNumbers();

  open(): number {
    const attempt = this.#free.take();
    if (attempt === this.request.length) this.#grow();
    return attempt;
  }

  /** Removes one holder. An attempt without holders has its number freed. */
  release(attempt: number): void {
    const left = this.holders[attempt]! - 1;
    this.holders[attempt] = left;
    if (left === 0) this.#free.give(attempt);
  }

  #grow(): void {
    const length = 2 * this.request.length;
    this.sentAtMs = grown(this.sentAtMs, new Float64Array(length));
    this.request = grown(this.request, new Int32Array(length));
    this.place = grown(this.place, new Int32Array(length));
    this.holders = grown(this.holders, new Int32Array(length));
  }
}

class FreeNumbers {
  #stack = new Int32Array(64);
  #size = 0;
  #fresh = 0;

  take(): number {
    return this.#size === 0 ? this.#fresh++ : this.#stack[--this.#size]!;
  }

  give(number: number): void {
    if (this.#size === this.#stack.length)
      this.#stack = grown(this.#stack, new Int32Array(2 * this.#size));
    this.#stack[this.#size++] = number;
  }
}
