import type { NodeJoined } from '../events.ts';
import type { NodeRecord } from '../network.ts';
import type { News } from './restart-node.ts';

/**
 * Decides what it means that a node was switched on. Any later boot counts, also the first known
 * one, and one of a node that is recorded as on: then the news that it left, or that it joined
 * before, is still under way and will be overtaken.
 */
export function joinNode(
  node: Pick<NodeRecord, 'epoch' | 'state'>,
  event: Pick<NodeJoined, 'epoch'>,
): News {
  if (event.epoch > node.epoch) return { kind: 'new' };
  const isOn = event.epoch === node.epoch && node.state !== 'offline';
  return { kind: isOn ? 'repeated' : 'overtaken' };
}
