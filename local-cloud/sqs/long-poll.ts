// How long a receive waits: until a message becomes visible, or its wait time is over.

import type { Clock } from '../service.ts';
import type { Queue } from './queue.ts';

type Wait = { proceed: () => void; cancelTimer: () => void };

/** The receives that wait, by queue. */
export class ReceiveWaits {
  readonly #clock: Clock;
  readonly #waits = new Map<Queue, Wait[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Makes a receive wait if no message is visible and the call or the queue asks for waiting.
   * @returns whether it waits; `proceed` is then called once
   */
  defer(queue: Queue, waitSeconds: unknown, proceed: () => void): boolean {
    const waitMs = typeof waitSeconds === 'number' ? 1000 * waitSeconds : queue.settings.waitMs;
    if (!(waitMs > 0) || queue.counts().visible > 0) return false;
    const waits = this.#waitsOf(queue);
    const wait: Wait = {
      proceed,
      cancelTimer: this.#clock.at(this.#clock.nowMs() + waitMs, () => {
        waits.splice(waits.indexOf(wait), 1);
        proceed();
      }),
    };
    waits.push(wait);
    return true;
  }

  #waitsOf(queue: Queue): Wait[] {
    const known = this.#waits.get(queue);
    if (known !== undefined) return known;
    const waits: Wait[] = [];
    this.#waits.set(queue, waits);
    queue.onVisible(() => this.#wakeFirst(waits));
    return waits;
  }

  /** One message ends one wait. The receive itself runs as an action of its own. */
  #wakeFirst(waits: Wait[]): void {
    const wait = waits.shift();
    if (wait === undefined) return;
    wait.cancelTimer();
    this.#clock.at(this.#clock.nowMs(), wait.proceed);
  }
}
