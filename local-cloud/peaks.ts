// How near a run came to the limits of its services: the peak of each quantity, at one moment or
// within one second.

/** Records quantities whose peak is of interest. */
export interface Peaks {
  /** Records the present value of a quantity, e.g. `lambda.concurrency`. */
  note(name: string, quantity: number): void;
  /**
   * Adds to a quantity that is counted by the second.
   * @param of whose rate it is; the peak is the largest rate of all
   */
  add(name: string, of: string, quantity: number): void;
}

type Second = { second: number; sum: number };

/** The peak of each quantity so far. A second is a whole second of the clock. */
export class PeakBook implements Peaks {
  readonly #nowMs: () => number;
  readonly #peaks = new Map<string, number>();
  readonly #seconds = new Map<string, Map<string, Second>>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  note(name: string, quantity: number): void {
    if (quantity > (this.#peaks.get(name) ?? 0)) this.#peaks.set(name, quantity);
  }

  add(name: string, of: string, quantity: number): void {
    const second = Math.floor(this.#nowMs() / 1000);
    const rates = this.#ratesOf(name);
    const last = rates.get(of);
    if (last === undefined) rates.set(of, { second, sum: quantity });
    else if (last.second === second) last.sum += quantity;
    else {
      last.second = second;
      last.sum = quantity;
    }
    this.note(name, last?.sum ?? quantity);
  }

  /** The peaks so far, sorted by name so that equal runs print equal text. */
  snapshot(): Record<string, number> {
    const entries = [...this.#peaks].sort(([left], [right]) => (left < right ? -1 : 1));
    return Object.fromEntries(entries);
  }

  /** Forgets what came before: the set-up is no part of a run. */
  startAnew(): void {
    this.#peaks.clear();
    this.#seconds.clear();
  }

  #ratesOf(name: string): Map<string, Second> {
    const known = this.#seconds.get(name);
    if (known !== undefined) return known;
    const fresh = new Map<string, Second>();
    this.#seconds.set(name, fresh);
    return fresh;
  }
}
