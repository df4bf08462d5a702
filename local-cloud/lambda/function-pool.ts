// Chooses the environment for an invocation: a warm one, a new one, or none because of a limit.

import type { FaultInjector } from '../faults.ts';
import type { Clock } from '../service.ts';
import type { ExecutionEnvironment } from './execution-environment.ts';

/** How long an idle environment lives; AWS names no figure, SimFaaS's measurements assume 600 s. */
export const IDLE_LIFE_MS = 600_000;

/** What a pool needs. */
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
  readonly #busy = new Set<ExecutionEnvironment>();

  constructor(options: FunctionPoolOptions) {
    this.#options = options;
  }

  get busyCount(): number {
    return this.#busy.size;
  }

  /** Takes the environment that was used last, so that the others can reach their idle limit. */
  take(): ExecutionEnvironment | undefined {
    const { concurrencyMax, startEnvironment } = this.#options;
    if (this.#busy.size >= concurrencyMax) return undefined;
    if (this.#options.faults.strikes('redeploy')) this.retire();
    const environment = this.#takeWarm() ?? startEnvironment(this.#nextSerial());
    this.#busy.add(environment);
    return environment;
  }

  /** Retires all environments. Busy ones end their invocation; idle ones are removed at once. */
  retire(): void {
    for (const idle of this.#idle) idle.die();
    this.#idle = [];
    for (const busy of this.#busy) busy.isRetired = true;
  }

  /** Gives an environment back for the next invocation. */
  giveBack(environment: ExecutionEnvironment): void {
    if (environment.isRetired) {
      this.discard(environment);
      return;
    }
    this.#busy.delete(environment);
    environment.idleSinceMs = this.#options.clock.nowMs();
    this.#idle.push(environment);
  }

  /** Removes an environment. */
  discard(environment: ExecutionEnvironment): void {
    this.#busy.delete(environment);
    environment.die();
  }

  #nextSerial(): number {
    this.#serial += 1;
    return this.#serial;
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
