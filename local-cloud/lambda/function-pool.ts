// Which environment serves an invocation: a warm one, a new one, or none because of a limit.

import type { FaultInjector } from '../faults.ts';
import type { Clock } from '../service.ts';
import type { ExecutionEnvironment } from './execution-environment.ts';

/** How long an idle environment lives; AWS names no figure, SimFaaS's measurements assume 600 s. */
const IDLE_LIFE_MS = 600_000;

/** What a pool stands on. */
export type FunctionPoolOptions = {
  clock: Clock;
  faults: FaultInjector;
  concurrencyMax: number;
  startEnvironment: (serial: number) => ExecutionEnvironment;
};

/** The environments of one function. */
export class FunctionPool {
  readonly #options: FunctionPoolOptions;
  #idle: ExecutionEnvironment[] = [];
  #serial = 0;
  #busyCount = 0;

  constructor(options: FunctionPoolOptions) {
    this.#options = options;
  }

  get busyCount(): number {
    return this.#busyCount;
  }

  /** Takes an environment: the one that was used last, so that the others may grow old and go. */
  take(): ExecutionEnvironment | undefined {
    const { concurrencyMax, startEnvironment } = this.#options;
    if (this.#busyCount >= concurrencyMax) return undefined;
    this.#busyCount += 1;
    const warm = this.#takeWarm();
    if (warm !== undefined) return warm;
    this.#serial += 1;
    return startEnvironment(this.#serial);
  }

  /** Gives an environment back for the next invocation. */
  giveBack(environment: ExecutionEnvironment): void {
    this.#busyCount -= 1;
    environment.idleSinceMs = this.#options.clock.nowMs();
    this.#idle.push(environment);
  }

  /** Gives an environment up. */
  discard(environment: ExecutionEnvironment): void {
    this.#busyCount -= 1;
    environment.die();
  }

  #takeWarm(): ExecutionEnvironment | undefined {
    const warm = this.#idle.pop();
    if (warm === undefined) return undefined;
    if (warm.idleSinceMs + IDLE_LIFE_MS <= this.#options.clock.nowMs()) {
      // The others have been idle for even longer.
      for (const old of [warm, ...this.#idle]) old.die();
      this.#idle = [];
      return undefined;
    }
    if (!this.#options.faults.strikes('coldStart')) return warm;
    warm.die();
    return undefined;
  }
}
