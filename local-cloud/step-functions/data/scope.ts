// Parts of an execution can be stopped from outside: by a time-out, a failed sibling or
// StopExecution.

import type { Clock } from '../../service.ts';

/** The reason for stopping work whose sibling failed, at this event of the history. */
export class SiblingFailed extends Error {
  readonly eventId: number;

  constructor(eventId: number) {
    super('a sibling failed');
    this.eventId = eventId;
  }
}

/** A part of an execution that can be stopped as a whole, with all inner parts. */
export class Scope {
  readonly #listeners = new Set<(reason: Error) => void>();
  #reason: Error | undefined;
  #leave: () => void = () => {};

  constructor(parent?: Scope) {
    if (parent) this.#leave = parent.#onStop((reason) => this.stop(reason));
  }

  /** Stops all work inside, and rejects its waits with the reason. Later calls change nothing. */
  stop(reason: Error): void {
    if (this.#reason) return;
    this.#reason = reason;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener(reason);
  }

  /** Leaves the parent, once the work inside is over. */
  close(): void {
    this.#leave();
  }

  /** The promise's outcome, or the reason of a stop, whichever comes first. */
  guard<Value>(promise: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const leave = this.#onStop(reject);
      promise.then(resolve, reject).finally(leave);
    });
  }

  /** Waits on the virtual clock. */
  waitUntil(clock: Clock, timeMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = clock.at(timeMs, () => {
        leave();
        resolve();
      });
      const leave = this.#onStop((reason) => {
        cancel();
        reject(reason);
      });
    });
  }

  #onStop(listener: (reason: Error) => void): () => void {
    if (this.#reason) {
      listener(this.#reason);
      return () => {};
    }
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
