// One shard of the twin: one virtual clock, typed arrays, and the domain's own decisions.
import { chanceOf, type Random } from '#domain/chance.ts';
import { countedMessage } from '#domain/counted.ts';
import { builtInDecisions } from '#domain/decisions.ts';
import { drainMsMax, drainTickMs, type QueueName } from '#domain/limits.ts';
import { type MeterReader, openMeterReader } from '#domain/meter-readings.ts';
import { publishedMetrics } from '#domain/stack/published-metrics.ts';
import { queuesOf } from '#domain/stack/queue-limits.ts';
import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import type { CurvePoint } from '#domain/storm/judge-run.ts';
import { firstRestartAtMs, lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { openRandom } from '#twin/engine/random.ts';
import { openWheel, type TimingWheel } from '#twin/engine/timing-wheel.ts';
import { openMeters } from '#twin/meters/network-meters.ts';
import { cellsOf, populate } from './build-network.ts';
import { checkTwin } from './check-twin.ts';
import { DetailReader } from './detail/detail-reader.ts';
import { FedMetrics } from './fed-metrics.ts';
import { serveHeal } from './heal/heal-batch.ts';
import { noAggregation } from './login/aggregated-clients.ts';
import { AggregatedRetries } from './login/aggregation.ts';
import { answerInFlood } from './login/answer-in-flood.ts';
import { serveLogins } from './login/login-batch.ts';
import { serveMembership } from './membership/membership-batch.ts';
import type { NetworkRun, NetworkRunOptions, NetworkSample } from './network-run.ts';
import { Network } from './network-state.ts';
import { EventSourceMapping } from './queues/event-source-mapping.ts';
import { messageKind } from './queues/message-pool.ts';
import { AggregatedRedelays, executedRedelays } from './queues/redelays.ts';
import type { Shard } from './shards.ts';
import { StoredItems } from './stored-items.ts';
import { StormMachine } from './storm/storm-machine.ts';
import { countOnline, takeSample } from './take-sample.ts';
import { WireRecorder } from './wire/wire-recorder.ts';

/** Runs one shard's share of a storm; see shards.ts. */
export function runShard(options: NetworkRunOptions, shard: Shard): NetworkRun {
  const { shape, decisions = builtInDecisions, tickMs = 1 } = options;
  const { configuration = usualConfiguration } = options;
  const settings = { ...options.settings, cells: shard.cells };
  const cells = cellsOf(settings, shape, shard.firstCell);
  const nodeCount = cells.reduce((sum, cell) => sum + cell.nodeCount, 0);
  const seedOf = (stream: string) => streamSeed(settings.seed, stream, shard.index);
  const wheel = openWheel({ capacity: nodeCount / 4, tieSeed: seedOf('ties') });
  const { startsAtMs } = settings;
  const random = openRandom(seedOf('latencies'));
  const { accountConcurrency } = options;
  const meters = openMeters({ settings, shape, random, accountConcurrency, configuration });
  const aggregation =
    options.retries === 'executed'
      ? noAggregation
      : new AggregatedRetries(
          () => network,
          openRandom(seedOf('aggregated clients')),
          cells.length,
          startsAtMs,
        );
  const redelays =
    options.retries === 'executed'
      ? executedRedelays
      : new AggregatedRedelays(queuesOf(configuration));
  const network: Network = new Network({
    settings,
    shape,
    configuration,
    decisions,
    meters,
    wheel,
    cells,
    aggregation,
    redelays,
    tickMs,
    random: openRandom(seedOf('decisions')),
  });
  network.observer = options.observe?.(network) ?? null;
  meters.seedRun();
  for (const cell of cells) {
    populate(network, cell, shape);
    meters.seedCell(cell.nodeCount, cell.registrations.length, cell.candidateCount);
  }
  const wire =
    options.wire === undefined
      ? null
      : new WireRecorder(network, options.wire, openRandom(seedOf('wire')));
  network.wire = wire;
  const pollers = (queue: QueueName) => openRandom(seedOf(`pollers of ${queue}`));
  return new RunUnderWay({ network, wheel, options, pollers, wire }).toTheEnd();
}

/**
 * Each shard has streams of chance of its own, and those of neighbouring seeds have nothing in
 * common.
 */
function streamSeed(seed: number, stream: string, shard: number): number {
  return Math.floor(chanceOf(seed, 'stream', stream, shard) * 2 ** 32);
}

/** Handles a batch of one queue. @returns when its invocation ends */
type Server = (network: Network, batch: readonly number[], nowMs: number) => number;

/** What a run under way is made of. */
interface RunParts {
  readonly network: Network;
  readonly wheel: TimingWheel;
  readonly options: NetworkRunOptions;
  /** Which of a queue's pollers is answered. */
  readonly pollers: (queue: QueueName) => Random;
  /** Counts what is on the wire; null: nobody asked for it. */
  readonly wire: WireRecorder | null;
}

const hourMs = 3_600_000;

class RunUnderWay {
  readonly #network: Network;
  readonly #wheel: TimingWheel;
  readonly #options: NetworkRunOptions;
  readonly #machine: StormMachine;
  readonly #membership: EventSourceMapping;
  readonly #login: EventSourceMapping;
  readonly #heal: EventSourceMapping;
  readonly #samples: NetworkSample[] = [];
  readonly #between: CurvePoint[] = [];
  #betweenAtMs: number;
  readonly #reader: MeterReader;
  readonly #stored: StoredItems;
  readonly #fed: FedMetrics;
  readonly #meterNames: readonly string[];
  readonly #stepOf: readonly number[];
  /** Null where nobody asked for details. */
  readonly #details: DetailReader | null;
  readonly #wire: WireRecorder | null;
  /** The clock hour in which the passed time was booked last. */
  #bookedHour = Number.NEGATIVE_INFINITY;
  #sampleAtMs: number;
  #drainTickAtMs = Number.POSITIVE_INFINITY;
  #executedEventCount = 0;
  #ending: NetworkRun['ending'] | null = null;

  constructor({ network, wheel, options, pollers, wire }: RunParts) {
    this.#network = network;
    this.#wheel = wheel;
    this.#options = options;
    this.#wire = wire;
    this.#machine = new StormMachine(network, options.onState);
    const { meters, startMs, settings, queues } = network;
    const { storm, shiftMs } = settings;
    this.#reader = openMeterReader(
      firstRestartAtMs(storm, shiftMs),
      lastRestartAtMs(storm, shiftMs),
    );
    const mappingOf = (queue: QueueName, serve: Server) => {
      const handle = (batch: readonly number[], nowMs: number) => serve(network, batch, nowMs);
      const shared = { meters, startMs, limits: queues[queue], observer: network.observer };
      return new EventSourceMapping({ queue, ...shared, random: pollers(queue), handle });
    };
    this.#membership = mappingOf('membership', serveMembership);
    this.#login = mappingOf('login', serveLogins);
    this.#heal = mappingOf('heal', serveHeal);
    this.#meterNames = meters.names();
    this.#stepOf = this.#meterNames.map(stepOf);
    this.#stored = new StoredItems(network);
    const { metrics } = options.configuration ?? usualConfiguration;
    this.#fed = new FedMetrics(network.counts, publishedMetrics(metrics));
    this.#details = options.onDetail === undefined ? null : this.#detailReader();
    this.#sampleAtMs = network.startMs;
    this.#betweenAtMs = options.between?.fromMs ?? Number.POSITIVE_INFINITY;
  }

  toTheEnd(): NetworkRun {
    let nowMs = this.#network.startMs;
    while (this.#ending === null) nowMs = this.#step();
    return this.#result(nowMs);
  }

  /** Goes to the next moment at which anything happens. @returns that moment */
  #step(): number {
    const { startMs } = this.#network;
    const othersMs = this.#nextOtherMs();
    const visibleAt = this.#wheel.next(othersMs - startMs);
    this.#network.nowMs = visibleAt < 0 ? othersMs : visibleAt + startMs;
    if (visibleAt >= 0) {
      this.#deliver(visibleAt + startMs);
      return visibleAt + startMs;
    }
    this.#proceed(othersMs);
    return othersMs;
  }

  #nextOtherMs(): number {
    const { untilMs } = this.#options;
    return Math.min(
      this.#membership.nextMs,
      this.#login.nextMs,
      this.#heal.nextMs,
      this.#machine.nextMs,
      this.#sampleAtMs,
      this.#betweenAtMs,
      this.#drainTickAtMs,
      untilMs ?? Number.POSITIVE_INFINITY,
    );
  }

  #deliver(nowMs: number): void {
    const { messages } = this.#network;
    const count = this.#wheel.take();
    this.#executedEventCount += count;
    for (let at = 0; at < count; at += 1) {
      const message = this.#wheel.batch[at]!;
      const kind = messages.kind(message);
      if (kind === messageKind.aggregatedAsk) this.#askAggregated(message, nowMs);
      else if (kind === messageKind.login) this.#askIn(message, nowMs);
      else if (kind === messageKind.healStep) this.#heal.arrive(message, nowMs);
      else this.#membership.arrive(message, nowMs);
    }
  }

  #askAggregated(moment: number, nowMs: number): void {
    const { messages, aggregation } = this.#network;
    const cell = this.#network.cell(messages.cell(moment));
    messages.drop(moment);
    const request = aggregation.ask(cell, nowMs);
    if (request !== undefined) this.#askIn(request, nowMs);
  }

  /** A log-in request became visible. */
  #askIn(request: number, nowMs: number): void {
    if (!answerInFlood(this.#network, request, nowMs)) this.#login.arrive(request, nowMs);
  }

  #proceed(nowMs: number): void {
    if (this.#membership.nextMs <= nowMs) this.#membership.proceed(nowMs);
    if (this.#login.nextMs <= nowMs) this.#login.proceed(nowMs);
    if (this.#heal.nextMs <= nowMs) this.#heal.proceed(nowMs);
    if (this.#machine.nextMs <= nowMs) this.#machine.proceed(nowMs);
    if (this.#betweenAtMs <= nowMs) this.#count(nowMs);
    if (this.#sampleAtMs <= nowMs) this.#sample(nowMs);
    if (this.#drainTickAtMs <= nowMs) this.#drain(nowMs);
    const { untilMs } = this.#options;
    if (untilMs !== null && nowMs >= untilMs) this.#ending ??= 'horizon';
  }

  #count(nowMs: number): void {
    const { untilMs = 0, everyMs = 0 } = this.#options.between ?? {};
    this.#between.push(countOnline(this.#network, nowMs));
    const isOver = nowMs + everyMs > untilMs || this.#machine.outcome !== null;
    this.#betweenAtMs = isOver ? Number.POSITIVE_INFINITY : nowMs + everyMs;
  }

  #sample(nowMs: number): void {
    const { sampleEveryMs, onSample } = this.#options;
    const { aggregation, redelays, meters, counts, finishedAtMs } = this.#network;
    aggregation.bill(nowMs);
    counts[countedMessage.done] += redelays.bill(meters, nowMs);
    meters.settleTraces(nowMs);
    if (Math.floor(nowMs / hourMs) !== this.#bookedHour) this.#bookPassed(nowMs);
    const sample = takeSample(this.#network, nowMs, this.#eventCount());
    this.#samples.push(sample);
    if (this.#reader.isNeeded(nowMs)) this.#read(nowMs);
    this.#tellDetail(nowMs);
    this.#wire?.timePassed(nowMs);
    this.#sampleAtMs = nowMs + sampleEveryMs;
    if (onSample?.(sample) === 'stop') this.#ending = 'stopped';
    if (this.#machine.outcome === null) return;
    // Nobody ended the run, so that its messages go on: there is no end to wait for.
    if (finishedAtMs === Number.POSITIVE_INFINITY) this.#ending ??= 'failed';
    this.#sampleAtMs = Number.POSITIVE_INFINITY;
    this.#drainTickAtMs = nowMs + drainTickMs;
  }

  #detailReader(): DetailReader {
    const mappings = { membership: this.#membership, login: this.#login, heal: this.#heal };
    return new DetailReader({
      network: this.#network,
      mappings,
      machine: this.#machine,
      inWholeUnits: (totals) => this.#roundUnits(totals),
    });
  }

  #tellDetail(nowMs: number): void {
    const reader = this.#details;
    if (reader !== null) this.#options.onDetail?.(reader.read(nowMs), reader.head);
  }

  /** Events so far, executed and worked out. */
  #eventCount(): number {
    const { aggregation, redelays } = this.#network;
    return this.#executedEventCount + Math.round(aggregation.aggregatedCount + redelays.total);
  }

  /** A finished run drops the messages that are on their way, as they arrive. */
  #drain(nowMs: number): void {
    const { finishedAtMs, cells } = this.#network;
    const isHidden = cells.some(({ healHiddenUntilMs }) => healHiddenUntilMs >= nowMs);
    const isQuiet = !isHidden && this.#mappings().every((one) => one.isQuiet);
    if (isQuiet || nowMs > finishedAtMs + drainMsMax) this.#ending = this.#machine.outcome;
    this.#drainTickAtMs = nowMs + drainTickMs;
  }

  /** Books what is billed by the time that passed since it was booked last. */
  #bookPassed(nowMs: number): void {
    const { meters } = this.#network;
    this.#bookedHour = Math.floor(nowMs / hourMs);
    meters.stored(nowMs, this.#stored.bytesAt(nowMs));
    meters.metricHours(this.#fed.upTo(nowMs));
  }

  /** Reads the meters, for the phases of the run. */
  #read(nowMs: number): void {
    this.#settle(nowMs);
    const totals = this.#network.meters.totals(nowMs);
    this.#roundUnits(totals);
    this.#reader.noteTotals(nowMs, this.#meterNames, totals);
  }

  #roundUnits(totals: Float64Array): void {
    for (let at = 0; at < totals.length; at += 1)
      totals[at] = inWholeUnits(totals[at] ?? 0, this.#stepOf[at] ?? 1);
  }

  /** What was used so far. */
  #meters(nowMs: number): Record<string, number> {
    this.#settle(nowMs);
    const entries = Object.entries(this.#network.meters.snapshot(nowMs));
    return Object.fromEntries(
      entries.map(([name, total]) => [name, inWholeUnits(total, stepOf(name))]),
    );
  }

  /** Brings the meters up to date, with the long polls that nothing answered. */
  #settle(nowMs: number): void {
    for (const mapping of this.#mappings()) mapping.settle(nowMs);
    this.#bookPassed(nowMs);
  }

  #mappings(): EventSourceMapping[] {
    return [this.#membership, this.#login, this.#heal];
  }

  #result(endMs: number): NetworkRun {
    const { counts, meters, startMs, aggregation, redelays } = this.#network;
    const { waves, restarts } = this.#machine;
    aggregation.bill(endMs);
    counts[countedMessage.done] += redelays.bill(meters, endMs);
    meters.settleTraces(endMs);
    const used = this.#meters(endMs);
    this.#tellDetail(endMs);
    this.#options.onEnd?.(this.#network.cells.flatMap(({ registrations }) => registrations));
    return {
      samples: this.#samples,
      between: this.#between,
      counts: Object.fromEntries(
        Object.entries(counts).map(([name, count]) => [name, Math.round(count)]),
      ),
      meters: used,
      readings: this.#reader.readings(),
      waves: waves.flatMap((wave) =>
        wave.kind === 'restart'
          ? [{ atMs: wave.atMs, label: wave.label, restarts: restarts[wave.index] ?? 0 }]
          : [],
      ),
      startMs,
      endMs,
      ending: this.#ending ?? 'stopped',
      failure: this.#machine.failure,
      peaks: { ...meters.peaks(), 'stepFunctions.historyEvents': this.#machine.historyEvents },
      violations: checkTwin(this.#network, endMs),
      executedEventCount: this.#executedEventCount,
      aggregatedEventCount: this.#eventCount() - this.#executedEventCount,
      ...(this.#wire && { wire: this.#wire.tallies(endMs) }),
    };
  }
}

/** The smallest amount of a meter that AWS bills; 0 where there is none. */
function stepOf(name: string): number {
  if (/(GbSeconds|gbSeconds|Hours|traces)$/.test(name)) return 0;
  return name.startsWith('dynamodb.readUnits') ? 0.5 : 1;
}

/** What is worked out comes in fractions, but of most units AWS bills whole ones. */
function inWholeUnits(total: number, step: number): number {
  return step === 0 ? total : Math.round(total / step) * step;
}
