// The bill of a run on the twin, and how long its handlers take: what the local cloud would meter.
import type { Random } from '#domain/chance.ts';
import {
  batchWriteMax,
  functionMemoryMb,
  type QueueName,
  queueLimits,
  sendBatchMax,
} from '#domain/limits.ts';
import type { PopulationShape } from '#domain/population.ts';
import { lambdaQuotas } from '#domain/quotas/lambda-quotas.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import { Environments } from './environments.ts';
import { Invocation } from './invocation.ts';
import { type ItemBytes, itemBytes } from './item-bytes.ts';
import { type FunctionName, functionNames, MeterTotals } from './meter-totals.ts';
import { PollerFleet } from './poller-fleet.ts';
import { UnitRates } from './unit-rates.ts';

export type { Invocation, NodeChangeWork } from './invocation.ts';
export type { NodeCounts } from './item-bytes.ts';

/** What the meters of a run need to know. */
export interface MetersOptions {
  readonly settings: RunSettings;
  readonly shape: PopulationShape;
  /** Of latencies and cold starts, and of nothing else. */
  readonly random: Random;
  /** When the run begins, in whole ms: from then on idle pollers cost. */
  readonly startMs: number;
  /** Invocations at a time that the account allows; AWS's default when absent. */
  readonly accountConcurrency?: number | undefined;
}

/** Opens the meters of one run, all at zero. */
export function openMeters(options: MetersOptions): NetworkMeters {
  return new NetworkMeters(options);
}

const queueNames = ['membership', 'login', 'heal'] as const satisfies readonly QueueName[];

/**
 * The meters of one run. Times are whole milliseconds; batches and tasks are begun in the order of
 * time, while any number of invocations may be under way.
 */
export class NetworkMeters {
  readonly bytes: ItemBytes;
  readonly #totals = new MeterTotals();
  readonly #random: Random;
  readonly #fleets: Readonly<Record<QueueName, PollerFleet>>;
  readonly #environments: Readonly<Record<FunctionName, Environments>>;
  readonly #accountConcurrency: number;
  readonly #reads: UnitRates;
  readonly #writes: UnitRates;
  /** Messages of batches under way, and of those that were throttled. */
  readonly #inFlight: Record<QueueName, number> = { membership: 0, login: 0, heal: 0 };
  #inFlightPeak = 0;
  #concurrencyPeak = 0;

  constructor({ settings, shape, random, startMs, accountConcurrency }: MetersOptions) {
    this.#accountConcurrency = accountConcurrency ?? lambdaQuotas.accountConcurrency.value;
    this.#reads = new UnitRates(settings.cells.length);
    this.#writes = new UnitRates(settings.cells.length);
    this.bytes = itemBytes(settings, shape);
    this.#random = random;
    const totals = this.#totals;
    const billEmptyReceives = (count: number) => {
      totals.receives += count;
      totals.emptyReceives += count;
    };
    const fleetOf = (queue: QueueName) =>
      new PollerFleet(queueLimits[queue].concurrencyMax, startMs, billEmptyReceives);
    const fleets = {
      membership: fleetOf('membership'),
      login: fleetOf('login'),
      heal: fleetOf('heal'),
    };
    this.#fleets = fleets;
    const shared = this.#shared();
    const environmentsOf = (name: FunctionName) => {
      const queue = queueNames.find((one) => one === name);
      const onEnd = (endMs: number, messageCount: number) => {
        if (queue === undefined) return;
        fleets[queue].batchEnded(endMs);
        this.#inFlight[queue] -= messageCount;
      };
      return new Environments(() => new Invocation(name, shared), onEnd);
    };
    this.#environments = Object.fromEntries(
      functionNames.map((name) => [name, environmentsOf(name)]),
    ) as Record<FunctionName, Environments>;
  }

  /** Whether one more batch of a queue may start now. */
  hasRoom(queue: QueueName, nowMs: number): boolean {
    this.#environments[queue].settle(nowMs);
    return this.#fleets[queue].hasRoom(nowMs);
  }

  /**
   * When there will be room by growth alone; infinite if only the end of an invocation makes room,
   * after which its mapping polls anyway.
   */
  roomAtMs(queue: QueueName, nowMs: number): number {
    this.#environments[queue].settle(nowMs);
    return this.#fleets[queue].growsAtMs(nowMs);
  }

  /** Begins an invocation of a queue's function with so many messages, received just now. */
  batch(queue: QueueName, nowMs: number, messageCount: number): Invocation {
    const environment = this.#environments[queue].take(nowMs);
    this.#fleets[queue].batchStarted(nowMs);
    this.#hold(queue, messageCount);
    this.#notePeak();
    return environment.begin(nowMs, messageCount);
  }

  /**
   * Whether the account has no room for one more invocation; an attempt at one is counted as
   * throttled.
   */
  isThrottled(nowMs: number): boolean {
    for (const name of functionNames) this.#environments[name].settle(nowMs);
    if (this.#busyCount() < this.#accountConcurrency) return false;
    this.#totals.throttles += 1;
    return true;
  }

  /** A batch was received and then throttled: it has its room, and its messages are hidden. */
  holdBatch(queue: QueueName, nowMs: number, messageCount: number): void {
    this.#fleets[queue].batchStarted(nowMs);
    this.#hold(queue, messageCount);
  }

  /** A throttled batch is tried once more, or given up. */
  freeBatch(queue: QueueName, nowMs: number, messageCount: number): void {
    this.#fleets[queue].batchEnded(nowMs);
    this.#inFlight[queue] -= messageCount;
  }

  #hold(queue: QueueName, messageCount: number): void {
    this.#inFlight[queue] += messageCount;
    this.#inFlightPeak = Math.max(this.#inFlightPeak, this.#inFlight[queue]);
  }

  #busyCount(): number {
    let count = 0;
    for (const name of functionNames) count += this.#environments[name].busyCount;
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
    return environment.begin(nowMs, 0);
  }

  /**
   * Begins an invocation that stands for so many alike: each of its calls is billed that often. It
   * takes no environment and no room, is warm, and knows run and key.
   */
  alike(queue: QueueName, nowMs: number, messageCount: number, times: number): Invocation {
    return new Invocation(queue, this.#shared(), times).warmUp(nowMs).begin(nowMs, messageCount);
  }

  #shared() {
    return {
      ...{ totals: this.#totals, bytes: this.bytes, random: this.#random },
      ...{ reads: this.#reads, writes: this.#writes },
    };
  }

  /** An execution of the state machine was started. */
  execution(): void {
    this.#totals.executions += 1;
  }

  /** So many states were entered, or tried again. */
  transitions(count: number): void {
    this.#totals.transitions += count;
  }

  /** The map of a wave ran so many children, each with transitions of its own, told apart. */
  mapChildren(count: number): void {
    this.#totals.mapChildren += count;
  }

  /** `saveRun`: the run and its storm. */
  seedRun(): void {
    const units = (bytes: number) => 2 * Math.ceil(bytes / 1024);
    this.#totals.dynamoDbRequests += 1;
    this.#totals.writeUnits += units(this.bytes.run) + units(this.bytes.storm);
  }

  /**
   * `saveCell` and its supernodes' first reports.
   * @param offerCount the operator's among them
   * @param candidateCount nodes in the index: eligible clients that are on
   */
  seedCell(nodeCount: number, offerCount: number, candidateCount: number): void {
    const itemCount = 1 + nodeCount + offerCount;
    this.#totals.dynamoDbRequests += Math.ceil(itemCount / batchWriteMax);
    this.#totals.writeUnits += itemCount + candidateCount;
    this.#totals.sends += Math.ceil(offerCount / sendBatchMax);
  }

  /** The most at one moment, or within one second, by the local cloud's names. */
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

  /** The units so far, by the local cloud's names; idle polling is counted up to now. */
  snapshot(nowMs: number): Record<string, number> {
    for (const queue of queueNames) {
      this.#environments[queue].settle(nowMs);
      this.#fleets[queue].settle(nowMs);
    }
    return this.#totals.snapshot(functionMemoryMb);
  }
}
