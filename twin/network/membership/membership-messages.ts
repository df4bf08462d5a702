// Messages of the membership queue that follow from others, as the twin keeps them.
import type { Cell } from '../cell.ts';
import type { Network } from '../network-state.ts';
import { nodeField, nodeStride, waveIn } from '../node-table.ts';
import { messageKind } from '../queues/message-pool.ts';

/** Marks, in a restart's nonce, that the node protects itself. */
export const selfProtection = 1;

/** A renewal of a supernode that is due at a moment. */
export function renewalDue(
  { messages, startMs }: Network,
  { index }: Cell,
  node: number,
  epoch: number,
  dueAtMs: number,
): number {
  return messages.add(messageKind.renewed, index, node, epoch, Math.ceil(dueAtMs - startMs));
}

/** A supernode restarts to a boot by its own will, still due for the waves that missed it. */
export function selfRestart(
  { messages, nodes, startMs }: Network,
  { index }: Cell,
  node: number,
  epoch: number,
  dueAtMs: number,
): number {
  const due = Math.ceil(dueAtMs - startMs);
  const boot = messages.add(messageKind.restarted, index, node, epoch, due);
  messages.setExtra(boot, waveIn(nodes[node * nodeStride + nodeField.flags]!));
  messages.setNonce(boot, selfProtection);
  return boot;
}
