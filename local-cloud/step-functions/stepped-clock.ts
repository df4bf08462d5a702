// A clock for tests. It runs one action at a time, in the order of time and scheduling, and lets
// the promises settle in between.

import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../service.ts';

/** Virtual time that moves only on request. */
export class SteppedClock implements Clock {
  #nowMs: number;
  #sequence = 0;
  #actions: { timeMs: number; sequence: number; run: () => void }[] = [];

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  at(timeMs: number, run: () => void): () => void {
    const action = { timeMs: Math.max(timeMs, this.#nowMs), sequence: this.#sequence++, run };
    this.#actions.push(action);
    return () => {
      this.#actions = this.#actions.filter((other) => other !== action);
    };
  }

  sleep(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.at(this.#nowMs + durationMs, resolve);
    });
  }

  /** Runs everything up to the time, or to the end. It refuses to run for ever. */
  async run(untilMs = Number.POSITIVE_INFINITY): Promise<void> {
    await setImmediate();
    for (let steps = 0; steps < 200_000; steps += 1) {
      this.#actions.sort(
        (left, right) => left.timeMs - right.timeMs || left.sequence - right.sequence,
      );
      const [next] = this.#actions;
      if (!next || next.timeMs > untilMs) return;
      this.#actions.shift();
      this.#nowMs = next.timeMs;
      next.run();
      await setImmediate();
    }
    throw new Error('the clock has run 200,000 actions and there is no end in sight');
  }
}
