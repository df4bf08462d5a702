// The clients' side of the model on the twin: functions/membership/play-clients.ts.
import { orphanMetric } from '#domain/membership/plan-change.ts';
import type { Cell } from '../cell.ts';
import type { Network } from '../network-state.ts';
import { nodeBytes } from '../node-counts.ts';
import { nodeField, nodeStride } from '../node-table.ts';
import { messageKind, noTime } from '../queues/message-pool.ts';
import type { HandledCell } from './handled-cell.ts';

/** A client asks to sign in for the first time since its boot, or since it lost its home. */
export function firstLogin(
  { network, run, cell, followUps }: HandledCell,
  node: number,
  epoch: number,
  afterMs: number,
): void {
  const { messages, nodes, startMs } = network;
  run.knowKeys(1);
  const due = Math.ceil(afterMs - startMs);
  const login = messages.add(messageKind.login, cell.index, node, epoch, due);
  messages.setExtra(login, noTime);
  const floor = nodes[node * nodeStride + nodeField.minNonce]!;
  messages.setNonce(login, Math.max(floor, Math.floor(run.nowMs - startMs)));
  network.loginsUnderWay += 1;
  followUps.login.push(login);
}

/** All clients that are homed at a boot of a supernode before this one notice, one by one. */
export function notifyOrphans(handled: HandledCell, supernode: number, epoch: number): void {
  const { network, run, cell } = handled;
  const { nodes, settings } = network;
  run.readNodes(nodeBytes(network, cell));
  const lost = homedBefore(network, cell, supernode, epoch);
  network.counts[orphanMetric] += lost.length;
  for (const node of lost) {
    if (network.observer !== null) network.observer.orphaned(node, supernode);
    if (network.wire !== null) network.wire.orphaned(cell, node, supernode);
    const noticeMs = network.random() * settings.timings.orphanNoticeMsMax;
    const boot = nodes[node * nodeStride + nodeField.epoch]!;
    firstLogin(handled, node, boot, run.nowMs + noticeMs);
  }
}

/** The clients at a supernode's boots before one, in the order of their numbers. */
function homedBefore(network: Network, cell: Cell, supernode: number, epoch: number): Int32Array {
  const found: number[] = [];
  let registration = cell.latestOf.get(supernode) ?? null;
  for (; registration !== null; registration = registration.before)
    if (registration.epoch < epoch) network.homed.appendTo(found, registration.id);
  // Numbers alone are sorted without a call for each pair.
  const homed = new Int32Array(found).sort();
  network.touch(homed);
  return homed;
}
