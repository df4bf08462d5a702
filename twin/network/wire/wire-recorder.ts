// Counts flows between PCs, by the log-ins that cause them. What an attempt sends is the model's
// reading of it, stated here once: docs/wire.md.
import { chanceAt, hashWords } from '#domain/chance.by-numbers.ts';
import { hasRoom } from '#domain/login/place-client.ts';
import type { LoginOutcome } from '#domain/login/plan-answer.ts';
import { isLive } from '#domain/network.ts';
import type { Random } from '#twin/engine/random.ts';
import type { Cell, Registration } from '../cell.ts';
import { nameHash } from '../name-hash.ts';
import type { Network } from '../network-state.ts';
import { isOnMask, nodeField, nodeFlag, nodeStride } from '../node-table.ts';
import { operatorNode } from '../queues/message-pool.ts';
import { chancesOfMeeting } from './chances-of-meeting.ts';
import { type FlowKind, GrowingTally, type WireTally } from './wire-tally.ts';
import type { WireOrder, WireTap } from './wire-tap.ts';

/**
 * Attempts that are counted are spread over the supernodes of their moment: so often at least, in
 * milliseconds.
 */
const spreadEveryMs = 3_600_000;

/** The recorder of one shard. */
export class WireRecorder implements WireTap {
  readonly #network: Network;
  readonly #tallies: readonly GrowingTally[];
  /** Chance of its own, so that the run's is as it would be. */
  readonly #random: Random;
  /** One for each node that is a host. */
  readonly #isHost: Uint8Array;
  readonly #hostCount: number;
  readonly #hostShare: number;
  /** Attempts that each client of a cell made which are counted, since the run's start. */
  readonly #attemptsEach: Float64Array;
  /** What it was when a client's attempts were spread last. */
  readonly #spreadUpTo: Float64Array;
  #spreadAtMs: number;
  #tally: GrowingTally | undefined;

  constructor(network: Network, { hostCount, windows }: WireOrder, random: Random) {
    this.#network = network;
    this.#random = random;
    this.#tallies = windows.map((window) => new GrowingTally(window));
    this.#hostShare = Math.min(1, hostCount / network.shape.nodeCount);
    this.#isHost = this.#drawHosts();
    this.#hostCount = network.cells.reduce((sum, cell) => sum + this.#hostsIn(cell), 0);
    this.#attemptsEach = new Float64Array(network.cells.length);
    this.#spreadUpTo = new Float64Array(this.#isHost.length);
    this.#spreadAtMs = network.startMs;
    this.#tally = this.#tallyAt(network.startMs);
  }

  /** What was counted, window by window. @param endMs when the run ended */
  tallies(endMs: number): WireTally[] {
    this.#spreadAll();
    const ran = { fromMs: this.#network.startMs, untilMs: endMs };
    return this.#tallies.map((one) => one.tally(this.#hostCount, ran));
  }

  answered(cell: Cell, node: number, outcome: LoginOutcome['kind']): void {
    if (this.#tally === undefined || !asksSomebody.has(outcome)) return;
    // Under `stale-candidates` one that is served and finds no slot was sent to some already.
    const isSent = outcome === 'no-capacity' && this.#network.settings.policy.staleCandidates;
    if (isSent) return;
    const known = this.#known(cell);
    const asked = known[Math.floor(this.#random() * known.length)];
    if (asked !== undefined) this.#ask(cell, node, asked);
  }

  placed(cell: Cell, node: number, registration: Registration): void {
    if (this.#tally === undefined) return;
    this.#flow('longer', cell, node, registration);
    const { staleCandidates, herd } = this.#network.settings.policy;
    if (staleCandidates || herd) return;
    // Of two that were drawn it is the emptier one: the other was asked, too.
    const { nowMs } = this.#network;
    const free = cell.registrations.filter((one) => hasRoom(one, nowMs));
    const other = free[Math.floor(this.#random() * free.length)];
    if (other !== undefined && other !== registration) this.#ask(cell, node, other);
  }

  sentAway(cell: Cell, node: number, supernode: string): void {
    const isMeant = ({ nodeId }: Registration) => nodeId === supernode;
    const asked = cell.list?.supernodes.find(isMeant) ?? cell.registrations.find(isMeant);
    if (asked !== undefined) this.#ask(cell, node, asked);
  }

  orphaned(cell: Cell, node: number, supernode: number): void {
    const lost = cell.latestOf.get(supernode);
    // It boots, or is off: whoever notices does so because no answer comes.
    if (lost !== undefined) this.#flow('unanswered', cell, node, lost);
  }

  countedFrom(cell: Cell, node: number): void {
    this.#spreadUpTo[node] = this.#attemptsEach[cell.index]!;
  }

  countedUpTo(cell: Cell, node: number): void {
    this.#spread(cell, node, this.#known(cell));
  }

  workedOut(cell: Cell, attemptCount: number, clientCount: number): void {
    this.#attemptsEach[cell.index]! += attemptCount / clientCount;
    const tally = this.#tally;
    if (tally === undefined) return;
    const known = this.#known(cell);
    if (known.length === 0) return;
    const each = attemptCount / known.length;
    for (const one of known) {
      if (!this.#isWatched(one.node)) continue;
      tally.countAtHost(one.node, each);
      tally.countAsked(one.nodeId, each);
      // Those that come from hosts are counted where these are.
      tally.countFlows(this.#kindOf(one), each * (1 - this.#hostShare));
    }
  }

  timePassed(nowMs: number): void {
    const next = this.#tallyAt(nowMs);
    if (next === this.#tally && nowMs < this.#spreadAtMs + spreadEveryMs) return;
    this.#spreadAll();
    this.#spreadAtMs = nowMs;
    this.#tally = next;
  }

  #tallyAt(atMs: number): GrowingTally | undefined {
    return this.#tallies.find((one) => one.covers(atMs));
  }

  #drawHosts(): Uint8Array {
    const { cells, settings, nodes } = this.#network;
    const isHost = new Uint8Array(nodes.length / nodeStride);
    const words = hashWords(settings.seed, 'wire/');
    for (const cell of cells) {
      const end = cell.base + cell.nodeCount + cell.newcomersMax;
      for (let node = cell.base; node < end; node += 1)
        if (chanceAt(nameHash(cell, node, words)) < this.#hostShare) isHost[node] = 1;
    }
    return isHost;
  }

  #hostsIn({ base, nodeCount }: Cell): number {
    return this.#isHost.subarray(base, base + nodeCount).reduce((sum, one) => sum + one, 0);
  }

  #isWatched(node: number): boolean {
    return node !== operatorNode && this.#isHost[node] === 1;
  }

  /** Whom a cell's clients ask: its live supernodes, or those of the list that they go by. */
  #known({ list, registrations }: Cell): readonly Registration[] {
    const { settings, nowMs } = this.#network;
    if (settings.policy.staleCandidates && list !== null) return list.supernodes;
    return registrations.filter((one) => isLive(one, nowMs));
  }

  /** A PC that is on answers, whether it still is a supernode or not. */
  #kindOf({ node }: Registration): 'answered' | 'unanswered' {
    if (node === operatorNode) return 'answered';
    const flags = this.#network.nodes[node * nodeStride + nodeField.flags]!;
    return (flags & isOnMask) === 0 ? 'unanswered' : 'answered';
  }

  #ask(cell: Cell, node: number, asked: Registration): void {
    this.#flow(this.#kindOf(asked), cell, node, asked);
  }

  #flow(kind: FlowKind, cell: Cell, node: number, to: Registration): void {
    const tally = this.#tally;
    if (tally === undefined) return;
    const [isFromHost, isToHost] = [this.#isWatched(node), this.#isWatched(to.node)];
    if (!(isFromHost || isToHost)) return;
    tally.countFlows(kind, 1);
    this.#meet(tally, kind, cell, node, to);
    if (isFromHost) tally.countAtHost(node, 1);
    if (!isToHost) return;
    tally.countAtHost(to.node, 1);
    if (kind !== 'longer') tally.countAsked(to.nodeId, 1);
  }

  /** Spreads what was counted of all clients. */
  #spreadAll(): void {
    const { nodes, cells } = this.#network;
    for (const cell of cells) {
      const known = this.#known(cell);
      const end = cell.base + cell.nodeCount + cell.newcomersMax;
      for (let node = cell.base; node < end; node += 1) {
        const flags = nodes[node * nodeStride + nodeField.flags]!;
        if ((flags & nodeFlag.aggregated) !== 0) this.#spread(cell, node, known);
      }
    }
  }

  /** Spreads a client's counted attempts evenly over the supernodes that it knows. */
  #spread(cell: Cell, node: number, known: readonly Registration[]): void {
    const upTo = this.#attemptsEach[cell.index]!;
    const count = upTo - this.#spreadUpTo[node]!;
    this.#spreadUpTo[node] = upTo;
    const tally = this.#tally;
    if (tally === undefined || count <= 0 || known.length === 0) return;
    const each = count / known.length;
    const isFromHost = this.#isWatched(node);
    if (isFromHost) tally.countAtHost(node, count);
    const chances = chancesOfMeeting(count, known.length);
    const shown = isFromHost ? known : known.filter((one) => this.#isWatched(one.node));
    for (const one of shown) {
      const kind = this.#kindOf(one);
      if (isFromHost) tally.countFlows(kind, each);
      const drawn = this.#random();
      if (drawn >= chances.once) continue;
      this.#meet(tally, drawn < chances.again ? 'longer' : kind, cell, node, one);
    }
  }

  /** A pair met, at those of its ends that are hosts. */
  #meet(tally: GrowingTally, kind: FlowKind, cell: Cell, node: number, to: Registration): void {
    if (this.#isWatched(to.node)) tally.meet(to.node, node, kind);
    if (this.#isWatched(node)) tally.meet(node, peerOf(cell, to), kind);
  }
}

/** After these a client asked one supernode that it knows; its load is counted so, too. */
const asksSomebody: ReadonlySet<LoginOutcome['kind']> = new Set([
  'service-busy',
  'abandoned',
  'no-capacity',
]);

/** A peer's number among those of a shard: the operator's machine of each cell has its own. */
function peerOf({ index }: Cell, { node }: Registration): number {
  return node === operatorNode ? -1 - index : node;
}
