// Runs a module of somebody whom nobody knows, inside QuickJS: a JavaScript engine compiled to
// WebAssembly, with objects of its own. It has no files, no network, no clock and no chance, and
// neither reaches nor changes anything of the program around it.
//
// What it may use is counted in steps of the engine and in bytes, not in seconds. So the same file
// ends in the same way on every machine.
import imported from '@jitl/quickjs-singlefile-cjs-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import { ConfinedError } from './confined-error.ts';

/** What confined code may use. */
export interface ConfinedLimits {
  readonly memoryBytes: number;
  /** For the calls within each other, in bytes. */
  readonly stackBytes: number;
  /** Of one call, in steps: some ten thousand jumps and calls of the engine are one. */
  readonly stepsPerCall: number;
  /** Of all calls together. */
  readonly stepsInAll: number;
}

/** Far more than a decision needs: one takes less than a step. */
export const usualLimits: ConfinedLimits = {
  memoryBytes: 16 * 1024 * 1024,
  // QuickJS's own stack lies on that of the program, which has about a megabyte.
  stackBytes: 128 * 1024,
  stepsPerCall: 1_000,
  stepsInAll: 100_000,
};

/** A function of the program that confined code may call, with JSON in and JSON out. */
export type HostFunction = (json: string) => string;

/** It has no answer where the code has no steps left. */
type ChargedFunction = (json: string) => string | number | undefined;

/** A module that is held inside. */
export interface ConfinedModule {
  /**
   * Calls a function of the bootstrap code with JSON. @returns its answer; undefined for none
   * @throws {ConfinedError}
   */
  call(name: string, json: string): string | undefined;
  /**
   * Goes on with what waits for promises that are settled, until nothing inside can go on.
   * @throws {ConfinedError}
   */
  runJobs(): void;
  dispose(): void;
}

/** What is confined, and how. */
export interface Confinement {
  /** The module's text. */
  readonly text: string;
  /** How messages name it. */
  readonly fileName: string;
  /** What is evaluated before it: see `bootstrap-code.ts`. */
  readonly bootstrap: string;
  /** What it may call of the program, by name. */
  readonly host: Readonly<Record<string, HostFunction | (() => number)>>;
  readonly limits: ConfinedLimits;
  /** Shared by modules whose steps are counted together. */
  readonly steps?: StepCounter;
}

/** The engine, loaded. */
export type ConfiningEngine = QuickJSWASMModule;

// It is CommonJS: Node says that its exports are the default, jest that its default is. The engine
// takes both.
const variant = imported as unknown as QuickJSSyncVariant;

let engine: Promise<QuickJSWASMModule> | undefined;

/** Loads the engine, once. */
export function loadEngine(): Promise<ConfiningEngine> {
  engine ??= newQuickJSWASMModuleFromVariant(variant);
  return engine;
}

/**
 * Evaluates a module inside.
 * @throws {ConfinedError} where it cannot be read, throws, or uses too much
 */
export function confine(within: ConfiningEngine, confinement: Confinement): ConfinedModule {
  const { fileName, host, limits, steps = stepCounter(limits) } = confinement;
  const runtime = within.newRuntime({
    memoryLimitBytes: limits.memoryBytes,
    maxStackSizeBytes: limits.stackBytes,
    moduleLoader: (name) => ({ error: new Error(`a graded file imports nothing: '${name}'`) }),
  });
  const context = runtime.newContext();
  runtime.setInterruptHandler(steps.isOver);
  const inside = <Value>(work: () => Value): Value => {
    steps.begin();
    try {
      const value = work();
      // An asynchronous function that was ended leaves a promise that nobody keeps, and no error.
      if (steps.spent() === undefined) return value;
    } catch (error) {
      throw faultOf(error, fileName, steps.spent());
    }
    throw faultOf('ended', fileName, steps.spent());
  };
  const charged = (call: HostFunction | (() => number)) => (json: string) =>
    steps.charge(json) ? call(json) : undefined;
  const hosts = Object.entries(host).map(([name, call]) => [name, charged(call)] as const);
  const letGo = () => {
    context.dispose();
    runtime.dispose();
  };
  let calls: QuickJSHandle;
  try {
    calls = inside(() => openModule(context, confinement, hosts));
  } catch (error) {
    letGo();
    throw error;
  }
  return {
    call: (name, json) =>
      inside(() => {
        using given = context.newString(json);
        using called = context.getProp(calls, name);
        using answer = context.unwrapResult(context.callFunction(called, context.undefined, given));
        return context.typeof(answer) === 'string' ? context.getString(answer) : undefined;
      }),
    runJobs: () => inside(() => runJobs(context, steps)),
    dispose: () => {
      calls.dispose();
      letGo();
    },
  };
}

/** So many jobs are run before it is asked whether there are steps left. */
const jobsAtOnce = 64;

/**
 * Code that was ended in one job may go on in the next, so that each few of them are a step, and
 * none is run when the steps are used up.
 */
function runJobs(context: QuickJSContext, steps: StepCounter): void {
  while (context.runtime.hasPendingJob()) {
    if (steps.isOver()) return;
    const done = context.runtime.executePendingJobs(jobsAtOnce);
    if (done.error === undefined) done.dispose();
    else context.unwrapResult({ error: done.error });
  }
}

/** Evaluates the bootstrap code, then the module. @returns the functions that may be called */
function openModule(
  context: QuickJSContext,
  { text, fileName, bootstrap: code }: Confinement,
  host: readonly (readonly [string, ChargedFunction])[],
): QuickJSHandle {
  using bootstrap = context.unwrapResult(context.evalCode(code, 'bootstrap.js'));
  using functions = context.newObject();
  for (const [name, call] of host) {
    using handle = context.newFunction(name, (given) => hostAnswer(context, call, given));
    context.setProp(functions, name, handle);
  }
  using evaluated = context.unwrapResult(
    context.evalCode(text, fileName, { type: 'module', strict: true }),
  );
  using exported = settled(context, evaluated);
  return context.unwrapResult(
    context.callFunction(bootstrap, context.undefined, exported, functions),
  );
}

/** A module that awaits at its top is a promise of what it exports. */
function settled(context: QuickJSContext, evaluated: QuickJSHandle): QuickJSHandle {
  const state = context.getPromiseState(evaluated);
  if (state.type === 'fulfilled') return state.notAPromise ? evaluated.dup() : state.value;
  if (state.type === 'rejected') throw context.unwrapResult({ error: state.error });
  throw new Error('it waits for something, and nothing inside comes later');
}

function hostAnswer(
  context: QuickJSContext,
  call: ChargedFunction,
  given: QuickJSHandle | undefined,
): QuickJSHandle {
  const json = given === undefined ? '' : context.getString(given);
  const answer = call(json);
  if (answer === undefined) return context.undefined;
  return typeof answer === 'number' ? context.newNumber(answer) : context.newString(answer);
}

/** The program reads and writes so many characters of JSON in the time of a step. */
const charactersPerStep = 4_000;

type Spent = 'call' | 'all' | undefined;

/** Counts the steps of a call, and of all calls together. */
export type StepCounter = ReturnType<typeof stepCounter>;

/** A counter at zero. */
export function stepCounter({ stepsPerCall, stepsInAll }: ConfinedLimits) {
  let [ofCall, ofAll] = [0, 0];
  return {
    begin: () => {
      ofCall = 0;
    },
    /** The program's work for the code is none of the engine. It is charged by the size of what is
     * asked. @returns whether there are steps enough for it */
    charge: (json: string): boolean => {
      const cost = Math.ceil(json.length / charactersPerStep);
      ofCall += cost;
      ofAll += cost;
      return ofCall <= stepsPerCall && ofAll <= stepsInAll;
    },
    /** Asked by the engine after each step. */
    isOver: (): boolean => {
      ofCall += 1;
      ofAll += 1;
      return ofCall > stepsPerCall || ofAll > stepsInAll;
    },
    spent: (): Spent => {
      if (ofCall > stepsPerCall) return 'call';
      return ofAll > stepsInAll ? 'all' : undefined;
    },
  };
}

const spentWords = {
  call: 'did not come to an end within its steps: does it loop for ever?',
  all: 'used more steps in all than it may',
} as const;

/** Why code of a module failed, with the line of the module where the engine knows it. */
export function faultOf(error: unknown, fileName: string, spent: Spent): ConfinedError {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: '' };
  const at = lineIn(`${stack ?? ''}\n${causeStack(error)}`, fileName);
  const place = at === undefined ? fileName : `${fileName}:${at}`;
  const isEngines = error instanceof Error && error.name === 'InternalError';
  const reason = isEngines || spent !== undefined ? limitWords(message, spent) : message;
  return new ConfinedError(place, reason, { cause: error });
}

/** Why the engine itself ended the code. */
function limitWords(message: string, spent: Spent): string {
  if (spent !== undefined) return `it ${spentWords[spent]}`;
  if (/out of memory/.test(message)) return 'it used more memory than it may';
  return /stack overflow/.test(message) ? 'it calls itself without end' : message;
}

/** QuickJS's own stack is kept in the cause of the error that stands for it outside. */
function causeStack(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const stack = typeof cause === 'object' && cause !== null && 'stack' in cause && cause.stack;
  return typeof stack === 'string' ? stack : '';
}

function lineIn(stack: string, fileName: string): string | undefined {
  const at = stack.indexOf(`${fileName}:`);
  return at < 0 ? undefined : /^\d+(?::\d+)?/.exec(stack.slice(at + fileName.length + 1))?.[0];
}
