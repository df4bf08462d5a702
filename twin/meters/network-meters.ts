// The bill of a run on the twin, and the durations of its handlers, as the local cloud would meter
// them.
import type { Random } from '#domain/chance.ts';
import { batchWriteMax, type QueueName, sendBatchMax } from '#domain/limits.ts';
import { lambdaQuotas } from '#domain/quotas/lambda-quotas.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import { type StackConfiguration, usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { type FunctionName, functionNames } from '#domain/stack-names.ts';
import type { PopulationShape } from '#domain/storm/population.ts';
import { Environments } from './environments.ts';
import { Invocation } from './invocation.ts';
import { type ItemBytes, itemBytes } from './item-bytes.ts';
import { type LineBytes, openLineBytes } from './log-lines.ts';
import { isRare, MeterTotals } from './meter-totals.ts';
import { StoredBytes } from './stored-bytes.ts';
import { TraceCount } from './trace-count.ts';
import { UnitRates } from './unit-rates.ts';

export type { Invocation } from './invocation.ts';
export type { NodeCounts } from './item-bytes.ts';
export type { NodeChangeWork } from './node-change-work.ts';

/** What the meters of a run need. */
export interface MetersOptions {
  readonly settings: RunSettings;
  readonly shape: PopulationShape;
  /** For latencies and cold starts, and for nothing else. */
  readonly random: Random;
  /** How many invocations the account allows at a time; AWS's default when absent. */
  readonly accountConcurrency?: number | undefined;
  /** What the deployer chose; the usual configuration when absent. */
  readonly configuration?: StackConfiguration | undefined;
}

/** Opens the meters of one run, all at zero. */
export function openMeters(options: MetersOptions): NetworkMeters {
  return new NetworkMeters(options);
}

const queueNames = ['membership', 'login', 'heal'] as const satisfies readonly QueueName[];

/**
 * The meters of one run. Times are whole milliseconds. Batches and tasks begin in the order of
 * time. Any number of invocations may be under way.
 */
export class NetworkMeters {
  readonly bytes: ItemBytes;
  readonly #totals: MeterTotals;
  readonly #random: Random;
  readonly #environments: Readonly<Record<FunctionName, Environments>>;
  /**
   * The same environments as a list. Each batch needs all of them, and a look-up by name takes
   * time.
   */
  readonly #allEnvironments: readonly Environments[];
  readonly #accountConcurrency: number;
  readonly #configuration: StackConfiguration;
  readonly #isTraced: boolean;
  readonly #lineBytes: LineBytes;
  readonly #traces: TraceCount;
  readonly #stored: StoredBytes;
  readonly #startMs: number;
  readonly #reads: UnitRates;
  readonly #writes: UnitRates;
  /** Messages of batches under way, and of throttled batches. */
  readonly #inFlight: Record<QueueName, number> = { membership: 0, login: 0, heal: 0 };
  #within: Invocation | null = null;
  #inFlightPeak = 0;
  #concurrencyPeak = 0;

  constructor(options: MetersOptions) {
    const { settings, shape, random, accountConcurrency } = options;
    this.#configuration = options.configuration ?? usualConfiguration;
    this.#totals = new MeterTotals(this.#configuration);
    this.#accountConcurrency = accountConcurrency ?? lambdaQuotas.accountConcurrency.value;
    this.#reads = new UnitRates(settings.cells.length);
    this.#writes = new UnitRates(settings.cells.length);
    this.#isTraced = this.#configuration.tracing === 'on';
    this.#lineBytes = openLineBytes(this.#configuration);
    this.#startMs = settings.startsAtMs;
    this.#traces = new TraceCount(this.#startMs);
    this.#stored = new StoredBytes(this.#totals, this.#startMs);
    this.bytes = itemBytes(settings, shape);
    this.#random = random;
    const shared = this.#shared();
    const environmentsOf = (name: FunctionName) => {
      const queue = queueNames.find((one) => one === name);
      const onEnd = (messageCount: number) => {
        if (queue !== undefined) this.#inFlight[queue] -= messageCount;
      };
      return new Environments(() => new Invocation(name, shared), onEnd);
    };
    this.#environments = Object.fromEntries(
      functionNames.map((name) => [name, environmentsOf(name)]),
    ) as Record<FunctionName, Environments>;
    this.#allEnvironments = Object.values(this.#environments);
  }

  /** A poller received messages. From now on they are in flight. */
  received(queue: QueueName, nowMs: number, messageCount: number): void {
    this.#environments[queue].settle(nowMs);
    this.#totals.receives += 1;
    this.#inFlight[queue] += messageCount;
    this.#inFlightPeak = Math.max(this.#inFlightPeak, this.#inFlight[queue]);
  }

  /** Received messages are visible again, without an invocation. */
  cameBack(queue: QueueName, messageCount: number): void {
    this.#inFlight[queue] -= messageCount;
  }

  /** Messages in flight now: received, and neither deleted nor visible again. */
  inFlightCount(queue: QueueName, nowMs: number): number {
    return this.#inFlight[queue] - this.#environments[queue].endedMessageCount(nowMs);
  }

  /**
   * Counts the requests for receiving aggregated messages. A request returns ten messages at most.
   */
  receives(count: number): void {
    this.#totals.receives += count;
  }

  /** Counts writes of one small item each that were worked out. */
  writes(count: number): void {
    this.#totals.dynamoDbRequests += count;
    this.#totals.write(count, 1, 0, false, false);
  }

  /** Counts receives that found nothing. */
  emptyReceives(count: number): void {
    this.#totals.receives += count;
    this.#totals.emptyReceives += count;
  }

  /** Begins an invocation of a queue's function with `messageCount` messages. */
  batch(queue: QueueName, nowMs: number, messageCount: number): Invocation {
    const environment = this.#environments[queue].take(nowMs);
    this.#notePeak();
    return environment.begin(nowMs, messageCount, this.#isTraced && this.#traces.begin(nowMs));
  }

  /** Whether the account allows no further invocation. If so, the attempt counts as throttled. */
  isThrottled(nowMs: number): boolean {
    for (const environments of this.#allEnvironments) environments.settle(nowMs);
    if (this.#busyCount() < this.#accountConcurrency) return false;
    this.#totals.throttles += 1;
    return true;
  }

  #busyCount(): number {
    let count = 0;
    for (const { busyCount } of this.#allEnvironments) count += busyCount;
    return count;
  }

  #notePeak(): void {
    this.#concurrencyPeak = Math.max(this.#concurrencyPeak, this.#busyCount());
  }

  /** Begins an invocation of one of the state machine's functions. */
  task(name: Exclude<FunctionName, QueueName>, nowMs: number): Invocation {
    const environment = this.#environments[name].take(nowMs);
    for (const queue of queueNames) this.#environments[queue].settle(nowMs);
    this.#notePeak();
    // It belongs to the trace of the execution that calls it.
    return environment.begin(nowMs, 0, this.#isTraced);
  }

  /**
   * Begins an invocation that stands for `times` equal ones. Each of its calls is billed as often.
   * Its receives are not: the caller counts them. It takes no environment, is warm, and knows the
   * run and the key.
   */
  alike(queue: QueueName, nowMs: number, messageCount: number, times: number): Invocation {
    this.#traces.spread(times);
    const run = new Invocation(queue, this.#shared(), times);
    return run.warmUp(nowMs).begin(nowMs, messageCount, false);
  }

  /**
   * An invocation that is billed already, as one of many equal ones. Only its further calls are
   * billed. It returns the same object at every call.
   */
  within(queue: QueueName, nowMs: number): Invocation {
    this.#within ??= new Invocation(queue, this.#shared());
    return this.#within.goOn(nowMs);
  }

  #shared() {
    return {
      totals: this.#totals,
      bytes: this.bytes,
      random: this.#random,
      logLevel: this.#configuration.logLevel,
      namesTraces: this.#configuration.tracing !== 'off',
      lineBytes: this.#lineBytes,
      reads: this.#reads,
      writes: this.#writes,
    };
  }

  /** An execution of the state machine was started. */
  execution(): void {
    this.#totals.executions += 1;
    this.#traces.begin(this.#startMs);
  }

  /** Counts states that were entered, or tried again. */
  transitions(count: number): void {
    this.#totals.transitions += count;
  }

  /** The map of a wave ran `count` children. Their transitions are counted apart. */
  mapChildren(count: number): void {
    this.#totals.mapChildren += count;
  }

  /** So many states of a wave's children were entered; of Express ones they are not billed. */
  childTransitions(count: number): void {
    if (this.#configuration.mapChildren === 'standard') this.transitions(count);
  }

  /** A child of a wave's map ended, whose time is billed where it is an Express execution. */
  childEnded(durationMs: number): void {
    if (this.#configuration.mapChildren === 'express') this.#totals.expressChild(durationMs);
  }

  /** `saveRun`: the run and its storm. */
  seedRun(): void {
    const units = (bytes: number) => 2 * Math.ceil(bytes / 1024);
    this.#totals.dynamoDbRequests += 1;
    this.#totals.write(1, units(this.bytes.run) + units(this.bytes.storm), 0, true, false);
  }

  /**
   * `saveCell`, and the first renewals of its supernodes.
   * @param registrationCount with the operator-run supernode
   * @param candidateCount nodes in the index: eligible clients that are on
   */
  seedCell(nodeCount: number, registrationCount: number, candidateCount: number): void {
    const itemCount = 1 + nodeCount + registrationCount;
    this.#totals.dynamoDbRequests += Math.ceil(itemCount / batchWriteMax);
    this.#totals.write(1, itemCount, candidateCount, false, false);
    this.#totals.sends += Math.ceil(registrationCount / sendBatchMax);
  }

  /** Books the traces of requests that were worked out, as of now. */
  settleTraces(nowMs: number): void {
    this.#traces.settle(nowMs);
  }

  /** Books what is stored, as of now: so many bytes of those that are billed. */
  stored(nowMs: number, bytes: number): void {
    this.#stored.note(nowMs, bytes);
  }

  /** So many series of custom metrics were fed in an hour in which they had not been before. */
  metricHours(count: number): void {
    this.#totals.metricHours += count;
  }

  /** The most at one moment or within one second, by the local cloud's names. */
  peaks(): Record<string, number> {
    return {
      'dynamodb.partitionReadUnitsPerSecond': this.#reads.cellPeak,
      'dynamodb.partitionWriteUnitsPerSecond': this.#writes.cellPeak,
      'dynamodb.tableReadUnitsPerSecond': this.#reads.tablePeak,
      'dynamodb.tableWriteUnitsPerSecond': this.#writes.tablePeak,
      'lambda.concurrency': this.#concurrencyPeak,
      'sqs.inFlight': this.#inFlightPeak,
    };
  }

  /** The names of the meters, the local cloud's, sorted. */
  names(): string[] {
    return this.#totals.names();
  }

  /** The units so far, in the order of the names, those too that are zero. */
  totals(nowMs: number): Float64Array {
    this.#totals.ranMs = nowMs - this.#startMs;
    this.#totals.traceCount = this.#traces.count;
    return this.#totals.totals();
  }

  /**
   * The units so far with those that nobody has booked yet: receives that found nothing, and what
   * has been stored since the last look. It books nothing.
   */
  totalsWith(nowMs: number, emptyReceiveCount: number): Float64Array {
    const { receives, emptyReceives, storedByteHours } = this.#totals;
    this.#totals.receives += emptyReceiveCount;
    this.#totals.emptyReceives += emptyReceiveCount;
    this.#totals.storedByteHours += this.#stored.unbookedByteHours(nowMs);
    const totals = this.totals(nowMs);
    Object.assign(this.#totals, { receives, emptyReceives, storedByteHours });
    return totals;
  }

  /** The units so far by name, without rare meters that never moved. */
  snapshot(nowMs = this.#startMs): Record<string, number> {
    const totals = this.totals(nowMs);
    const entries = this.names().map((name, at) => [name, totals[at] ?? 0] as const);
    return Object.fromEntries(entries.filter(([name, total]) => total > 0 || !isRare(name)));
  }
}
