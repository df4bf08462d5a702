// A whole cloud from a template: queues, tables, functions, mappings and state machines in one
// process, on virtual time, struck by seeded faults.

import { VirtualClock } from './clock.ts';
import { DynamoDb } from './dynamodb/dynamo-db.ts';
import { FaultInjector } from './faults.ts';
import { Gateway, type OutsideAnswer, type OutsideCall } from './gateway/gateway.ts';
import type { ClientHandler } from './gateway/sdk-transport.ts';
import { createMappings } from './lambda/create-mappings.ts';
import type { EventSourceMapping } from './lambda/event-source-mapping.ts';
import { readFunction } from './lambda/function-definition.ts';
import { functionNotFound, payloadOf } from './lambda/invocation-outcome.ts';
import { ACCOUNT_CONCURRENCY_MAX, Lambda } from './lambda/lambda.ts';
import type { LambdaCode } from './lambda/lambda-code.ts';
import type { LocalCloudOptions } from './local-cloud-options.ts';
import { MeterBook } from './meters.ts';
import { addOperatorServices } from './operator/operator-services.ts';
import { PeakBook } from './peaks.ts';
import { SecretsManager } from './secrets/secret-store.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';
import type { JsonObject } from './service.ts';
import type { Queue, QueueCounts } from './sqs/queue.ts';
import { Sqs } from './sqs/sqs.ts';
import { type ExecutionEnd, StepFunctions } from './step-functions/step-functions.ts';
import { openTelemetry } from './telemetry/telemetry.ts';
import { TraceSampler } from './telemetry/trace-sampler.ts';
import { type ResolvedTemplate, readTemplate } from './template/read-template.ts';
import { chargesOver } from './template/standing-charges.ts';

/** How far and with what pauses to run; times in ms. */
export type RunOptions = {
  untilMs: number;
  /** With `onTick`: how much virtual time passes between two calls. */
  everyMs?: number;
  onTick?: (nowMs: number) => 'continue' | 'stop' | Promise<'continue' | 'stop'>;
};

/** The account and region of AWS's documentation examples. Nothing real has this address. */
const ACCOUNT_ID = '000000000000';
const REGION = 'us-east-1';
const STACK_NAME = 'local';

/** The most virtual time that `settle` lets pass. */
const SETTLE_MS_MAX = 86_400_000;

/**
 * Starts a cloud; nothing runs until time is let pass.
 * @throws {UnsupportedError} something in the template that the local cloud does not have
 * @throws {Error} a function without code
 */
export function startLocalCloud(options: LocalCloudOptions): LocalCloud {
  return new LocalCloud(options);
}

/** A running cloud. Time passes only in `runUntil` and `settle`. */
export class LocalCloud {
  /** The template's outputs, resolved. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly #clock: VirtualClock;
  readonly #meters = new MeterBook();
  readonly #metrics = new MeterBook();
  readonly #peaks: PeakBook;
  readonly #traces: TraceSampler;
  readonly #standingMeters: () => Record<string, number>;
  readonly #gateway: Gateway;
  readonly #sqs: Sqs;
  readonly #dynamoDb: DynamoDb;
  readonly #lambda: Lambda;
  readonly #stepFunctions: StepFunctions;
  readonly #mappings: readonly EventSourceMapping[];
  /** The entry file of each function, by its name. */
  readonly #entries = new Map<string, string>();
  #firstUnsupported: Error | undefined;

  constructor(options: LocalCloudOptions) {
    const { seed, startMs, faults: plan, onLog, logFormat, onCall, onCommit, onMessage } = options;
    const { accountId = ACCOUNT_ID } = options;
    const resolved = readTemplate(options.template, {
      accountId,
      region: REGION,
      stackName: options.stackName ?? STACK_NAME,
      endpoint: options.endpoint,
    });
    const random = seededRandom(seed);
    const clock = new VirtualClock(startMs);
    const meters = this.#meters;
    const peaks = new PeakBook(() => clock.nowMs());
    this.#peaks = peaks;
    this.#traces = new TraceSampler(clock);
    this.#standingMeters = () => chargesOver(resolved.standingCharges, clock.nowMs() - startMs);
    const faults = new FaultInjector({ plan, random: random.fork('faults'), meters });
    this.outputs = resolved.outputs;
    this.#clock = clock;
    this.#gateway = new Gateway({
      clock,
      random: random.fork('latency'),
      faults,
      onCall,
      onUnsupported: (error) => {
        if (options.onUnsupported !== undefined) options.onUnsupported(error);
        else this.#firstUnsupported ??= error;
      },
    });
    this.#sqs = new Sqs({
      clock,
      meters,
      peaks,
      random: random.fork('sqs'),
      faults,
      accountId,
      region: REGION,
      endpoint: options.endpoint,
      onMessage,
    });
    this.#dynamoDb = new DynamoDb({
      clock,
      meters,
      peaks,
      random: random.fork('dynamodb'),
      onCommit,
      faults,
      naturalConflicts: options.naturalConflicts ?? plan.conflict > 0,
      arnPrefix: `arn:aws:dynamodb:${REGION}:${accountId}:table/`,
    });
    const lambdaRandom = random.fork('lambda');
    this.#lambda = new Lambda({
      clock,
      meters,
      peaks,
      accountConcurrency: options.accountConcurrency ?? ACCOUNT_CONCURRENCY_MAX,
      random: lambdaRandom,
      faults,
      gateway: this.#gateway,
      observers: openTelemetry({ clock, meters, metrics: this.#metrics, peaks, logFormat, onLog }),
      traces: this.#traces,
      crashAt: options.crashAt,
    });
    this.#createTargets(resolved, options);
    const { pollerChance } = options;
    const pollersOf = (mappingId: string) => pollerChance ?? lambdaRandom.fork(mappingId);
    this.#mappings = createMappings(resolved.eventSourceMappings, {
      directory: this.#sqs.queues,
      clock,
      faults,
      region: REGION,
      invoke: (...asked) => this.#lambda.invoke(...asked),
      timeoutMsOf: (functionName) => this.#lambda.timeoutMsOf(functionName),
      chanceOf: pollersOf,
    });
    this.#stepFunctions = this.#addServices(resolved, random, accountId);
    addOperatorServices(this.#gateway, {
      accountId,
      region: REGION,
      stackName: options.stackName ?? STACK_NAME,
      template: options.template,
      resolved,
      createdAtMs: startMs,
      accountConcurrency: options.accountConcurrency ?? ACCOUNT_CONCURRENCY_MAX,
      lambda: this.#lambda,
    });
  }

  #createTargets(resolved: ResolvedTemplate, { code, endpoint }: LocalCloudOptions): void {
    for (const queue of resolved.queues) this.#sqs.queues.create(queue);
    // Only now: a template may name a dead-letter queue before it defines it.
    this.#sqs.queues.refuseLostDeadLetters();
    for (const { properties, name } of resolved.tables) {
      this.#dynamoDb.createTable(properties, name);
    }
    for (const { logicalId, name, arn, entry, properties } of resolved.functions) {
      const entryCode = codeOf(logicalId, entry, code);
      this.#entries.set(name, entry ?? '');
      this.#lambda.createFunction(
        readFunction({ name, arn, code: entryCode, properties, region: REGION, endpoint }),
      );
    }
  }

  #addServices(
    { secrets, rotationSchedules, stateMachines }: ResolvedTemplate,
    random: SeededRandom,
    accountId: string,
  ): StepFunctions {
    const stepFunctions = new StepFunctions({
      clock: this.#clock,
      meters: this.#meters,
      peaks: this.#peaks,
      random: random.fork('step-functions'),
      region: REGION,
      accountId,
      traces: this.#traces,
      invokeFunction: async (functionArn, payload, isInTrace) => {
        if (!this.#lambda.has(functionArn)) throw functionNotFound(functionArn);
        const copy = structuredClone(payload);
        return payloadOf(await this.#lambda.invoke(functionArn, copy, [], isInTrace));
      },
    });
    for (const machine of stateMachines) stepFunctions.createStateMachine(machine);
    const secretsManager = new SecretsManager({
      clock: this.#clock,
      meters: this.#meters,
      random: random.fork('secrets-manager'),
      invoke: async (functionArn, event) => {
        if (!this.#lambda.has(functionArn)) throw functionNotFound(functionArn);
        payloadOf(await this.#lambda.invoke(functionArn, event, [], false));
      },
    });
    for (const secret of secrets) secretsManager.createSecret(secret);
    for (const schedule of rotationSchedules) secretsManager.scheduleRotation(schedule);
    for (const service of [this.#sqs, this.#dynamoDb, stepFunctions, secretsManager]) {
      this.#gateway.add(service);
    }
    return stepFunctions;
  }

  nowMs(): number {
    return this.#clock.nowMs();
  }

  /** How many actions the clock has run; equal seeds give equal counts. */
  get processedActions(): number {
    return this.#clock.processedActions;
  }

  /**
   * An SDK `requestHandler` for the caller, with latency but without faults. What it is asked for
   * is answered while time passes: `await cloud.settle(client.send(command))`.
   */
  clientHandler(label = 'caller'): ClientHandler {
    return this.#gateway.clientHandler({ label, isSubjectToFaults: false });
  }

  /**
   * Carries out a call of a client outside the process, at once and without faults. Only what waits
   * by its nature, such as a long poll, waits until time has passed.
   */
  ask(call: OutsideCall): Promise<OutsideAnswer> {
    return this.#gateway.ask(call);
  }

  /** When something happens next; infinite if nothing is due. */
  nextActionAtMs(): number {
    return this.#clock.nextActionAtMs();
  }

  /**
   * Lets time pass until `untilMs`, or until `onTick` says stop.
   * @throws {UnsupportedError | EndpointRefusedError} a function asked for something that the cloud
   * does not have or must refuse, even if the function caught that
   */
  async runUntil({ untilMs, everyMs, onTick }: RunOptions): Promise<void> {
    const stop = (): boolean => this.#firstUnsupported !== undefined;
    while (this.nowMs() < untilMs) {
      const tickMs = everyMs === undefined ? untilMs : Math.min(untilMs, this.nowMs() + everyMs);
      await this.#clock.run({ untilMs: tickMs, stop });
      if (this.#firstUnsupported !== undefined) throw this.#firstUnsupported;
      if (onTick !== undefined && (await onTick(tickMs)) === 'stop') return;
    }
  }

  /**
   * Lets time pass until `untilMs`, with what is due at this moment, or until `isEnough` says so
   * after an action. Time then stands at that action.
   * @throws {UnsupportedError | EndpointRefusedError} as `runUntil` does
   */
  async pass({ untilMs, isEnough }: { untilMs: number; isEnough: () => boolean }): Promise<void> {
    const stop = (): boolean => this.#firstUnsupported !== undefined || isEnough();
    await this.#clock.run({ untilMs, stop });
    if (this.#firstUnsupported !== undefined) throw this.#firstUnsupported;
  }

  /**
   * Lets time pass until the promise is settled, at most a day.
   * @returns what the promise resolves to
   * @throws what the promise rejects with
   * @throws {Error} the promise waits for something that virtual time does not bring
   */
  async settle<Result>(promise: Promise<Result>): Promise<Result> {
    const endMs = this.nowMs() + SETTLE_MS_MAX;
    let isSettled = false;
    const note = (): void => {
      isSettled = true;
    };
    promise.then(note, note);
    const stop = (): boolean => isSettled || this.nowMs() > endMs;
    await this.#clock.run({ untilMs: Number.POSITIVE_INFINITY, stop });
    if (isSettled) return promise;
    throw new Error(
      'expected the promise to be settled by the local cloud; it waits for something else, such ' +
        'as a real timer, a retry inside an SDK client, or a function that never answers',
    );
  }

  /**
   * Invokes a function by name, as a synchronous caller would; run it through `settle`.
   * @throws {FunctionError} the function failed or was throttled
   */
  async invoke(functionName: string, event: unknown): Promise<unknown> {
    return payloadOf(await this.#lambda.invoke(functionName, structuredClone(event)));
  }

  /**
   * Deploys every function anew, as a deploy in the middle of a storm does: what runs, ends in its
   * old environment, and the next invocation starts a new one.
   * @param code new code by entry; functions whose entry it lacks keep theirs
   * @throws {Error} an entry that no function has
   */
  redeploy(code: LocalCloudOptions['code'] = {}): void {
    const known = [...this.#entries.values()];
    const unknown = Object.keys(code).find((entry) => !known.includes(entry));
    if (unknown !== undefined) {
      throw new Error(`no function has its code in '${unknown}'; there are: ${known.join(', ')}`);
    }
    this.#lambda.redeploy((functionName) => code[this.#entries.get(functionName) ?? '']);
  }

  /**
   * The items of a table as maps of AttributeValues, free of charge.
   * @param sortKeyPrefix only items whose sort key begins so
   */
  scan(tableName: string, sortKeyPrefix?: string): JsonObject[] {
    return this.#dynamoDb.scan(tableName, sortKeyPrefix) as JsonObject[];
  }

  /** The status of the executions of all state machines, the oldest first; not billed. */
  executions(): ExecutionEnd[] {
    return this.#stepFunctions.ends();
  }

  /** How many messages stand where, by queue name. */
  queueDepths(): Record<string, QueueCounts> {
    const entries = this.#sqs.queues.all().map((queue) => [queue.name, { ...queue.counts() }]);
    return Object.fromEntries(entries);
  }

  /** The bodies of all messages in a queue. @throws {Error} there is no such queue */
  queueBodies(queueName: string): string[] {
    return this.#queueNamed(queueName).bodies();
  }

  /** Removes a queue's messages, free and at any time. @throws {Error} there is no such queue */
  emptyQueue(queueName: string): void {
    this.#queueNamed(queueName).purge();
  }

  #queueNamed(queueName: string): Queue {
    const queue = this.#sqs.queues.all().find(({ name }) => name === queueName);
    if (queue !== undefined) return queue;
    const known = Object.keys(this.queueDepths()).join(', ');
    throw new Error(`no queue is called '${queueName}'; the template has: ${known}`);
  }

  /** What was used so far, by meter. */
  meters(): Record<string, number> {
    for (const mapping of this.#mappings) mapping.settleMeters();
    this.#dynamoDb.settleMeters();
    this.#meters.set({ ...this.#standingMeters(), ...this.#traces.meters() });
    return this.#meters.snapshot();
  }

  /** The most that was used at one moment, or within one second: by name, as in `PeakBook`. */
  peaks(): Record<string, number> {
    return this.#peaks.snapshot();
  }

  /** Forgets the peaks so far, for instance once a run is seeded. */
  startPeaksAnew = (): void => this.#peaks.startAnew();

  /** What the functions counted so far, by metric. */
  metrics(): Record<string, number> {
    return this.#metrics.snapshot();
  }
}

function codeOf(
  logicalId: string,
  entry: string | undefined,
  code: LocalCloudOptions['code'],
): LambdaCode {
  if (entry === undefined) {
    throw new Error(
      `function ${logicalId} does not say where its code is: set its metadata 'local-cloud:entry'`,
    );
  }
  const found = code[entry];
  if (found !== undefined) return found;
  const known = Object.keys(code).join(', ');
  throw new Error(
    `function ${logicalId} needs the code of '${entry}', which is not among: ${known}`,
  );
}
