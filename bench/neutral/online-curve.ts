// How many are online, and the three figures that the workload wants of that curve.

/** From here on a storm's curve may count as recovered, after the start of the storm. */
const RECOVERY_AFTER_MS = 100_000;

/** The neutral workload's curve of who is online. */
export class OnlineCurve {
  onlineCount = 0;
  readonly #nodeCount: number;
  readonly #stormMs: number;
  readonly #most: number;
  #least: number;
  #joinedMs = -1;
  #recoveredMs = -1;
  #hasFallen = false;

  constructor(nodeCount: number, stormMs: number) {
    this.#nodeCount = nodeCount;
    this.#stormMs = stormMs;
    this.#least = nodeCount;
    this.#most = Math.floor(nodeCount * 0.99);
  }

  /** Looks at the count at the end of a millisecond. */
  observe(nowMs: number): void {
    if (this.#joinedMs < 0 && this.onlineCount >= this.#most) this.#joinedMs = nowMs;
    if (nowMs < this.#stormMs) return;
    if (this.onlineCount < this.#least) this.#least = this.onlineCount;
    if (this.#recoveredMs >= 0 || nowMs < this.#stormMs + RECOVERY_AFTER_MS) return;
    if (this.onlineCount < this.#most) this.#hasFallen = true;
    else if (this.#hasFallen) this.#recoveredMs = nowMs;
  }

  summary() {
    return {
      minOnlineShare: this.#least / this.#nodeCount,
      joined99Ms: this.#joinedMs < 0 ? null : this.#joinedMs,
      recovered99Ms: this.#recoveredMs < 0 ? null : this.#recoveredMs,
    };
  }
}
