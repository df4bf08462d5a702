// What exists in the network: nodes, supernodes, cells. Times are milliseconds since the Unix
// epoch.

/** A node's name, unique within a run, e.g. `n000123`. */
export type NodeId = string;

/** A partition of the overlay with its own capacity, gate and heal steps, e.g. `c0007`. */
export type CellId = string;

/**
 * Where a client holds its slot: a supernode *at one boot of it*. A restart makes the home dead.
 */
export interface Home {
  readonly supernode: NodeId;
  readonly epoch: number;
}

/** One PC. Its epoch is its boot number and only rises. */
export interface NodeRecord {
  readonly nodeId: NodeId;
  readonly cell: CellId;
  readonly epoch: number;
  /** Offline: its user switched it off, and it wants nothing. */
  readonly state: 'offline' | 'waiting' | 'online';
  readonly role: 'client' | 'supernode';
  readonly home: Home | null;
  /** Public address, uplink and uptime good enough to carry others (facts 1.13). */
  readonly eligible: boolean;
  /**
   * Slots that it says it can registration; heal believes it only up to `Sizes.slotsPerSupernode`.
   */
  readonly claimedSlots: number;
  readonly utcOffsetMinutes: number;
  /** The last wave of the storm that restarted it; -1 before the first. */
  readonly waveIndex: number;
  /** The boot at which it last proved who it is; only then may it be signed in or promoted. */
  readonly provenEpoch: number;
  /** Proofs with a smaller nonce were used before, and are refused. */
  readonly minNonce: number;
}

/** A promoted node's registration of slots, and the lease that keeps the registration counted. */
export interface SupernodeRecord {
  readonly nodeId: NodeId;
  readonly cell: CellId;
  /** The boot at which it was promoted: clients are homed at this epoch. */
  readonly epoch: number;
  /** The latest boot the control plane has heard of. Differs from `epoch` once it restarted. */
  readonly nodeEpoch: number;
  readonly slots: number;
  readonly used: number;
  readonly leaseUntilMs: number;
  /** Run by the operator so that the network can start from zero; never restarts, not a user. */
  readonly operatorRun: boolean;
}

/** When a waiting node is admitted: admission times are spread evenly over the refill, by rank. */
export interface Gate {
  readonly fromMs: number;
  /** Zero means wide open. */
  readonly refillMs: number;
}

/** A cell's row: its gate and its heal state. */
export interface CellRecord {
  readonly cell: CellId;
  /** Nodes that want to be signed in, all but those that are offline: the demand. */
  readonly population: number;
  readonly gate: Gate;
  /** Number of the heal step that is due next; it orders heal steps and drops their duplicates. */
  readonly healStep: number;
  /**
   * How often something happened that heal has to know of; a step that missed it cannot end heal.
   */
  readonly newsCount: number;
  /** When that step is due; null when the cell is healthy and nobody needs to look. */
  readonly healDueAtMs: number | null;
}

/** A gate that lets everybody through. */
export const openGate: Gate = { fromMs: 0, refillMs: 0 };

/** Whether a supernode carries clients now: at its current boot and within its lease. */
export function isLive(supernode: SupernodeRecord, nowMs: number): boolean {
  return supernode.epoch === supernode.nodeEpoch && supernode.leaseUntilMs > nowMs;
}

/**
 * A ghost restarted but its lease still runs: it registers nothing, and a careless count includes
 * it.
 */
export function isGhost(supernode: SupernodeRecord, nowMs: number): boolean {
  return supernode.epoch !== supernode.nodeEpoch && supernode.leaseUntilMs > nowMs;
}

/** Whether a node is on the network: a live supernode itself, or homed at one. */
export function isSignedIn(
  node: NodeRecord,
  supernodes: ReadonlyMap<NodeId, SupernodeRecord>,
  nowMs: number,
): boolean {
  const at = node.role === 'supernode' ? ownRegistration(node) : node.home;
  const supernode = at === null ? undefined : supernodes.get(at.supernode);
  return supernode !== undefined && supernode.epoch === at?.epoch && isLive(supernode, nowMs);
}

/** How many users a set of supernodes keeps signed in: themselves and the clients they hold. */
export function signedInCount(supernodes: Iterable<SupernodeRecord>, nowMs: number): number {
  let count = 0;
  for (const supernode of supernodes) {
    if (isLive(supernode, nowMs)) count += supernode.used + (supernode.operatorRun ? 0 : 1);
  }
  return count;
}

function ownRegistration(node: NodeRecord): Home {
  return { supernode: node.nodeId, epoch: node.epoch };
}
