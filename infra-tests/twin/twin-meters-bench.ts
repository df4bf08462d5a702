// One function of the stack in a local cloud without faults, beside the twin's meters: batch by
// batch the same work, so that both bills can be compared.
import { resolve } from 'node:path';
import { saveCell, saveRun } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import { openOutbox } from '#adapters/queues/outbox.ts';
import type { Runtime } from '#adapters/runtime.ts';
import type { ControlEvent } from '#domain/events.ts';
import { type QueueName, queueLimits, sendBatchMax } from '#domain/limits.ts';
import type { NodeRecord } from '#domain/network.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import {
  type CellPopulation,
  cellIds,
  type PopulationShape,
  quietDay,
} from '#domain/storm/population.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { type LocalCloud, startLocalCloud } from '#local-cloud/local-cloud.ts';
import { seededRandom } from '#local-cloud/seeded-random.ts';
import type { JsonObject } from '#local-cloud/service.ts';
import { functionCode } from '#runner/local/function-code.ts';
import { outsideRuntime } from '#runner/local/outside-the-cloud.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { aShape, noonMs, someSettings, someSizes, someTimings } from '#testing/domain/builders.ts';
import { type NetworkMeters, type NodeCounts, openMeters } from '#twin/meters/network-meters.ts';
import { identityKey, turnKey } from '../handlers/login/signed-login.ts';

/** What a bench is set up with. */
export interface BenchOptions {
  /** The one queue whose function runs; null: none does, until it is invoked. */
  readonly queue: QueueName | null;
  readonly cellCount: number;
  readonly settings?: Partial<RunSettings>;
  /** Changes a quiet cell before it is stored. */
  readonly arrange?: (population: CellPopulation) => CellPopulation;
}

/** A cell of a hundred nodes: four supernodes with room for 60 clients each, and an operator's. */
function shapeOf(cellCount: number): PopulationShape {
  const sizes = { clientsPerSupernode: 24, slotsPerSupernode: 60, operatorSlots: 60 };
  return aShape({ ...sizes, cellCount, nodeCount: cellCount * 100 });
}

/** Timings and sizes of the bench: a window that serves a whole batch, slots as in the shape. */
export const benchTimings = someTimings({ loginsPerRateLimitWindow: 100 });
export const benchSizes = someSizes({ slotsPerSupernode: 60 });

/** Starts a cloud with a run in it, and the twin's meters beside it. */
export async function openBench(options: BenchOptions): Promise<MetersBench> {
  const { queue, cellCount, arrange = (population) => population } = options;
  const settings = someSettings({
    cells: cellIds(cellCount),
    timings: benchTimings,
    sizes: benchSizes,
    ...options.settings,
  });
  const bench = new MetersBench(settings, shapeOf(cellCount), queue);
  await bench.seed(arrange);
  return bench;
}

/** Both sides of the comparison. */
export class MetersBench {
  readonly settings: RunSettings;
  readonly meters: NetworkMeters;
  readonly cells: CellPopulation[] = [];
  readonly cloud: LocalCloud;
  readonly #shape: PopulationShape;
  readonly #queue: QueueName | null;
  readonly #runtime: Runtime;
  /** What the bench itself asked of SQS. */
  readonly #own = { sends: 0 };
  /** How long each side's first invocation took, whose cold start is longer than many others. */
  readonly #firstMs = { cloud: 0, twin: 0 };
  /** The stream that the cloud's latencies are drawn from, and how many calls were made. */
  readonly #chances: number[] = [];
  #callCount = 0;
  #drawnCount = 0;
  #servedCount = 0;
  #firstReceivedAtMs = 0;
  #lastReceivedAtMs = 0;
  #receivedCount = 0;
  /** Messages of the batch that is served. */
  #batchCount = 0;
  #deletedCount = 0;

  constructor(settings: RunSettings, shape: PopulationShape, queue: QueueName | null) {
    this.settings = settings;
    this.#shape = shape;
    this.#queue = queue;
    this.cloud = startLocalCloud({
      template: templateWith(queue),
      code: functionCode,
      seed: settings.seed,
      startMs: noonMs,
      faults: FAULTS_NONE,
      // One poller gets all, so that what is sent together is one batch.
      pollerChance: () => 0,
      onCall: () => {
        this.#callCount += 1;
      },
      onMessage: ({ kind, atMs }) => {
        if (kind === 'received') this.#noteReceived(atMs);
        if (kind === 'deleted') this.#deletedCount += 1;
      },
    });
    this.#runtime = outsideRuntime(this.cloud);
    const latencies = seededRandom(settings.seed).fork('latency');
    // The twin draws for its calls what the cloud drew for its own: then equal sequences take
    // equally long, to the millisecond.
    const random = () => {
      for (let more = this.#drawnCount - this.#chances.length; more >= 0; more -= 1)
        this.#chances.push(latencies());
      const chance = this.#chances[this.#drawnCount] ?? 0;
      this.#drawnCount += 1;
      return chance;
    };
    this.meters = openMeters({ settings, shape, random });
  }

  async seed(arrange: (population: CellPopulation) => CellPopulation): Promise<void> {
    const { cloud, settings, meters } = this;
    const table = openTable(this.#runtime);
    const leaseUntilMs = noonMs + settings.timings.leaseMs + 1;
    await cloud.settle(saveRun(table, settings));
    meters.seedRun();
    for (const quiet of quietDay(this.#shape, settings.seed, leaseUntilMs)) {
      const population = arrange(quiet);
      this.cells.push(population);
      await cloud.settle(saveCell(table, settings.runId, population));
      const { nodes, supernodes } = population;
      const inIndex = nodes.filter(isInIndex);
      meters.seedCell(nodes.length, supernodes.length, inIndex.length);
      // `seedRun` sends the first renewals; the bench does not.
      this.#own.sends -= Math.ceil(supernodes.length / sendBatchMax);
    }
  }

  /** The same cell in the twin's terms: `place` of its events. */
  placeOf({ cell: { cell } }: CellPopulation) {
    return { runId: this.settings.runId, cell };
  }

  /**
   * Has the function handle one batch; whatever it sends to its own queue is dropped.
   * @param clientTimeoutMs how long that may take, a delay in the queue included
   * @returns when the batch went to its function
   */
  async serve(events: readonly ControlEvent[], clientTimeoutMs = 60_000): Promise<number> {
    const { cloud } = this;
    const outbox = openOutbox(this.#runtime);
    this.#noteColdStart();
    this.#deletedCount = 0;
    this.#receivedCount = 0;
    this.#batchCount = events.length;
    await cloud.settle(outbox.send(events));
    this.#drawnCount = this.#callCount;
    this.#own.sends += Math.ceil(events.length / sendBatchMax);
    const isDone = () => this.#deletedCount === events.length;
    const untilMs = cloud.nowMs() + clientTimeoutMs;
    const everyMs = clientTimeoutMs / 12_000;
    await cloud.runUntil({ untilMs, everyMs, onTick: () => (isDone() ? 'stop' : 'continue') });
    if (!isDone()) throw new Error(`expected ${events.length} messages to be handled`);
    await this.#dropTheRest();
    return this.#batchAtMs();
  }

  /**
   * Has a function, by its file's name, do its task.
   * @returns when it was called, and its answer
   */
  async invoke(name: string, input: object): Promise<{ atMs: number; answer: unknown }> {
    this.#noteColdStart();
    this.#drawnCount = this.#callCount;
    const atMs = this.cloud.nowMs();
    const invoked = this.cloud.invoke(functionNamed(name), input);
    return { atMs, answer: await this.cloud.settle(invoked) };
  }

  /**
   * How much longer the twin's invocations took than the cloud's, as a share; the first, whose cold
   * start is longer than many others, is left out.
   */
  durationError(): number {
    const { cloud, twin } = this.bills();
    return (twin.billedMs - this.#firstMs.twin) / (cloud.billedMs - this.#firstMs.cloud) - 1;
  }

  /** Both bills without the bench's own requests, and without receives: those are the mapping's. */
  bills(): { cloud: Bill; twin: Bill } {
    const { sends } = this.#own;
    const cloud = billOf(this.cloud.meters(), { sends });
    return { cloud, twin: billOf(this.meters.snapshot(), { sends: 0 }) };
  }

  /** What the function sends to its own queue may be received before it is dropped. */
  #noteReceived(atMs: number): void {
    if (this.#receivedCount === 0) this.#firstReceivedAtMs = atMs;
    if (this.#receivedCount < this.#batchCount) this.#lastReceivedAtMs = atMs;
    this.#receivedCount += 1;
  }

  /** A full batch goes at once, another one when the window of its first message ends. */
  #batchAtMs(): number {
    const { batchSize, batchWindowSeconds } = queueLimits[this.#queue ?? 'heal'];
    const isFull = this.#batchCount >= batchSize;
    return isFull ? this.#lastReceivedAtMs : this.#firstReceivedAtMs + batchWindowSeconds * 1000;
  }

  #noteColdStart(): void {
    this.#servedCount += 1;
    if (this.#servedCount !== 2) return;
    const { cloud, twin } = this.bills();
    this.#firstMs.cloud = cloud.billedMs;
    this.#firstMs.twin = twin.billedMs;
  }

  /** Cold starts differ, and the next batch is to find the environment of this one. */
  async #dropTheRest(): Promise<void> {
    const url = this.#runtime.env[`${this.#queue?.toUpperCase()}_QUEUE_URL`] ?? '';
    this.cloud.emptyQueue(url.slice(url.lastIndexOf('/') + 1));
    await this.cloud.runUntil({ untilMs: this.cloud.nowMs() + 200 });
  }
}

/** What a run cost, as far as chance has no part in it, and the rest. */
export interface Bill {
  readonly exact: Readonly<Record<string, number>>;
  readonly billedMs: number;
}

/** Functions are named differently on both sides, and SQS requests follow from their kinds. */
function billOf(meters: Record<string, number>, own: { sends: number }): Bill {
  const of = (name: string) => meters[name] ?? 0;
  const exact: Record<string, number> = {};
  for (const name of exactMeters) exact[name] = of(name);
  exact['sqs.SendMessageBatch'] = of('sqs.SendMessageBatch') - own.sends;
  exact['sqs.requests'] = of('sqs.requests') - of('sqs.ReceiveMessage') - own.sends;
  return { exact, billedMs: of('lambda.billedMs') };
}

const exactMeters = [
  'dynamodb.conditionalFailures',
  'dynamodb.readUnits',
  'dynamodb.requests',
  'dynamodb.writeUnits',
  'lambda.coldStarts',
  'lambda.requests',
  'secretsManager.requests',
  'sqs.DeleteMessageBatch',
];

type Resource = { Type: string; Properties: JsonObject; Metadata?: JsonObject };

/** A function's name in the local cloud. */
function functionNamed(file: string): string {
  const resources = readStackTemplate(resolve('cli')).Resources as Record<string, Resource>;
  const entry = `functions/${file}.ts`;
  const found = Object.entries(resources).find(
    ([, { Metadata }]) => Metadata?.['local-cloud:entry'] === entry,
  );
  if (found === undefined) throw new Error(`expected a function with the entry ${entry}`);
  return `local-${found[0]}`;
}

/** The stack's template, with one mapping at work and keys that tests know. */
function templateWith(queue: QueueName | null): Record<string, unknown> {
  const template = readStackTemplate(resolve('cli'));
  const resources = template.Resources as Record<string, Resource>;
  for (const [id, resource] of Object.entries(resources)) {
    const isOther = queue === null || !id.toLowerCase().startsWith(`${queue}function`);
    if (resource.Type === 'AWS::Lambda::EventSourceMapping' && isOther)
      resource.Properties = { ...resource.Properties, Enabled: false };
    if (resource.Type === 'AWS::SecretsManager::Secret')
      resource.Properties = { SecretString: id.startsWith('TurnKey') ? turnKey : identityKey };
  }
  return template;
}

/**
 * Holds both bills together: counts and units exactly, and durations, too, but where strands of
 * several calls are at work at once, whose latencies are drawn in another order.
 */
export function expectAlike(bench: MetersBench, durationErrorMax = 0): void {
  const { cloud, twin } = bench.bills();
  expect(twin.exact).toEqual(cloud.exact);
  expect(Math.abs(bench.durationError())).toBeLessThanOrEqual(durationErrorMax);
}

/** How many nodes are how, as the twin's meters are given it. */
export function nodeCounts(nodes: readonly NodeRecord[]): NodeCounts {
  const count = (isOne: (node: NodeRecord) => boolean) => nodes.filter(isOne).length;
  return {
    nodeCount: nodes.length,
    supernodeCount: count(({ role }) => role === 'supernode'),
    homedCount: count(({ home }) => home !== null),
    candidateCount: count(isInIndex),
    eligibleCount: count(({ eligible }) => eligible),
    seenCount: count(({ minNonce }) => minNonce > 0),
    notOnlineCount: count(({ state }) => state !== 'online'),
    rolledCount: 0,
  };
}

/** As `nodeItem` has it. */
export function isInIndex({ eligible, role, state, provenEpoch, epoch }: NodeRecord): boolean {
  return eligible && role === 'client' && state !== 'offline' && provenEpoch === epoch;
}
