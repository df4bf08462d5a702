import type { NodeLost, NodeRestarted } from './events.ts';
import type { NodeRecord, SupernodeRecord } from './network.ts';

/** What news of a node means, given what the control plane already knows of it. */
export type News =
  /** A boot, or a silence, that was not known yet. */
  | { readonly kind: 'new' }
  /** Known already, but perhaps its consequences were never sent: they are sent again. */
  | { readonly kind: 'repeated' }
  /** An old boot, or a supernode that lives: nothing changes. */
  | { readonly kind: 'stale' };

/**
 * Decides what a restart event means. A repeated one changes nothing, but its log-ins are sent
 * again, even if the node itself is signed in by now: its orphans may still wait to be told.
 */
export function restartNode(node: NodeRecord | undefined, event: NodeRestarted): News {
  if (node === undefined || event.epoch < node.epoch) return { kind: 'stale' };
  return { kind: event.epoch > node.epoch ? 'new' : 'repeated' };
}

/** Decides what a lost supernode means: only a lease that has really run out counts. */
export function loseSupernode(
  node: NodeRecord | undefined,
  event: NodeLost,
  offer: SupernodeRecord | undefined,
  nowMs: number,
): News {
  if (node === undefined || event.epoch !== node.epoch) return { kind: 'stale' };
  if (offer === undefined || offer.epoch !== event.epoch) return { kind: 'repeated' };
  return { kind: offer.leaseUntilMs <= nowMs ? 'new' : 'stale' };
}
