// Requests that were aggregated, each with its node. A flood keeps hundreds of thousands of them,
// and draws them in no order: a pair stands side by side, so that it is one cache miss, and takes
// eight bytes, a quarter of what two arrays of numbers take while they grow.

/** Requests in no particular order. */
export class RequestList {
  #pairs = new Int32Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(request: number, node: number): void {
    if (2 * this.#length === this.#pairs.length) this.#grow();
    const at = 2 * this.#length;
    this.#pairs[at] = request;
    this.#pairs[at + 1] = node;
    this.#length += 1;
  }

  requestAt(index: number): number {
    return this.#pairs[2 * index]!;
  }

  nodeAt(index: number): number {
    return this.#pairs[2 * index + 1]!;
  }

  /** Takes one out; the last one takes its place. */
  removeAt(index: number): void {
    const last = this.#length - 1;
    this.#pairs[2 * index] = this.requestAt(last);
    this.#pairs[2 * index + 1] = this.nodeAt(last);
    this.#length = last;
  }

  /** Keeps those of whom it is said, in their order. */
  keep(isKept: (request: number, node: number) => boolean): void {
    const before = this.#length;
    this.#length = 0;
    for (let index = 0; index < before; index += 1) {
      const request = this.requestAt(index);
      const node = this.nodeAt(index);
      if (isKept(request, node)) this.push(request, node);
    }
  }

  #grow(): void {
    const grown = new Int32Array(2 * this.#pairs.length);
    grown.set(this.#pairs);
    this.#pairs = grown;
  }
}
