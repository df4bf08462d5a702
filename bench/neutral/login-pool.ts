// Who is served: one line, first come first served, each log-in taking the same time, and a bound
// on how many may wait.

/** Seconds of work that may wait. */
const QUEUE_SECONDS = 5;

/** The neutral workload's log-in service. */
export class LoginPool {
  failedCount = 0;
  /** Most log-ins that were in the line at once, the one that came last included. */
  backlogMax = 0;
  #servicePerMs: number;
  #serviceMs: number;
  #backlogLimit: number;
  #freeMs = 0;

  /** @param perSecond - log-ins served in a second */
  constructor(perSecond: number) {
    this.#servicePerMs = perSecond / 1_000;
    this.#serviceMs = 1_000 / perSecond;
    this.#backlogLimit = QUEUE_SECONDS * perSecond;
  }

  /** From now on fewer are served; the work that waits takes the time that it was promised. */
  slowDown(perSecond: number): void {
    this.#servicePerMs = perSecond / 1_000;
    this.#serviceMs = 1_000 / perSecond;
    this.#backlogLimit = QUEUE_SECONDS * perSecond;
  }

  /** When a log-in that asks now will be done; -1: the line is full. */
  ask(nowMs: number): number {
    const startMs = Math.max(this.#freeMs, nowMs);
    const backlog = (startMs - nowMs) * this.#servicePerMs;
    if (backlog >= this.#backlogLimit) {
      this.failedCount += 1;
      return -1;
    }
    if (backlog + 1 > this.backlogMax) this.backlogMax = backlog + 1;
    this.#freeMs = startMs + this.#serviceMs;
    return Math.ceil(this.#freeMs);
  }
}
