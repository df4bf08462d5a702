// What changed in a table lately, so that a read can be given an earlier state of it.

/** The changes of one table, back to a given age in ms and some way beyond. */
export class RecentChanges<Change> {
  readonly #ageMsMax: number;
  // Two generations: when the newer one has grown old, the older one is dropped as a whole.
  #older: [number, Change][] = [];
  #newer: [number, Change][] = [];

  constructor(ageMsMax: number) {
    this.#ageMsMax = ageMsMax;
  }

  note(atMs: number, change: Change): void {
    const firstMs = this.#newer[0]?.[0] ?? atMs;
    if (atMs - firstMs > this.#ageMsMax) {
      this.#older = this.#newer;
      this.#newer = [];
    }
    this.#newer.push([atMs, change]);
  }

  /** The changes after `asOfMs`, the latest first. */
  after(asOfMs: number): Change[] {
    const all = [...this.#older, ...this.#newer];
    return all.flatMap(([atMs, change]) => (atMs > asOfMs ? change : [])).reverse();
  }
}
