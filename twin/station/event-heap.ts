// The scheduled events of one station in a total order: by time, then by rank, then by the order in
// which they were added.

// Read once: in a test's sandbox each access to a global takes a quarter of a microsecond.
const { floor } = Math;
const never = Number.POSITIVE_INFINITY;

/**
 * The order of events at one instant. Time-outs come last, since an answer in the last moment is in
 * time.
 */
export const ranks = { departure: 0, change: 1, retry: 2, timeout: 3 } as const;

/** Room for 2^48 events of each rank. A double holds these whole numbers exactly. */
const perRank = 2 ** 48;

/** A binary heap over typed arrays, without an object for each event. */
export class EventHeap {
  /** The event that `pop` took last. */
  poppedAtMs = 0;
  poppedRank = 0;
  poppedSubject = 0;
  /** The number that `push` returned for this event. It tells apart two events of one subject. */
  poppedOrder = 0;

  #atMs = new Float64Array(64);
  #order = new Float64Array(64);
  #subject = new Int32Array(64);
  #size = 0;
  #noted = 0;

  /** When the next event is due; infinite when there is none. */
  get nextMs(): number {
    return this.#size === 0 ? never : this.#atMs[0]!;
  }

  /** Adds an event. @returns its place in the order of the whole run */
  push(atMs: number, rank: number, subject: number): number {
    if (this.#size === this.#atMs.length) this.#grow();
    const order = rank * perRank + this.#noted++;
    this.#rise(this.#size++, atMs, order, subject);
    return order;
  }

  /** Removes the next event. There must be one. */
  pop(): void {
    this.poppedAtMs = this.#atMs[0]!;
    this.poppedOrder = this.#order[0]!;
    this.poppedRank = floor(this.poppedOrder / perRank);
    this.poppedSubject = this.#subject[0]!;
    const last = --this.#size;
    if (last > 0) {
      this.#sink(this.#atMs[last]!, this.#order[last]!, last);
    }
  }

  #rise(from: number, atMs: number, order: number, subject: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#isAfter(parent, atMs, order)) break;
      this.#move(parent, place);
      place = parent;
    }
    this.#put(place, atMs, order, subject);
  }

  #sink(atMs: number, order: number, last: number): void {
    const subject = this.#subject[last]!;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= last) break;
      const right = child + 1;
      const rightMs = this.#atMs[right]!;
      if (right < last && this.#isAfter(child, rightMs, this.#order[right]!)) child = right;
      if (this.#isAfter(child, atMs, order)) break;
      this.#move(child, place);
      place = child;
    }
    this.#put(place, atMs, order, subject);
  }

  #isAfter(place: number, atMs: number, order: number): boolean {
    const placeMs = this.#atMs[place]!;
    return placeMs > atMs || (placeMs === atMs && this.#order[place]! > order);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#atMs[from]!, this.#order[from]!, this.#subject[from]!);
  }

  #put(place: number, atMs: number, order: number, subject: number): void {
    this.#atMs[place] = atMs;
    this.#order[place] = order;
    this.#subject[place] = subject;
  }

  #grow(): void {
    const length = 2 * this.#atMs.length;
    this.#atMs = grown(this.#atMs, new Float64Array(length));
    this.#order = grown(this.#order, new Float64Array(length));
    this.#subject = grown(this.#subject, new Int32Array(length));
  }
}

/** Copies the smaller array into the larger one, and returns that. */
export function grown<Column extends Float64Array | Int32Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
