// What the twin's network is at one moment: nodes, registrations, cells, and the messages under
// way.
import type { Random } from '#domain/chance.ts';
import type { Counted } from '#domain/counted.ts';
import type { Decisions } from '#domain/decisions.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import { queuesOf, type StackQueues } from '#domain/stack/queue-limits.ts';
import { type StackConfiguration, usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { type Metric, metricNames } from '#domain/stack-names.ts';
import type { PopulationShape } from '#domain/storm/population.ts';
import type { TimingWheel } from '#twin/engine/timing-wheel.ts';
import type { NetworkMeters } from '#twin/meters/network-meters.ts';
import type { Cell, NewRegistration, Registration } from './cell.ts';
import type { ZoneCounts } from './detail/zone-counts.ts';
import { HomedClients } from './homed-clients.ts';
import type { Aggregation } from './login/aggregated-clients.ts';
import { nodeField, nodeStride, noHome } from './node-table.ts';
import type { NetworkObserver } from './observer.ts';
import { MessagePool } from './queues/message-pool.ts';
import type { Redelays } from './queues/redelays.ts';
import type { WireTap } from './wire/wire-tap.ts';

/** Messages of the twin are never forged, late or malformed, and its runs have no cost cap. */
const neverCounted = [
  'LoginsForged',
  'LoginsExpired',
  'MessagesQuarantined',
  'ChargesNearCap',
] as const satisfies readonly Metric[];

/** Everything that is counted, by the names that the functions' metrics have. */
export type CountName = Exclude<Metric, (typeof neverCounted)[number]>;

/** The names of everything that is counted. */
export const countNames = metricNames.filter(
  (name): name is CountName => !(neverCounted as readonly Metric[]).includes(name),
);

export type Counts = Record<CountName, number>;

/** What a network is made of. */
export interface NetworkParts {
  readonly settings: RunSettings;
  readonly shape: PopulationShape;
  /** What the deployer chose; the usual configuration when absent. */
  readonly configuration?: StackConfiguration;
  readonly decisions: Decisions;
  readonly random: Random;
  readonly meters: NetworkMeters;
  readonly wheel: TimingWheel;
  readonly cells: readonly Cell[];
  readonly aggregation: Aggregation;
  readonly redelays: Redelays;
  readonly tickMs: number;
}

/** A network; whoever serves it changes it in place. */
export class Network {
  readonly settings: RunSettings;
  readonly shape: PopulationShape;
  readonly queues: StackQueues;
  readonly decisions: Decisions;
  readonly random: Random;
  readonly meters: NetworkMeters;
  readonly cells: readonly Cell[];
  readonly nodes: Int32Array;
  /** The clients of each registration, as their records say. */
  readonly homed: HomedClients;
  /** A bit for each node that is a candidate, as its flags say: heal looks for few among many. */
  readonly candidateBits: Int32Array;
  /** For `groupByCell`: a cell's group while a batch is divided, -1 otherwise. */
  readonly groupOfCell: Int32Array;
  readonly registrations: Registration[] = [];
  readonly messages: MessagePool;
  readonly counts = Object.fromEntries(countNames.map((name) => [name, 0])) as Counts;
  readonly startMs: number;
  /** When the run's end is known to everybody; infinite while it goes on. */
  finishedAtMs = Number.POSITIVE_INFINITY;
  /** The moment that is being worked at. */
  nowMs: number;
  /** Log-in messages that are anywhere. */
  loginsUnderWay = 0;
  /** Clients whose attempts are counted by arithmetic. */
  readonly aggregation: Aggregation;
  readonly redelays: Redelays;
  readonly tickMs: number;
  /** Who looks on; null: nobody. */
  observer: NetworkObserver | null = null;
  /** Who counts what is on the wire; null: nobody. */
  wire: WireTap | null = null;
  /** What the details say of zones; null: nobody asks for them. */
  zoneCounts: ZoneCounts | null = null;
  /** Without meaning: kept so that no compiler leaves the touching out. */
  warmth = 0;
  readonly #wheel: TimingWheel;

  constructor(parts: NetworkParts) {
    const { settings, cells } = parts;
    this.settings = settings;
    this.shape = parts.shape;
    this.queues = queuesOf(parts.configuration ?? usualConfiguration);
    this.decisions = parts.decisions;
    this.random = parts.random;
    this.meters = parts.meters;
    this.cells = cells;
    this.startMs = settings.startsAtMs;
    this.nowMs = settings.startsAtMs;
    this.#wheel = parts.wheel;
    this.aggregation = parts.aggregation;
    this.redelays = parts.redelays;
    this.tickMs = parts.tickMs;
    const last = cells.at(-1);
    const nodeCount = last === undefined ? 0 : last.base + last.nodeCount + last.newcomersMax;
    this.nodes = new Int32Array(nodeCount * nodeStride);
    this.homed = new HomedClients(nodeCount);
    this.candidateBits = new Int32Array(Math.ceil(nodeCount / 32));
    this.groupOfCell = new Int32Array(cells.length).fill(-1);
    this.messages = new MessagePool(Math.max(1_024, Math.ceil(nodeCount / 8)));
  }

  /** The registration of that number, whether its item still exists or not. */
  registration(id: number): Registration {
    const registration = this.registrations[id];
    if (registration === undefined) throw new Error(`expected a registration ${id}`);
    return registration;
  }

  /** Counts something that was tried. */
  count({ done, notDone }: Counted<CountName>, isDone: boolean, times = 1): void {
    const metric = isDone ? done : notDone;
    if (metric !== null) this.counts[metric] += times;
  }

  /** Homes a node at the registration of that number, or nowhere. */
  setHome(node: number, home: number): void {
    const word = node * nodeStride + nodeField.home;
    const before = this.nodes[word]!;
    if (before !== noHome) this.homed.remove(node, before);
    if (home !== noHome) this.homed.add(node, home);
    this.nodes[word] = home;
    if (this.zoneCounts === null) return;
    const flags = this.nodes[node * nodeStride + nodeField.flags]!;
    if (before !== noHome) this.zoneCounts.home(flags, before, -1);
    if (home !== noHome) this.zoneCounts.home(flags, home, 1);
  }

  /** Lists a node among the candidates, or strikes it off. */
  setCandidate(node: number, isCandidate: boolean): void {
    const bit = 1 << (node & 31);
    const bits = this.candidateBits[node >>> 5]!;
    this.candidateBits[node >>> 5] = isCandidate ? bits | bit : bits & ~bit;
  }

  cell(index: number): Cell {
    const cell = this.cells[index];
    if (cell === undefined) throw new Error(`expected a cell ${index}`);
    return cell;
  }

  /** Puts a registration's item into the table, in place of an older one of the same node. */
  addRegistration(cell: Cell, registration: NewRegistration): void {
    const before = cell.latestOf.get(registration.node) ?? null;
    const added: Registration = { ...registration, id: this.registrations.length, before };
    this.registrations.push(added);
    cell.latestOf.set(added.node, added);
    cell.silentFromMs = Math.min(cell.silentFromMs, added.leaseUntilMs);
    if (before === null || before.isGone) {
      cell.registrations.push(added);
      return;
    }
    if (before.isRenewed) cell.renewedCount -= 1;
    before.isGone = true;
    cell.registrations[cell.registrations.indexOf(before)] = added;
  }

  /** Removes a registration's item. */
  removeRegistration(cell: Cell, registration: Registration): void {
    const at = cell.registrations.indexOf(registration);
    if (at >= 0) cell.registrations.splice(at, 1);
    if (at >= 0 && registration.isRenewed) cell.renewedCount -= 1;
    registration.isGone = true;
  }

  /** Hands a message to its queue; it becomes visible after its delay, in whole seconds. */
  send(message: number, sentAtMs: number): void {
    const sentAt = sentAtMs - this.startMs;
    const seconds = Math.ceil((this.messages.due(message) - sentAt) / 1000);
    const kind = this.messages.kind(message);
    const delaySeconds = this.redelays.delaySeconds(kind, Math.max(seconds, 0), sentAtMs);
    const visibleAt = Math.ceil(sentAt + delaySeconds * 1000);
    if (this.observer !== null) this.observer.sent(message, sentAtMs, visibleAt + this.startMs);
    this.wake(message, visibleAt);
  }

  /** Reads nodes for nothing but the cache: many together, so that their misses overlap. */
  touch(nodes: Int32Array): void {
    let warmth = 0;
    for (const node of nodes) warmth ^= this.nodes[node * nodeStride]!;
    this.warmth = warmth;
  }

  /** Has something delivered at a moment, given in milliseconds since the start. */
  wake(message: number, at: number): void {
    const { tickMs } = this;
    this.#wheel.insert(tickMs === 1 ? at : Math.ceil(at / tickMs) * tickMs, message);
  }
}
