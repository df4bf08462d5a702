// The latest changes of a table, from which an earlier state can be made.

/** The changes of one table, back to a given age in ms and somewhat longer. */
export class RecentChanges<Change> {
  readonly #ageMsMax: number;
  // Two generations. When the newer one has reached the age, the older one is dropped as a whole.
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
