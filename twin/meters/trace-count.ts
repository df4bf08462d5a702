/** The share of a second's further requests that X-Ray records; see the local cloud's sampler. */
const furtherShare = 0.05;

/** Counts the traces that X-Ray records by its default rule: each second's first, and 5 %. */
export class TraceCount {
  #lastSecond = Number.NEGATIVE_INFINITY;
  #firstCount = 0;
  #furtherCount = 0;
  /** Requests that were worked out since the last settlement, and when that was. */
  #spreadCount = 0;
  #settledAtMs: number;
  /** Seconds since then whose first request was executed. */
  #secondsTaken = 0;

  constructor(startMs: number) {
    this.#settledAtMs = startMs;
  }

  /** A request begins; times only move forward. @returns whether it is the first of its second */
  begin(nowMs: number): boolean {
    const second = Math.floor(nowMs / 1000);
    if (second === this.#lastSecond) {
      this.#furtherCount += 1;
      return false;
    }
    this.#lastSecond = second;
    this.#firstCount += 1;
    this.#secondsTaken += 1;
    return true;
  }

  /** So many requests came since the last settlement, at moments that nobody worked out. */
  spread(count: number): void {
    this.#spreadCount += count;
  }

  /**
   * Spreads those over the time since the last settlement, evenly and by chance: of the seconds
   * that no executed request was the first of, so many have at least one.
   */
  settle(nowMs: number): void {
    const seconds = (nowMs - this.#settledAtMs) / 1000;
    if (this.#spreadCount > 0 && seconds > 0) {
      const free = Math.max(0, seconds - this.#secondsTaken);
      const firsts = free * (1 - Math.exp(-this.#spreadCount / seconds));
      this.#firstCount += firsts;
      this.#furtherCount += this.#spreadCount - firsts;
      this.#spreadCount = 0;
    }
    this.#secondsTaken = 0;
    this.#settledAtMs = nowMs;
  }

  /** Traces so far, as of the last settlement. */
  get count(): number {
    return this.#firstCount + furtherShare * this.#furtherCount;
  }
}
