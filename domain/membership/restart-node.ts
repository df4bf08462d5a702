import type { NodeLost, NodeRestarted } from '../events.ts';
import type { CellId, NodeId, NodeRecord, SupernodeRecord } from '../network.ts';

/** What news of a node means, given what the control plane already knows of it. */
export type News =
  /** A boot, the end of one, or a silence, that was not known yet. */
  | { readonly kind: 'new' }
  /** Known already, but perhaps its consequences were never sent: they are sent again. */
  | { readonly kind: 'repeated' }
  /**
   * The node is further on: it needs nothing, but those who were its clients may still wait to be
   * reported, if an earlier try was cut off.
   */
  | { readonly kind: 'overtaken' }
  /** Not so, or of no consequence: nothing changes. */
  | { readonly kind: 'stale' };

/** What the control plane knows of a node that it never heard of: it has not booted yet. */
export function neverSeen(cell: CellId, nodeId: NodeId): NodeRecord {
  const nobody = { state: 'offline', role: 'client', home: null, eligible: false } as const;
  const nothing = { epoch: 0, claimedSlots: 0, utcOffsetMinutes: 0, waveIndex: -1 };
  return { nodeId, cell, ...nobody, ...nothing, provenEpoch: 0, minNonce: 0 };
}

/**
 * Decides what a restart event means. A repeated one changes nothing, but its log-ins are sent
 * again, even if the node itself is signed in by now: its orphans may still have to be notified. A
 * PC that is off does not restart.
 */
export function restartNode(
  node: Pick<NodeRecord, 'epoch' | 'state'>,
  event: Pick<NodeRestarted, 'epoch'>,
): News {
  const isOff = node.state === 'offline';
  if (event.epoch > node.epoch) return { kind: isOff ? 'stale' : 'new' };
  return { kind: event.epoch === node.epoch && !isOff ? 'repeated' : 'overtaken' };
}

/** Decides what a lost supernode means: only a lease that has really run out counts. */
export function loseSupernode(
  node: Pick<NodeRecord, 'epoch' | 'state'>,
  event: Pick<NodeLost, 'epoch'>,
  registration: SupernodeRecord | undefined,
  nowMs: number,
): News {
  if (event.epoch < node.epoch) return { kind: 'overtaken' };
  if (event.epoch > node.epoch) return { kind: 'stale' };
  if (registration === undefined || registration.epoch !== event.epoch)
    return { kind: node.state === 'offline' ? 'overtaken' : 'repeated' };
  return { kind: registration.leaseUntilMs <= nowMs ? 'new' : 'stale' };
}

/**
 * Decides what the loss of an operator-run supernode means. It is no user's node: its operator
 * starts it again at the next boot, since a cell without it could not start from zero.
 */
export function loseOperatorRun(
  registration: SupernodeRecord,
  event: Pick<NodeLost, 'epoch'>,
  nowMs: number,
): News {
  if (event.epoch < registration.epoch)
    return { kind: event.epoch === registration.epoch - 1 ? 'repeated' : 'overtaken' };
  const isOver = event.epoch === registration.epoch && registration.leaseUntilMs <= nowMs;
  return { kind: isOver ? 'new' : 'stale' };
}
