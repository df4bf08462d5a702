// Chooses the execution environment for an invocation: the one used last, or a new one.
import type { Invocation } from './invocation.ts';

/** How long an idle environment lives, as in the local cloud (SimFaaS assumes 600 s). */
export const idleLifeMs = 600_000;

/** The environments of one function. From call to call time only moves forward. */
export class Environments {
  readonly #start: () => Invocation;
  /** Called when an invocation ends, in the order of time, and before any later call. */
  readonly #onEnd: (messageCount: number) => void;
  readonly #busy: Invocation[] = [];
  /** In the order in which they became idle. */
  readonly #idle: Invocation[] = [];
  /**
   * No invocation ends before this time. It saves most searches: the question is asked often, and
   * an invocation ends rarely.
   */
  #quietUntilMs = Number.NEGATIVE_INFINITY;

  constructor(start: () => Invocation, onEnd: (messageCount: number) => void) {
    this.#start = start;
    this.#onEnd = onEnd;
  }

  /** How many environments are busy, as of the last call. */
  get busyCount(): number {
    return this.#busy.length;
  }

  /** Messages of invocations that have ended by now and were not taken back yet. */
  endedMessageCount(nowMs: number): number {
    let count = 0;
    for (const { endMs, messageCount } of this.#busy) if (endMs <= nowMs) count += messageCount;
    return count;
  }

  /** Takes an environment. A new one starts cold. */
  take(nowMs: number): Invocation {
    this.settle(nowMs);
    const environment = this.#takeWarm(nowMs) ?? this.#start();
    this.#busy.push(environment);
    // The end of this invocation is not known yet.
    this.#quietUntilMs = Number.NEGATIVE_INFINITY;
    return environment;
  }

  /** Takes back the environments whose invocations have ended by now. */
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

  /** Whether there is an invocation whose end is not known yet. */
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
