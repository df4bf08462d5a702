// Reads the details of a run at one moment. It changes nothing, so that a run that is asked for
// them has the same result.
import type { QueueName } from '#domain/limits.ts';
import { isLive } from '#domain/network.ts';
import { type CountName, countNames, type Network } from '../network-state.ts';
import { nodeField, nodeStride, zoneIn } from '../node-table.ts';
import type { EventSourceMapping } from '../queues/event-source-mapping.ts';
import { operatorNode } from '../queues/message-pool.ts';
import type { StormMachine } from '../storm/storm-machine.ts';
import {
  cellColumns,
  clientBinCount,
  type DetailHead,
  type NetworkDetail,
  type QueueDetail,
  zoneColumns,
} from './network-detail.ts';
import { ZoneCounts } from './zone-counts.ts';

/** What the details are read from. */
export interface DetailSources {
  readonly network: Network;
  readonly mappings: Readonly<Record<QueueName, EventSourceMapping>>;
  readonly machine: StormMachine;
  /** Rounds what is worked out in fractions, as in the run's result. */
  readonly inWholeUnits: (totals: Float64Array) => void;
}

/** Reads the details of one shard. */
export class DetailReader {
  readonly head: DetailHead;
  readonly #sources: DetailSources;
  readonly #countNames: readonly CountName[];
  readonly #zoneCounts: ZoneCounts;

  constructor(sources: DetailSources) {
    const { settings, cells, shape, meters, nodes } = sources.network;
    this.#sources = sources;
    this.#countNames = countNames;
    // From now on the network keeps them.
    this.#zoneCounts = new ZoneCounts(shape.zones.length, nodes);
    sources.network.zoneCounts = this.#zoneCounts;
    this.head = {
      meters: meters.names(),
      counts: countNames,
      cells: cells.map(({ name }) => name),
      zones: shape.zones.map(({ label }) => label),
      clientsPerBin: Math.ceil((settings.sizes.slotsPerSupernode + 1) / clientBinCount),
    };
  }

  /** What there is at a moment at which a sample was taken. */
  read(nowMs: number): NetworkDetail {
    const { network, machine } = this.#sources;
    const { counts } = network;
    const { step, waveIndex } = machine.standing;
    return {
      atMs: nowMs,
      queues: {
        membership: this.#queue('membership', nowMs),
        login: this.#queue('login', nowMs),
        heal: this.#queue('heal', nowMs),
      },
      stateMachine: { step, waveIndex, nextMs: machine.nextMs },
      meters: this.#meters(nowMs),
      counts: Float64Array.from(this.#countNames, (name) => Math.round(counts[name])),
      ...this.#cells(nowMs),
      zones: this.#zones(nowMs),
    };
  }

  #queue(queue: QueueName, nowMs: number): QueueDetail {
    const { network, mappings } = this.#sources;
    const mapping = mappings[queue];
    const received = network.meters.inFlightCount(queue, nowMs);
    // A heal step that failed is hidden until its time-out is over.
    const isHidden = ({ healHiddenUntilMs }: { healHiddenUntilMs: number }) =>
      healHiddenUntilMs > nowMs;
    const hiddenCount = queue === 'heal' ? network.cells.filter(isHidden).length : 0;
    const gathering =
      queue === 'login' ? network.aggregation.gathering : { messageCount: 0, waitMs: 0 };
    return {
      waitingCount: mapping.visibleCount,
      inFlightCount: received + hiddenCount + gathering.messageCount,
      oldestAgeMs: Math.max(gathering.waitMs, this.#oldestAgeMs(mapping, nowMs)),
    };
  }

  #oldestAgeMs(mapping: EventSourceMapping, nowMs: number): number {
    const { messages, startMs } = this.#sources.network;
    let due = Number.POSITIVE_INFINITY;
    mapping.eachWaiting((message) => {
      due = Math.min(due, messages.due(message));
    });
    return Math.max(0, nowMs - startMs - due) || 0;
  }

  #meters(nowMs: number): Float64Array {
    const { network, mappings, inWholeUnits } = this.#sources;
    let emptyCount = 0;
    for (const mapping of Object.values(mappings)) emptyCount += mapping.unbilledWaits(nowMs);
    const totals = network.meters.totalsWith(nowMs, emptyCount);
    inWholeUnits(totals);
    return totals;
  }

  #cells(nowMs: number): Pick<NetworkDetail, 'cells' | 'clientBins'> {
    const { cells } = this.#sources.network;
    const { clientsPerBin } = this.head;
    const numbers = new Int32Array(cells.length * cellColumns.length);
    const clientBins = new Int32Array(clientBinCount);
    for (const [index, { record, registrations }] of cells.entries()) {
      let [onlineCount, supernodesLive, slotsLive, slotsUsed] = [0, 0, 0, 0];
      for (const one of registrations) {
        if (!isLive(one, nowMs)) continue;
        onlineCount += one.used + (one.operatorRun ? 0 : 1);
        supernodesLive += 1;
        slotsLive += one.slots;
        slotsUsed += one.used;
        if (one.operatorRun) continue;
        const bin = Math.min(clientBinCount - 1, Math.floor(one.used / clientsPerBin));
        clientBins[bin] = clientBins[bin]! + 1;
      }
      const own = [record.population, onlineCount, supernodesLive, slotsLive, slotsUsed];
      numbers.set(own, index * cellColumns.length);
    }
    return { cells: numbers, clientBins };
  }

  /** A client counts in its own zone, wherever its supernode stands. */
  #zones(nowMs: number): Int32Array {
    const { cells, nodes } = this.#sources.network;
    const zoneCount = this.head.zones.length;
    const numbers = new Int32Array(zoneCount * zoneColumns.length);
    for (let zone = 0; zone < zoneCount; zone += 1)
      numbers[zone * zoneColumns.length] = this.#zoneCounts.onCount(zone);
    for (const { registrations } of cells) {
      for (const one of registrations) {
        if (!isLive(one, nowMs)) continue;
        for (let zone = 0; zone < zoneCount; zone += 1) {
          const at = zone * zoneColumns.length + 1;
          numbers[at] = numbers[at]! + this.#zoneCounts.homedCount(one.id, zone);
        }
        if (one.node === operatorNode) continue;
        const flags = nodes[one.node * nodeStride + nodeField.flags]!;
        const at = zoneIn(flags) * zoneColumns.length;
        numbers[at + 1] = numbers[at + 1]! + 1;
        numbers[at + 2] = numbers[at + 2]! + 1;
      }
    }
    return numbers;
  }
}
