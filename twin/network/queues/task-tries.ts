// How often a task is tried that the account has no room for: as `invoke` of cdk/reboot-storm.ts.
import { taskRetries } from '#domain/limits.ts';

/** The tries of one task after another. */
export class TaskTries {
  #used = 0;

  /** Takes one more try. @returns after how many ms; null where none is left */
  take(): number | null {
    const { intervalSeconds, backoffRate, attemptsMax } = taskRetries;
    if (this.#used === attemptsMax) return null;
    this.#used += 1;
    return 1000 * intervalSeconds * backoffRate ** (this.#used - 1);
  }

  /** The task was carried out, or given up; the next one begins anew. */
  reset(): void {
    this.#used = 0;
  }
}
