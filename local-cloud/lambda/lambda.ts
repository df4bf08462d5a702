// Lambda: invocations with cold starts, time-outs, concurrency limits and a bill.

import type { FaultInjector } from '../faults.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { identifiersFrom } from '../identifiers.ts';
import type { Peaks } from '../peaks.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { Clock, Meters } from '../service.ts';
import type { TraceSampler } from '../telemetry/trace-sampler.ts';
import { type CrashAt, ExecutionEnvironment, type Observers } from './execution-environment.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { FunctionPool } from './function-pool.ts';
import { failureOf, type InvocationOutcome } from './invocation-outcome.ts';
import type { LambdaCode, LambdaContext } from './lambda-code.ts';
import { CHAIN_INVOCATIONS_MAX, RequestChains } from './request-chain.ts';

/** Invocations at a time in an account by default (developer guide, "Lambda quotas"). */
export const ACCOUNT_CONCURRENCY_MAX = 1_000;

/**
 * The start of runtime and code: how much longer a cold start takes than a warm one in SimFaaS's
 * example.
 */
export const INIT_MS = { min: 180, max: 330 };

/** From the invoke call to the handler; a guess. */
export const DISPATCH_MS = 2;

/** The computing time of a handler, without its waiting for calls. A guess for small batches. */
export const HANDLER_CPU_MS = 2;

/** How wrong a skewed environment's clock is at most, in either direction; a guess. */
const CLOCK_SKEW_MS_MAX = 2_000;

/**
 * Invocations that were stopped as recursive: AWS's metric `RecursiveInvocationsDropped`. The name
 * of the function follows.
 */
export const RECURSION_METER = 'lambda.recursiveInvocationsDropped.';

/** What Lambda needs. */
export type LambdaOptions = {
  clock: Clock;
  meters: Meters;
  peaks: Peaks;
  /** How many invocations the account allows at a time. */
  accountConcurrency: number;
  random: SeededRandom;
  faults: FaultInjector;
  gateway: Gateway;
  observers: Observers;
  traces: TraceSampler;
  crashAt?: CrashAt | undefined;
};

type LocalFunction = {
  definition: FunctionDefinition;
  readonly pool: FunctionPool;
  readonly chains: RequestChains;
  readonly meterNames: MeterNames;
};

/** The names of a function's own meters, which are asked for at every invocation. */
type MeterNames = { invocations: string; billedMs: string; gbSeconds: string };

type Invocation = {
  fn: LocalFunction;
  environment: ExecutionEnvironment;
  event: unknown;
  traceHeader: string;
  initMs: number;
  isSampled: boolean;
  billedFromMs: number;
  resolve: (outcome: InvocationOutcome) => void;
};

/** The functions of the cloud. */
export class Lambda {
  readonly #options: LambdaOptions;
  readonly #functions = new Map<string, LocalFunction>();
  readonly #nextRequestId: () => string;
  readonly #initRandom: SeededRandom;
  #reservedCount = 0;

  constructor(options: LambdaOptions) {
    this.#options = options;
    this.#nextRequestId = identifiersFrom(options.random.fork('request-ids'));
    this.#initRandom = options.random.fork('init');
  }

  createFunction(definition: FunctionDefinition): void {
    const { clock, random, gateway, observers, faults, crashAt } = this.#options;
    const startEnvironment = (serial: number): ExecutionEnvironment =>
      new ExecutionEnvironment({
        definition: fn.definition,
        serial,
        clock,
        random: random.fork(`${definition.name}/${serial}`),
        gateway,
        observers,
        skewMs: this.#drawSkewMs(),
        crashAt,
      });
    const concurrencyMax = definition.reservedConcurrency ?? this.#options.accountConcurrency;
    this.#reservedCount += definition.reservedConcurrency ?? 0;
    const pool = new FunctionPool({ clock, faults, concurrencyMax, startEnvironment });
    const chains = new RequestChains(definition.arn, clock);
    const meterNames = meterNamesOf(definition);
    const fn: LocalFunction = { definition, pool, chains, meterNames };
    this.#functions.set(definition.name, fn);
  }

  /**
   * Deploys every function anew. From now on each invocation starts in a new environment, with the
   * code that `codeOf` returns for the function, or else its old code. Running invocations end in
   * their old environment.
   */
  redeploy(codeOf: (functionName: string) => LambdaCode | undefined): void {
    for (const fn of this.#functions.values()) {
      const code = codeOf(fn.definition.name) ?? fn.definition.code;
      fn.definition = { ...fn.definition, code };
      fn.pool.retire();
    }
  }

  /**
   * Invokes a function by name or ARN. The event is handed over as it is; a caller whose event came
   * from elsewhere copies it first.
   * @param traceHeaders of its messages; without any, the invocation begins a chain of requests
   * @param isInTrace whether it belongs to a trace that its caller has begun
   * @throws {Error} there is no such function, which is a mistake in the template
   */
  invoke(
    nameOrArn: string,
    event: unknown,
    traceHeaders: readonly (string | undefined)[] = [],
    isInTrace = false,
  ): Promise<InvocationOutcome> {
    const fn = this.#functionOf(nameOrArn);
    const { meters, peaks } = this.#options;
    const { earlierCount, traceHeader } = fn.chains.next(traceHeaders);
    if (earlierCount >= CHAIN_INVOCATIONS_MAX && !fn.definition.allowsRecursion) {
      meters.add(`${RECURSION_METER}${fn.definition.name}`, 1);
      return Promise.resolve({ kind: 'recursive' });
    }
    const environment = this.#isAccountFull(fn) ? undefined : fn.pool.take();
    if (environment === undefined) {
      meters.add('lambda.throttles', 1);
      return Promise.resolve({ kind: 'throttled' });
    }
    peaks.note('lambda.concurrency', this.#busyCount());
    meters.add('lambda.requests', 1);
    meters.add(fn.meterNames.invocations, 1);
    const isSampled = isInTrace || (fn.definition.isTraced && this.#options.traces.begin());
    return new Promise((resolve) =>
      this.#dispatch({ fn, environment, event, traceHeader, isSampled, resolve }),
    );
  }

  /** How long a function may run. @throws {Error} there is no such function */
  timeoutMsOf(nameOrArn: string): number {
    return this.#functionOf(nameOrArn).definition.timeoutMs;
  }

  /** Whether there is a function of this name or ARN. */
  has(nameOrArn: string): boolean {
    return this.#functions.has(nameOf(nameOrArn));
  }

  #functionOf(nameOrArn: string): LocalFunction {
    const fn = this.#functions.get(nameOf(nameOrArn));
    if (fn !== undefined) return fn;
    const known = [...this.#functions.keys()].join(', ');
    throw new Error(`no function is called '${nameOrArn}'; the template has: ${known}`);
  }

  /** Concurrency that is reserved for some functions is not available to the others. */
  #isAccountFull(fn: LocalFunction): boolean {
    if (fn.definition.reservedConcurrency !== undefined) return false;
    let busyCount = 0;
    for (const { definition, pool } of this.#functions.values()) {
      if (definition.reservedConcurrency === undefined) busyCount += pool.busyCount;
    }
    return busyCount >= this.#options.accountConcurrency - this.#reservedCount;
  }

  #busyCount(): number {
    let busyCount = 0;
    for (const { pool } of this.#functions.values()) busyCount += pool.busyCount;
    return busyCount;
  }

  #dispatch(asked: Omit<Invocation, 'initMs' | 'billedFromMs'>): void {
    const { clock } = this.#options;
    const initMs = asked.environment.isStarted ? 0 : this.#drawInitMs();
    const billedFromMs = clock.nowMs() + DISPATCH_MS;
    const invocation = { ...asked, initMs, billedFromMs };
    clock.at(billedFromMs + initMs + HANDLER_CPU_MS, () => this.#run(invocation));
  }

  #drawInitMs(): number {
    const initMs = Math.round(INIT_MS.min + (INIT_MS.max - INIT_MS.min) * this.#initRandom());
    this.#options.meters.add('lambda.coldStarts', 1);
    this.#options.meters.add('lambda.initMs', initMs);
    return initMs;
  }

  #drawSkewMs(): number {
    const { faults } = this.#options;
    if (!faults.strikes('clockSkew')) return 0;
    return Math.round((2 * faults.particular('clockSkew') - 1) * CLOCK_SKEW_MS_MAX);
  }

  #run(invocation: Invocation): void {
    const { clock } = this.#options;
    const { environment, event, traceHeader, fn, initMs, billedFromMs } = invocation;
    const { timeoutMs } = fn.definition;
    const awsRequestId = this.#nextRequestId();
    const deadlineMs = billedFromMs + initMs + timeoutMs;
    const cancelTimeout = clock.at(deadlineMs, () => {
      const errorMessage = `${awsRequestId} Task timed out after ${timeoutMs / 1000} seconds`;
      end({ kind: 'failed', errorType: 'Sandbox.Timedout', errorMessage }, 'dies');
    });
    let hasEnded = false;
    const end = (outcome: InvocationOutcome, fate: Fate): void => {
      if (hasEnded) return;
      hasEnded = true;
      cancelTimeout();
      this.#end(invocation, outcome, fate);
    };
    environment.onCrash = () => {
      const errorMessage = `${awsRequestId} Runtime exited without providing a reason`;
      end({ kind: 'failed', errorType: 'Runtime.ExitError', errorMessage }, 'dies');
    };
    environment.invoke(event, this.#contextOf(fn, awsRequestId, deadlineMs), traceHeader).then(
      (payload) => end(succeededWith(payload), 'lives'),
      (error: unknown) => end(failureOf(error), 'lives'),
    );
  }

  #contextOf(fn: LocalFunction, awsRequestId: string, deadlineMs: number): LambdaContext {
    const { name, arn, memoryMb } = fn.definition;
    return {
      awsRequestId,
      functionName: name,
      invokedFunctionArn: arn,
      memoryLimitInMB: String(memoryMb),
      getRemainingTimeInMillis: () => Math.max(0, deadlineMs - this.#options.clock.nowMs()),
    };
  }

  #end(
    { fn, environment, billedFromMs, initMs, isSampled, resolve }: Invocation,
    outcome: InvocationOutcome,
    fate: Fate,
  ) {
    const { clock, meters, observers } = this.#options;
    const { name: functionName, env, memoryMb } = fn.definition;
    // Since August 2025 the init phase is billed like the handler's time.
    const billedMs = Math.ceil(clock.nowMs() - billedFromMs);
    const gbSeconds = (billedMs / 1000) * (memoryMb / 1024);
    meters.add('lambda.gbSeconds', gbSeconds);
    meters.add(fn.meterNames.gbSeconds, gbSeconds);
    meters.add('lambda.billedMs', billedMs);
    meters.add(fn.meterNames.billedMs, billedMs);
    const counted = fate === 'lives' ? environment.counted : undefined;
    const durationMs = billedMs - initMs;
    const reported = { durationMs, billedMs, initMs, memoryMb, isSampled };
    observers.onEnd({ functionName, env, counted, ...reported });
    if (outcome.kind === 'failed') meters.add('lambda.errors', 1);
    environment.onCrash = () => {};
    if (fate === 'lives') fn.pool.giveBack(environment);
    else fn.pool.discard(environment);
    resolve(outcome);
  }
}

type Fate = 'lives' | 'dies';

/** The handler's result as the caller sees it: JSON, and `null` for nothing. */
function succeededWith(payload: unknown): InvocationOutcome {
  try {
    const text = JSON.stringify(payload ?? null);
    return { kind: 'succeeded', payload: JSON.parse(text) };
  } catch (error) {
    const errorMessage = `Unable to stringify response body: ${String(error)}`;
    return { kind: 'failed', errorType: 'Runtime.MarshalError', errorMessage };
  }
}

function meterNamesOf({ name, architecture }: FunctionDefinition): MeterNames {
  return {
    invocations: `lambda.invocations.${name}`,
    billedMs: `lambda.billedMs.${name}`,
    gbSeconds: architecture === 'arm64' ? 'lambda.armGbSeconds' : 'lambda.x86GbSeconds',
  };
}

function nameOf(nameOrArn: string): string {
  return (nameOrArn.startsWith('arn:') ? nameOrArn.split(':')[6] : nameOrArn) ?? '';
}
