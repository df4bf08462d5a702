// The moment that all charts, read-outs and the player show.

/** What is told of each change. */
export type MomentListener = (atMs: number, cause: MomentCause) => void;

/** Who moved it: by keys it is spoken, too. */
export type MomentCause = 'keys' | 'pointer' | 'play' | 'run';

/** The times that a run has samples at, and one of them or a moment between. */
export class Moment {
  #times: readonly number[] = [0];
  #atMs = 0;
  readonly #listeners = new Set<MomentListener>();

  get atMs(): number {
    return this.#atMs;
  }

  get times(): readonly number[] {
    return this.#times;
  }

  get startMs(): number {
    return this.#times[0] ?? 0;
  }

  get endMs(): number {
    return this.#times.at(-1) ?? 0;
  }

  /** The place of the moment among the times: that of the last one that is not after it. */
  get index(): number {
    return lastIndexUpTo(this.#times, this.#atMs);
  }

  /** @returns what ends the listening */
  listen(listener: MomentListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** New times, in order; the moment stays inside them. */
  setTimes(times: readonly number[], atMs: number): void {
    this.#times = times.length === 0 ? [0] : times;
    this.moveTo(atMs, 'run');
  }

  moveTo(atMs: number, cause: MomentCause): void {
    this.#atMs = Math.min(this.endMs, Math.max(this.startMs, atMs));
    for (const listener of this.#listeners) listener(this.#atMs, cause);
  }

  /** Moves by so many samples. */
  step(by: number, cause: MomentCause): void {
    const at = this.#times[this.index] ?? 0;
    // Between two samples a step back leads to the one before.
    const from = by < 0 && at < this.#atMs ? this.index + 1 : this.index;
    const index = Math.min(this.#times.length - 1, Math.max(0, from + by));
    this.moveTo(this.#times[index] ?? 0, cause);
  }
}

/** The last index whose time is not after `atMs`; 0 where all are. */
export function lastIndexUpTo(times: readonly number[], atMs: number): number {
  return lastPlaceUpTo(times.length, (place) => times[place] ?? 0, atMs);
}

/** The same among things that happened in order, each at its own time. */
export function lastEventUpTo(all: readonly { readonly atMs: number }[], atMs: number): number {
  return lastPlaceUpTo(all.length, (place) => all[place]?.atMs ?? 0, atMs);
}

function lastPlaceUpTo(count: number, timeAt: (place: number) => number, atMs: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (timeAt(middle) <= atMs) low = middle;
    else high = middle - 1;
  }
  return low;
}
