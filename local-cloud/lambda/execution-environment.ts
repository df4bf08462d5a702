// One execution environment: code that was started once and serves one invocation at a time.

import type { CuttableHandler, Gateway } from '../gateway/gateway.ts';
import type { Clock, Random } from '../service.ts';
import type { FunctionDefinition } from './function-definition.ts';
import type { LambdaContext, LambdaHandler, LogEntry } from './lambda-code.ts';

/** Where an environment's logs and metrics go. */
export type Observers = {
  onLog: (functionName: string, entry: LogEntry) => void;
  onCount: (metric: string, value: number) => void;
};

/** A place at which an invocation can die. */
export type CrashPlace = {
  functionName: string;
  /** How many calls the invocation has made before. */
  index: number;
  /** The call that it is about to make, e.g. `GetItem`; `return` when its handler is through. */
  operation: string;
};

/**
 * Says at which places invocations die: for tests that try each. With N calls made one after the
 * other there are N + 1 places, before each call and before the return.
 */
export type CrashAt = (place: CrashPlace) => boolean;

/** What an environment stands on. */
export type EnvironmentOptions = {
  definition: FunctionDefinition;
  /** Distinguishes the environments of a function, in order of their start. */
  serial: number;
  clock: Clock;
  random: Random;
  gateway: Gateway;
  observers: Observers;
  /** How far its clock is ahead of the true time, or behind if negative. */
  skewMs: number;
  crashAt: CrashAt | undefined;
};

/** One environment of one function. Once dead, nothing of it is heard any more. */
export class ExecutionEnvironment {
  /** Set when a newer version of the function was deployed: it ends the invocation that it has. */
  isRetired = false;
  /** When it last finished an invocation. */
  idleSinceMs = 0;
  /** Called when a crash fault kills it in the middle of an invocation. */
  onCrash: () => void = () => {};
  readonly #options: EnvironmentOptions;
  readonly #client: CuttableHandler;
  #isAlive = true;
  #callCount = 0;
  #traceHeader: string | undefined;
  #handler: LambdaHandler | undefined;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.#client = options.gateway.clientHandler({
      label: `${options.definition.name}/${options.serial}`,
      isSubjectToFaults: true,
      onCrash: () => this.onCrash(),
      traceHeader: () => this.#traceHeader,
      ...(options.crashAt && { crashesAt: (operation) => this.#crashesAt(operation) }),
    });
  }

  get isStarted(): boolean {
    return this.#handler !== undefined;
  }

  /**
   * Runs the handler; at the first invocation the code starts before it.
   * @param traceHeader goes with every call, as the SDK on Lambda reads it from the environment
   */
  async invoke(event: unknown, context: LambdaContext, traceHeader: string): Promise<unknown> {
    this.#callCount = 0;
    this.#traceHeader = traceHeader;
    this.#handler ??= this.#start();
    const answer = await this.#handler(event, context);
    if (this.#crashesAt('return')) this.onCrash();
    return answer;
  }

  /** Cuts it off: its pending calls and sleeps never end, and what it logs is not heard. */
  die(): void {
    this.#isAlive = false;
    this.#client.cutOff();
  }

  #crashesAt(operation: string): boolean {
    const { crashAt, definition } = this.#options;
    if (crashAt === undefined || !this.#isAlive) return false;
    const index = this.#callCount;
    this.#callCount += 1;
    return crashAt({ functionName: definition.name, index, operation });
  }

  #start(): LambdaHandler {
    const { definition, clock, random, observers, skewMs } = this.#options;
    return definition.code({
      env: definition.env,
      nowMs: () => clock.nowMs() + skewMs,
      sleep: (durationMs) => this.#sleep(durationMs),
      random,
      requestHandler: this.#client,
      log: (entry) => {
        if (this.#isAlive) observers.onLog(definition.name, entry);
      },
      count: (metric, value) => {
        if (this.#isAlive) observers.onCount(metric, value);
      },
    });
  }

  #sleep(durationMs: number): Promise<void> {
    const { clock } = this.#options;
    return new Promise((resolve) => {
      clock.at(clock.nowMs() + durationMs, () => {
        if (this.#isAlive) resolve();
      });
    });
  }
}
