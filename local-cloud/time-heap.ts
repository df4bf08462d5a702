// A binary min-heap of scheduled actions in the total order (timeMs, sequence).

/** An entry's place in the order. No two entries of one heap have the same sequence. */
export type Timed = { readonly timeMs: number; readonly sequence: number };

/** A priority queue whose `pop` gives the earliest entry, the first pushed among equals. */
export class TimeHeap<Entry extends Timed> {
  readonly #entries: Entry[] = [];

  get size(): number {
    return this.#entries.length;
  }

  /** The earliest entry, left in place. */
  peek(): Entry | undefined {
    return this.#entries[0];
  }

  push(entry: Entry): void {
    const entries = this.#entries;
    let index = entries.length;
    entries.push(entry);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      // An index below the length always holds an entry. The casts in this file depend on that.
      const parent = entries[parentIndex] as Entry;
      if (isBefore(parent, entry)) break;
      entries[index] = parent;
      index = parentIndex;
    }
    entries[index] = entry;
  }

  /** Removes the earliest entry and returns it. */
  pop(): Entry | undefined {
    const first = this.#entries[0];
    const last = this.#entries.pop();
    if (first !== undefined && last !== undefined && this.#entries.length > 0) this.#sink(last);
    return first;
  }

  #sink(entry: Entry): void {
    const entries = this.#entries;
    const length = entries.length;
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      if (childIndex >= length) break;
      let child = entries[childIndex] as Entry;
      const right = entries[childIndex + 1];
      if (right !== undefined && isBefore(right, child)) {
        child = right;
        childIndex += 1;
      }
      if (isBefore(entry, child)) break;
      entries[index] = child;
      index = childIndex;
    }
    entries[index] = entry;
  }
}

function isBefore(left: Timed, right: Timed): boolean {
  if (left.timeMs !== right.timeMs) return left.timeMs < right.timeMs;
  return left.sequence < right.sequence;
}
