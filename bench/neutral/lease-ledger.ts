// Renewals that change nothing need not be executed: who signed in at some time renews each minute
// after it, so the renewals of a second are those who signed in a whole number of minutes before.

const SECOND_MS = 1_000;
/** Seconds between two renewals of one lease. */
const PERIOD_SECONDS = 60;

/** Counts renewals, second by second, from the times at which leases begin and end. */
export class LeaseLedger {
  readonly renewalsPerSecond: Int32Array;
  /** Leases that run, by the second of the minute in which they began. */
  readonly #phases = new Int32Array(PERIOD_SECONDS);
  #second = 0;
  #nextSecondMs = SECOND_MS;

  constructor(endMs: number) {
    this.renewalsPerSecond = new Int32Array(Math.ceil(endMs / SECOND_MS));
  }

  /** When the next second begins: until then there is nothing to count by arithmetic. */
  get nextSecondMs(): number {
    return this.#nextSecondMs;
  }

  /** Moves on to `nowMs`: every second that began by then has its renewals counted. */
  moveTo(nowMs: number): void {
    while (nowMs >= this.#nextSecondMs) {
      this.#second += 1;
      this.#nextSecondMs += SECOND_MS;
      const phase = this.#second % PERIOD_SECONDS;
      this.renewalsPerSecond[this.#second] = this.#phases[phase] as number;
    }
  }

  /** Renewals of this very second that were executed: for runs that compute none. */
  add(renewalCount: number): void {
    this.renewalsPerSecond[this.#second] =
      (this.renewalsPerSecond[this.#second] as number) + renewalCount;
  }

  /** A lease begins now; its first renewal is due in a minute. */
  begin(nowMs: number): void {
    const phase = Math.floor(nowMs / SECOND_MS) % PERIOD_SECONDS;
    this.#phases[phase] = (this.#phases[phase] as number) + 1;
  }

  /** A lease ends now; a renewal that would be due now is not made any more. */
  end(beganMs: number, nowMs: number): void {
    const beganSecond = Math.floor(beganMs / SECOND_MS);
    const phase = beganSecond % PERIOD_SECONDS;
    this.#phases[phase] = (this.#phases[phase] as number) - 1;
    const isCountedNow = this.#second > beganSecond && this.#second % PERIOD_SECONDS === phase;
    if (isCountedNow && beganMs % SECOND_MS >= nowMs % SECOND_MS) {
      this.renewalsPerSecond[this.#second] = (this.renewalsPerSecond[this.#second] as number) - 1;
    }
  }
}
