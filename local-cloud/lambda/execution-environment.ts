// One execution environment. Its code is started once, and it serves one invocation at a time.

import type { CuttableHandler, Gateway } from '../gateway/gateway.ts';
import type { Clock, Random } from '../service.ts';
import type { CountedMetric, FunctionVariables } from '../telemetry/log-format.ts';
import type { ReportedInvocation } from '../telemetry/platform-lines.ts';
import type { FunctionDefinition } from './function-definition.ts';
import type { LambdaContext, LambdaHandler, LogEntry } from './lambda-code.ts';

/** Where an environment sends its logs and metrics. */
export type Observers = {
  onLog: (functionName: string, entry: LogEntry) => void;
  onCount: (metric: string, value: number) => void;
  onEnd: (ended: EndedInvocation) => void;
};

/** What Lambda says of an invocation when it ends, and what the function counted in it. */
export type EndedInvocation = ReportedInvocation & {
  readonly functionName: string;
  readonly env: FunctionVariables;
  /** Undefined where the environment died, and with it what it had counted. */
  readonly counted: ReadonlyMap<string, CountedMetric> | undefined;
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
 * Decides at which places invocations die, for tests that try each place. With N calls one after
 * the other there are N + 1 places: before each call and before the return.
 */
export type CrashAt = (place: CrashPlace) => boolean;

/** What an environment needs. */
export type EnvironmentOptions = {
  definition: FunctionDefinition;
  /** Tells apart the environments of a function, in the order in which they started. */
  serial: number;
  clock: Clock;
  random: Random;
  gateway: Gateway;
  observers: Observers;
  /** How far its clock is ahead of the true time; negative if it is behind. */
  skewMs: number;
  crashAt: CrashAt | undefined;
};

/** One environment of one function. Once it is dead, its logs and metrics are dropped. */
export class ExecutionEnvironment {
  /**
   * Set when a newer version of the function was deployed. The environment only finishes its
   * invocation.
   */
  isRetired = false;
  /** When it last finished an invocation. */
  idleSinceMs = 0;
  /** Called when a crash fault kills it during an invocation. */
  onCrash: () => void = () => {};
  readonly #options: EnvironmentOptions;
  readonly #client: CuttableHandler;
  readonly #endings: (() => void)[] = [];
  /** What the invocation has counted so far. */
  #counted = new Map<string, CountedMetric>();
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
   * Runs the handler. At the first invocation it starts the code before that.
   * @param traceHeader is sent with every call, as the SDK on Lambda reads it from the environment
   */
  async invoke(event: unknown, context: LambdaContext, traceHeader: string): Promise<unknown> {
    this.#callCount = 0;
    this.#counted = new Map();
    this.#traceHeader = traceHeader;
    this.#handler ??= this.#start();
    const answer = await this.#handler(event, context);
    if (this.#crashesAt('return')) this.onCrash();
    return answer;
  }

  /** What its last invocation counted, by metric. */
  get counted(): ReadonlyMap<string, CountedMetric> {
    return this.#counted;
  }

  /** Cuts it off: its pending calls and sleeps never end, and what it logs is not heard. */
  die(): void {
    this.#isAlive = false;
    this.#client.cutOff();
    for (const callBack of this.#endings.splice(0)) callBack();
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
        if (!this.#isAlive) return;
        observers.onCount(metric, value);
        this.#note(metric, value);
      },
      onEnd: (callBack) => void this.#endings.push(callBack),
    });
  }

  #note(metric: string, value: number): void {
    const valueChars = String(value).length;
    const counted = this.#counted.get(metric);
    if (counted === undefined) this.#counted.set(metric, { calls: 1, valueChars, sum: value });
    else {
      counted.calls += 1;
      counted.valueChars += valueChars;
      counted.sum += value;
    }
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
