// Who is on the way: requests that have no end yet, and attempts that the station still knows of.
// Columns, with numbers that are given again, so that a long run needs no more than its busiest
// moment.
import { grown } from './event-heap.ts';

/** Where an attempt is. */
export const places = { outside: 0, waiting: 1, inService: 2 } as const;

/** Requests: 28 bytes each. */
export class RequestBook {
  /** When the client first asked. */
  firstAtMs = new Float64Array(64);
  /** The pause before its latest retry. */
  pauseMs = new Float64Array(64);
  /** Attempts so far. */
  attempts = new Int32Array(64);
  /** How many requests came before it in the run. */
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

/** Attempts: 20 bytes each. */
export class AttemptBook {
  sentAtMs = new Float64Array(64);
  /** Whose it is; -1 once its client gave up on it. */
  request = new Int32Array(64);
  place = new Int32Array(64);
  /** 1 for each of queue, service and timer that will still ask for it. */
  holders = new Int32Array(64);
  readonly #free = new FreeNumbers();

  open(): number {
    const attempt = this.#free.take();
    if (attempt === this.request.length) this.#grow();
    return attempt;
  }

  /** One holder less; without any the number is free. */
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
