// A consumer's file that is run confined: the same interface as docs/consumers.md has, in another
// engine. Each environment of the function has an engine of its own, so that what a file keeps is
// kept no longer and no wider than on Lambda.
import type { LambdaContext } from '#local-cloud/lambda/lambda-code.ts';
import {
  type Consumer,
  type ConsumerServices,
  type TableOperation,
  tableOperations,
} from '../consumer/consumer-code.ts';
import { consumerBootstrap } from './bootstrap-code.ts';
import {
  type ConfinedLimits,
  type ConfinedModule,
  type ConfiningEngine,
  confine,
  faultOf,
  loadEngine,
  type StepCounter,
  stepCounter,
  usualLimits,
} from './confine.ts';
import { ConfinedError } from './confined-error.ts';

/** Of all environments of a trial together. A call of a service costs a step at least. */
export const consumerLimits: ConfinedLimits = { ...usualLimits, stepsInAll: 20_000 };

/** A consumer inside. */
export interface ConfinedConsumer {
  readonly consumer: Consumer;
  /** Why the file cannot be run; undefined while it can. What a handler throws is no reason. */
  fault(): ConfinedError | undefined;
  dispose(): void;
}

/** What runs around the code of a file; see `OwnCode`. */
export interface Entrance {
  enter(): void;
  leave(): void;
}

/** Makes a consumer of a file's text. @param fileName how messages name it */
export async function confinedConsumer(
  text: string,
  fileName: string,
  entrance: Entrance,
  limits: ConfinedLimits = consumerLimits,
): Promise<ConfinedConsumer> {
  const trial: Trial = {
    engine: await loadEngine(),
    steps: stepCounter(limits),
    text,
    fileName,
    limits,
    entrance,
    fault: undefined,
  };
  const open = new Set<Environment>();
  return {
    consumer: (services, onEnd) => {
      if (trial.fault !== undefined) throw trial.fault;
      const environment = new Environment(trial, services);
      open.add(environment);
      onEnd(() => {
        open.delete(environment);
        environment.end();
      });
      return (event, context) => environment.handle(event, context);
    },
    fault: () => trial.fault,
    dispose: () => {
      for (const environment of open) environment.end();
    },
  };
}

/** What the environments of a trial share. */
interface Trial {
  readonly engine: ConfiningEngine;
  readonly steps: StepCounter;
  readonly text: string;
  readonly fileName: string;
  readonly limits: ConfinedLimits;
  readonly entrance: Entrance;
  /** The first one. With it the trial is over, and no code of the file is run any more. */
  fault: ConfinedError | undefined;
}

/** An invocation that is under way. */
interface Invocation {
  readonly context: LambdaContext;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

class Environment {
  readonly #trial: Trial;
  readonly #services: ConsumerServices;
  readonly #inside: ConfinedModule;
  #invocation: Invocation | undefined;
  #isOpen = true;

  constructor(trial: Trial, services: ConsumerServices) {
    const { engine, text, fileName, limits, steps } = trial;
    this.#trial = trial;
    this.#services = services;
    const host = {
      ask: (json: string) => {
        // The engine is busy here. A service may end this environment, which must find it idle.
        void Promise.resolve().then(() => this.#serve(json));
        return '';
      },
      answer: (json: string) => {
        this.#answer(JSON.parse(json));
        return '';
      },
      nowMs: services.nowMs,
      random: services.random,
      remainingMs: () => this.#invocation?.context.getRemainingTimeInMillis() ?? 0,
    };
    const bootstrap = consumerBootstrap;
    this.#inside = this.#entered(() => {
      const inside = confine(engine, { text, fileName, bootstrap, host, limits, steps });
      this.#start(inside);
      return inside;
    });
  }

  handle(event: unknown, context: LambdaContext): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#invocation = { context, resolve, reject };
      this.#goOn('handle', [event, context]);
    });
  }

  end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    // An engine whose code was ended on its way has lost count of its objects, and could not free
    // them. It ends with its thread.
    if (this.#trial.fault === undefined) this.#inside.dispose();
  }

  #start(inside: ConfinedModule): void {
    const { tableName } = this.#services;
    const given = { operations: tableOperations, tableName };
    const said = JSON.parse(inside.call('start', JSON.stringify(given)) ?? '{}');
    if (said.exported !== 'function')
      throw this.#faultOf(`it exports no function 'consumer', but ${said.exported}`);
    if (said.handler !== 'function')
      throw this.#faultOf('consumer() has to return a handler, a function');
    inside.runJobs();
  }

  /** Calls inside, and goes on there with what can go on. */
  #goOn(name: string, given: unknown): void {
    if (!this.#isOpen || this.#trial.fault !== undefined) return;
    try {
      this.#entered(() => {
        this.#inside.call(name, JSON.stringify(given));
        this.#inside.runJobs();
      });
    } catch (error) {
      this.#invocation?.reject(error);
    }
  }

  /** Runs the file's code. What it uses too much of, or what is no consumer, ends the trial. */
  #entered<Value>(work: () => Value): Value {
    const { entrance } = this.#trial;
    entrance.enter();
    try {
      return work();
    } catch (error) {
      if (error instanceof ConfinedError) this.#trial.fault ??= error;
      throw error;
    } finally {
      entrance.leave();
    }
  }

  async #serve(json: string): Promise<void> {
    const [id, name, input] = JSON.parse(json);
    this.#goOn('settle', [id, ...(await settled(() => served(this.#services, name, input)))]);
  }

  #answer({ answer, error }: Answer): void {
    if (error === undefined) this.#invocation?.resolve(answer);
    else this.#invocation?.reject(this.#thrown(error));
  }

  /** The engine's own errors are about its limits. They have no class outside. */
  #thrown({ message, ...words }: ErrorWords): Error {
    const error = Object.assign(new Error(message), words);
    if (error.name !== 'InternalError') return error;
    const { fileName, steps } = this.#trial;
    this.#trial.fault ??= faultOf(error, fileName, steps.spent());
    return this.#trial.fault;
  }

  #faultOf(reason: string): ConfinedError {
    return new ConfinedError(this.#trial.fileName, reason);
  }
}

interface ErrorWords {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** What a handler came to. */
interface Answer {
  readonly answer?: unknown;
  readonly error?: ErrorWords;
}

/** Whether a promise is kept, and its value or what is known of its error. */
async function settled(work: () => Promise<unknown>): Promise<[boolean, unknown]> {
  try {
    return [true, (await work()) ?? null];
  } catch (error) {
    const { name, message } = error as Error;
    return [false, { ...(error as object), name, message }];
  }
}

async function served(services: ConsumerServices, name: string, input: unknown): Promise<unknown> {
  if (name !== 'sleep') {
    const { [name as TableOperation]: call } = services.dynamodb;
    return call(Object(input));
  }
  const isTime = typeof input === 'number' && input >= 0;
  if (!isTime) throw new TypeError('sleep takes a number of milliseconds');
  return services.sleep(input);
}
