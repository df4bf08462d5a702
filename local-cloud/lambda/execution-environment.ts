// One execution environment: code that was started once and serves one invocation at a time.

import type { CuttableHandler, FrontDoor } from '../front-door.ts';
import type { Clock, Random } from '../service.ts';
import type { FunctionDefinition } from './function-definition.ts';
import type { LambdaContext, LambdaHandler, LogEntry } from './lambda-code.ts';

/** Where an environment's logs and metrics go. */
export type Observers = {
  onLog: (functionName: string, entry: LogEntry) => void;
  onCount: (metric: string, value: number) => void;
};

/** What an environment stands on. */
export type EnvironmentOptions = {
  definition: FunctionDefinition;
  /** Distinguishes the environments of a function, in order of their start. */
  serial: number;
  clock: Clock;
  random: Random;
  frontDoor: FrontDoor;
  observers: Observers;
};

/** One environment of one function. Once dead, nothing of it is heard any more. */
export class ExecutionEnvironment {
  /** When it last finished an invocation. */
  idleSinceMs = 0;
  /** Called when a crash fault kills it in the middle of an invocation. */
  onCrash: () => void = () => {};
  readonly #options: EnvironmentOptions;
  readonly #client: CuttableHandler;
  #isAlive = true;
  #handler: LambdaHandler | undefined;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.#client = options.frontDoor.clientHandler({
      label: `${options.definition.name}/${options.serial}`,
      isSubjectToFaults: true,
      onCrash: () => this.onCrash(),
    });
  }

  get isStarted(): boolean {
    return this.#handler !== undefined;
  }

  /** Runs the handler; at the first invocation the code starts before it. */
  async invoke(event: unknown, context: LambdaContext): Promise<unknown> {
    this.#handler ??= this.#start();
    return await this.#handler(event, context);
  }

  /** Cuts it off: its pending calls and sleeps never end, and what it logs is not heard. */
  die(): void {
    this.#isAlive = false;
    this.#client.cutOff();
  }

  #start(): LambdaHandler {
    const { definition, clock, random, observers } = this.#options;
    return definition.code({
      env: definition.env,
      nowMs: () => clock.nowMs(),
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
