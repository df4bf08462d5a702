import type { NodeLost, NodeRestarted } from './events.ts';
import { isSignedIn, type NodeId, type NodeRecord, type SupernodeRecord } from './network.ts';

/** What news of a node means, given what the control plane already knows of it. */
export type News =
  /** A boot, or a silence, that was not known yet. */
  | { readonly kind: 'new' }
  /** Known already, but perhaps its consequences were never sent: they are sent again. */
  | { readonly kind: 'repeated' }
  /** An old boot, or a node that has moved on: nothing changes. */
  | { readonly kind: 'stale' };

/** Decides what a restart event means. Copies and old boots change nothing. */
export function restartNode(
  node: NodeRecord | undefined,
  event: NodeRestarted,
  supernodes: ReadonlyMap<NodeId, SupernodeRecord>,
  nowMs: number,
): News {
  if (node === undefined || event.epoch < node.epoch) return { kind: 'stale' };
  if (event.epoch > node.epoch) return { kind: 'new' };
  return { kind: isSignedIn(node, supernodes, nowMs) ? 'stale' : 'repeated' };
}

/** Decides what a lost supernode means: only a lease that has really run out counts. */
export function loseSupernode(
  node: NodeRecord | undefined,
  event: NodeLost,
  offer: SupernodeRecord | undefined,
  nowMs: number,
): News {
  if (node === undefined || event.epoch !== node.epoch) return { kind: 'stale' };
  if (offer === undefined || offer.epoch !== event.epoch)
    return { kind: node.role === 'client' && node.state === 'waiting' ? 'repeated' : 'stale' };
  return { kind: offer.leaseUntilMs <= nowMs ? 'new' : 'stale' };
}
