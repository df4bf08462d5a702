// Which execution environment serves an invocation: the one used last, or a new one.
import type { Invocation } from './invocation.ts';

/** How long an idle environment lives, as in the local cloud (SimFaaS assumes 600 s). */
export const idleLifeMs = 600_000;

/** The environments of one function. Time only moves forward from call to call. */
export class Environments {
  readonly #start: () => Invocation;
  /** Called with every invocation's end, in the order of time, before anything later is asked. */
  readonly #onEnd: (messageCount: number) => void;
  readonly #busy: Invocation[] = [];
  /** In the order in which they became idle. */
  readonly #idle: Invocation[] = [];
  /** Until then nobody ends: it is asked often, and rarely something ends. */
  #quietUntilMs = Number.NEGATIVE_INFINITY;

  constructor(start: () => Invocation, onEnd: (messageCount: number) => void) {
    this.#start = start;
    this.#onEnd = onEnd;
  }

  /** How many are at work, as of the last call. */
  get busyCount(): number {
    return this.#busy.length;
  }

  /** Takes an environment; one that was never used starts cold. */
  take(nowMs: number): Invocation {
    this.settle(nowMs);
    const environment = this.#takeWarm(nowMs) ?? this.#start();
    this.#busy.push(environment);
    // When it ends is not known yet.
    this.#quietUntilMs = Number.NEGATIVE_INFINITY;
    return environment;
  }

  /** Gives back those whose invocations have ended by now. */
  settle(nowMs: number): void {
    if (nowMs < this.#quietUntilMs) return;
    for (;;) {
      const at = this.#firstToEnd();
      const first = this.#busy[at];
      if (first === undefined || first.endMs > nowMs) {
        this.#quietUntilMs = this.#isAnyOpen()
          ? Number.NEGATIVE_INFINITY
          : (first?.endMs ?? Number.POSITIVE_INFINITY);
        return;
      }
      const last = this.#busy.pop();
      if (last !== undefined && last !== first) this.#busy[at] = last;
      this.#idle.push(first);
      this.#onEnd(first.messageCount);
    }
  }

  #takeWarm(nowMs: number): Invocation | undefined {
    const warm = this.#idle.pop();
    if (warm === undefined || warm.endMs + idleLifeMs > nowMs) return warm;
    // The others have been idle for even longer.
    this.#idle.length = 0;
    return undefined;
  }

  /** Whether it is not known yet when one of them ends. */
  #isAnyOpen(): boolean {
    return this.#busy.some(({ endMs }) => endMs === Number.POSITIVE_INFINITY);
  }

  #firstToEnd(): number {
    let first = 0;
    let firstMs = Number.POSITIVE_INFINITY;
    for (let at = 0; at < this.#busy.length; at += 1) {
      const endMs = this.#busy[at]?.endMs ?? firstMs;
      if (endMs >= firstMs) continue;
      first = at;
      firstMs = endMs;
    }
    return first;
  }
}
