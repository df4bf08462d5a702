// What was counted on the wire in one window.
import type { WireWindow } from './wire-tap.ts';

/** Flows of one host with others. */
export interface HostTally {
  readonly flowCount: number;
  /** PCs that it exchanged packets with, each once. */
  readonly peerCount: number;
}

/** What the hosts of one or more shards had on the wire in a window. */
export interface WireTally {
  /** How long the run was in the window. */
  readonly spanMs: number;
  /** Hosts that were watched, the silent ones too. */
  readonly hostCount: number;
  /** Flows by what became of them. */
  readonly flows: Readonly<Record<FlowKind, number>>;
  /** Pairs of a host and a PC that it met, by all that they exchanged: `GrowingTally.meet`. */
  readonly peers: Readonly<Record<FlowKind, number>>;
  /** Of each host that had a flow. */
  readonly hosts: readonly HostTally[];
  /** Questions to each host, by its name. */
  readonly asked: ReadonlyMap<string, number>;
}

/**
 * - `answered`: a question that got an answer, and no more
 * - `unanswered`: a question to a PC that is off
 * - `longer`: a client signs in at its supernode
 */
export type FlowKind = 'answered' | 'unanswered' | 'longer';

/** A window's tally while it grows. */
export class GrowingTally {
  readonly #window: WireWindow;
  readonly #flows: Record<FlowKind, number> = { answered: 0, unanswered: 0, longer: 0 };
  readonly #flowsOf = new Map<number, number>();
  readonly #peersOf = new Map<number, Map<number, FlowKind>>();
  readonly #asked = new Map<string, number>();

  constructor(window: WireWindow) {
    this.#window = window;
  }

  /** Whether a moment is in the window. */
  covers(atMs: number): boolean {
    return atMs >= this.#window.fromMs && atMs < this.#window.untilMs;
  }

  countFlows(kind: FlowKind, count: number): void {
    this.#flows[kind] += count;
  }

  countAtHost(host: number, count: number): void {
    this.#flowsOf.set(host, (this.#flowsOf.get(host) ?? 0) + count);
  }

  countAsked(host: string, count: number): void {
    this.#asked.set(host, (this.#asked.get(host) ?? 0) + count);
  }

  /**
   * A host exchanged a flow with a peer. A peer is a probe's while it was one question and no more;
   * met again it counts as `longer` (Rossi, Mellia, Meo 2009, section II).
   */
  meet(host: number, peer: number, kind: FlowKind): void {
    const peers = this.#peersOf.get(host) ?? new Map<number, FlowKind>();
    this.#peersOf.set(host, peers);
    peers.set(peer, peers.has(peer) ? 'longer' : kind);
  }

  /** @param ranMs when the run began and ended */
  tally(hostCount: number, ranMs: WireWindow): WireTally {
    const { fromMs, untilMs } = this.#window;
    const hosts = [...this.#flowsOf].map(([host, flowCount]) => ({
      flowCount,
      peerCount: this.#peersOf.get(host)?.size ?? 0,
    }));
    return {
      spanMs: Math.max(0, Math.min(untilMs, ranMs.untilMs) - Math.max(fromMs, ranMs.fromMs)),
      hostCount,
      flows: { ...this.#flows },
      peers: this.#peersByKind(),
      hosts,
      asked: new Map(this.#asked),
    };
  }

  #peersByKind(): Record<FlowKind, number> {
    const counts: Record<FlowKind, number> = { answered: 0, unanswered: 0, longer: 0 };
    for (const peers of this.#peersOf.values())
      for (const kind of peers.values()) counts[kind] += 1;
    return counts;
  }
}

/** Puts the tallies of one window together, shard by shard: no two shards share a host. */
export function mergeTallies(tallies: readonly WireTally[]): WireTally {
  const sum = (of: (tally: WireTally) => number) =>
    tallies.reduce((total, tally) => total + of(tally), 0);
  return {
    spanMs: Math.max(...tallies.map(({ spanMs }) => spanMs)),
    hostCount: sum(({ hostCount }) => hostCount),
    flows: byKind((kind) => sum(({ flows }) => flows[kind])),
    peers: byKind((kind) => sum(({ peers }) => peers[kind])),
    hosts: tallies.flatMap(({ hosts }) => hosts),
    asked: new Map(tallies.flatMap(({ asked }) => [...asked])),
  };
}

function byKind(countOf: (kind: FlowKind) => number): Record<FlowKind, number> {
  return {
    answered: countOf('answered'),
    unanswered: countOf('unanswered'),
    longer: countOf('longer'),
  };
}
