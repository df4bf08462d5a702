// The queue of a station: a ring buffer of whole numbers that grows. `take` removes from its front
// or its back.
import { grown } from './event-heap.ts';

/** Waiting attempts, by their numbers. */
export class WaitingLine {
  #ring = new Int32Array(64);
  #first = 0;
  #size = 0;
  readonly #takesLast: boolean;

  constructor(discipline: 'fifo' | 'lifo') {
    this.#takesLast = discipline === 'lifo';
  }

  push(attempt: number): void {
    if (this.#size === this.#ring.length) this.#grow();
    this.#ring[(this.#first + this.#size++) & (this.#ring.length - 1)] = attempt;
  }

  /** Removes the attempt that is served next, and returns it; -1 when none waits. */
  take(): number {
    if (this.#size === 0) return -1;
    this.#size -= 1;
    const offset = this.#takesLast ? this.#size : 0;
    const taken = this.#ring[(this.#first + offset) & (this.#ring.length - 1)]!;
    if (!this.#takesLast) this.#first = (this.#first + 1) & (this.#ring.length - 1);
    return taken;
  }

  #grow(): void {
    const inOrder = Int32Array.from(
      this.#ring,
      (_, index) => this.#ring[(this.#first + index) & (this.#ring.length - 1)]!,
    );
    this.#ring = grown(inOrder, new Int32Array(2 * inOrder.length));
    this.#first = 0;
  }
}
