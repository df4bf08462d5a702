// The network as a history says it, kept up to date change by change.

import { clockSkewMsMax } from '../limits.ts';
import {
  type CellId,
  type CellRecord,
  type Home,
  isLive,
  type NodeId,
  type NodeRecord,
  type SupernodeRecord,
  signedInCount,
} from '../network.ts';
import type {
  CellChange,
  Commit,
  NodeChange,
  RecordChange,
  RegistrationChange,
} from './history.ts';

/** Records and counts as they stand after the latest entry. */
export interface NetworkSeen {
  readonly nodes: ReadonlyMap<NodeId, NodeRecord>;
  readonly registrations: ReadonlyMap<NodeId, SupernodeRecord>;
  readonly cells: ReadonlyMap<CellId, CellRecord>;
  /** Nodes of a cell that are not offline, counted. */
  presentIn(cell: CellId): number;
  /** The clients whose home is this one, whether it is alive or not. */
  homedAt(home: Home): ReadonlySet<NodeId>;
  /** Every home that somebody has. */
  homes(): Iterable<Home>;
  /** When a home died, by a restart or by its lease; null while it lives. */
  diedAtMs(home: Home, nowMs: number): number | null;
  /** Whether a write ended a home, so that its clients are notified at once. */
  isEnded(home: Home): boolean;
  /** Where a node would be signed in: its own registration, or its home; null when it has none. */
  standingOf(node: NodeRecord): Home | null;
  signedInCountIn(cell: CellId, nowMs: number): number;
}

/** What a commit may have made wrong. */
export interface Touched {
  readonly registrations: ReadonlySet<NodeId>;
  readonly cells: ReadonlySet<CellId>;
}

interface Homed {
  readonly home: Home;
  readonly clients: Set<NodeId>;
  /** When the registration was ended by a restart or removed; null before. */
  endedAtMs: number | null;
}

const nothing: Touched = { registrations: new Set(), cells: new Set() };
const nobody: ReadonlySet<NodeId> = new Set();

/** A network that is changed by commits alone. */
export class TrackedNetwork implements NetworkSeen {
  readonly nodes = new Map<NodeId, NodeRecord>();
  readonly registrations = new Map<NodeId, SupernodeRecord>();
  readonly cells = new Map<CellId, CellRecord>();
  readonly #registrationsOfCell = new Map<CellId, Set<NodeId>>();
  readonly #presentIn = new Map<CellId, number>();
  readonly #homed = new Map<string, Homed>();

  /** Applies a commit. @returns whose counts it may have changed */
  apply({ changes, atMs }: Commit): Touched {
    if (changes.length === 0) return nothing;
    const registrations = new Set<NodeId>();
    const cells = new Set<CellId>();
    for (const change of changes) this.#applyChange(change, atMs, registrations, cells);
    return { registrations, cells };
  }

  /** Everybody, for the first check after a seeding. */
  everything(): Touched {
    return { registrations: new Set(this.registrations.keys()), cells: new Set(this.cells.keys()) };
  }

  presentIn(cell: CellId): number {
    return this.#presentIn.get(cell) ?? 0;
  }

  homedAt(home: Home): ReadonlySet<NodeId> {
    return this.#homed.get(keyOf(home))?.clients ?? nobody;
  }

  *homes(): Generator<Home> {
    for (const { home } of this.#homed.values()) yield home;
  }

  diedAtMs(home: Home, nowMs: number): number | null {
    const registration = this.registrations.get(home.supernode);
    if (registration !== undefined && !this.isEnded(home))
      return registration.leaseUntilMs > nowMs ? null : registration.leaseUntilMs;
    return this.#homed.get(keyOf(home))?.endedAtMs ?? Number.NEGATIVE_INFINITY;
  }

  isEnded(home: Home): boolean {
    const registration = this.registrations.get(home.supernode);
    return registration?.epoch !== home.epoch || registration.nodeEpoch !== home.epoch;
  }

  standingOf({ nodeId, epoch, role, home }: NodeRecord): Home | null {
    return role === 'supernode' ? { supernode: nodeId, epoch } : home;
  }

  signedInCountIn(cell: CellId, nowMs: number): number {
    const registrations = [...(this.#registrationsOfCell.get(cell) ?? [])].map((id) =>
      this.registrations.get(id),
    );
    const known = registrations.filter((registration) => registration !== undefined);
    return signedInCount(known, nowMs);
  }

  #applyChange(
    change: RecordChange,
    atMs: number,
    registrations: Set<NodeId>,
    cells: Set<CellId>,
  ): void {
    if (change.of === 'node') this.#applyNode(change, registrations, cells);
    else if (change.of === 'supernode') this.#applyRegistration(change, atMs, registrations);
    else this.#applyCell(change, cells);
  }

  #applyCell({ before, after }: CellChange, cells: Set<CellId>): void {
    const row = after ?? before;
    if (row === null) return;
    if (after !== null) this.cells.set(row.cell, after);
    else this.cells.delete(row.cell);
    cells.add(row.cell);
  }

  #applyNode({ before, after }: NodeChange, registrations: Set<NodeId>, cells: Set<CellId>): void {
    const node = after ?? before;
    if (node === null) return;
    if (after !== null) this.nodes.set(node.nodeId, after);
    else this.nodes.delete(node.nodeId);
    if (isPresent(before) !== isPresent(after)) {
      const more = isPresent(after) ? 1 : -1;
      this.#presentIn.set(node.cell, this.presentIn(node.cell) + more);
      cells.add(node.cell);
    }
    const from = before?.home ?? null;
    const to = after?.home ?? null;
    if (from !== null && to !== null && sameHome(from, to)) return;
    if (from !== null) this.#leaveHome(from, node.nodeId, registrations);
    if (to !== null) this.#enterHome(to, node.nodeId, registrations);
  }

  #leaveHome(home: Home, nodeId: NodeId, registrations: Set<NodeId>): void {
    const key = keyOf(home);
    const homed = this.#homed.get(key);
    homed?.clients.delete(nodeId);
    if (homed?.clients.size === 0) this.#homed.delete(key);
    registrations.add(home.supernode);
  }

  #enterHome(home: Home, nodeId: NodeId, registrations: Set<NodeId>): void {
    const key = keyOf(home);
    const homed = this.#homed.get(key) ?? { home, clients: new Set(), endedAtMs: null };
    homed.clients.add(nodeId);
    this.#homed.set(key, homed);
    registrations.add(home.supernode);
  }

  #applyRegistration(
    { before, after }: RegistrationChange,
    atMs: number,
    registrations: Set<NodeId>,
  ): void {
    const registration = after ?? before;
    if (registration === null) return;
    const ofCell = this.#registrationsOfCell.get(registration.cell) ?? new Set();
    this.#registrationsOfCell.set(registration.cell, ofCell);
    if (after === null) {
      this.registrations.delete(registration.nodeId);
      ofCell.delete(registration.nodeId);
    } else {
      this.registrations.set(registration.nodeId, after);
      ofCell.add(registration.nodeId);
    }
    registrations.add(registration.nodeId);
    if (before !== null && !(after?.epoch === before.epoch && after.nodeEpoch === before.epoch))
      this.#end(before, atMs);
  }

  /** Remembers when a home died, for as long as somebody has it. */
  #end({ nodeId, epoch, leaseUntilMs }: SupernodeRecord, atMs: number): void {
    const homed = this.#homed.get(keyOf({ supernode: nodeId, epoch }));
    if (homed !== undefined) homed.endedAtMs ??= Math.min(atMs, leaseUntilMs);
  }
}

/** Whether a registration carries clients to everybody, so that its count has to be right. */
export function countsAt(
  registration: SupernodeRecord | undefined,
  nowMs: number,
): registration is SupernodeRecord {
  return registration !== undefined && isLive(registration, nowMs + clockSkewMsMax);
}

/** How a registration or a home is named in words: the supernode at one boot of it. */
export function homeName({ supernode, epoch }: Home): string {
  return `${supernode}@${epoch}`;
}

export function sameHome(one: Home | null, other: Home | null): boolean {
  return one?.supernode === other?.supernode && one?.epoch === other?.epoch;
}

function keyOf(home: Home): string {
  return homeName(home);
}

function isPresent(node: NodeRecord | null): boolean {
  return node !== null && node.state !== 'offline';
}
