import type { NodeLeft } from '../events.ts';
import type { NodeRecord } from '../network.ts';
import type { News } from './restart-node.ts';

/**
 * Decides what it means that a node was switched off. The end of an unknown boot counts, too:
 * the news of that boot will be overtaken, and nobody waits for a PC that is off.
 */
export function leaveNode(
  node: Pick<NodeRecord, 'epoch' | 'state'>,
  event: Pick<NodeLeft, 'epoch'>,
): News {
  if (event.epoch < node.epoch) return { kind: 'overtaken' };
  const isKnown = event.epoch === node.epoch && node.state === 'offline';
  return { kind: isKnown ? 'repeated' : 'new' };
}
