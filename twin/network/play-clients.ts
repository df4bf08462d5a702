// The clients' side of the model on the twin: functions/play-clients.ts.
import type { Handled } from './follow-event.ts';
import { messageKind, noTime, operatorNode } from './message-pool.ts';
import { nodeBytes } from './node-counts.ts';
import { nodeField, nodeStride, noHome } from './node-table.ts';

/** A client asks to sign in for the first time since its boot, or since it lost its home. */
export function firstLogin(
  { network, run, cell, followUps }: Handled,
  node: number,
  epoch: number,
  afterMs: number,
): void {
  const { messages, nodes, startMs } = network;
  run.knowKey();
  const due = Math.ceil(afterMs - startMs);
  const login = messages.add(messageKind.login, cell.index, node, epoch, due);
  messages.setExtra(login, noTime);
  const floor = nodes[node * nodeStride + nodeField.nonceFloor] as number;
  messages.setNonce(login, Math.max(floor, Math.floor(run.nowMs - startMs)));
  network.loginsUnderWay += 1;
  followUps.login.push(login);
}

/** All clients that are homed at a boot of a supernode before this one notice, one by one. */
export function tellOrphans(handled: Handled, supernode: number, epoch: number): void {
  const { network, run, cell } = handled;
  const { nodes, offers, settings } = network;
  run.readNodes(nodeBytes(network, cell));
  const lost = new Set<number>();
  const nodeId = supernode === operatorNode ? `operator-${cell.name}` : null;
  const end = cell.base + cell.nodeCount + cell.newcomersMax;
  for (let node = cell.base; node < end; node += 1) {
    const home = nodes[node * nodeStride + nodeField.home] as number;
    if (home === noHome) continue;
    const offer = offers[home];
    if (offer === undefined || offer.epoch >= epoch) continue;
    const isThere = nodeId === null ? offer.node === supernode : offer.nodeId === nodeId;
    if (isThere) lost.add(node);
  }
  network.counts.OrphansFound += lost.size;
  for (const node of lost) {
    const noticeMs = network.random() * settings.timings.orphanNoticeMsMax;
    const boot = nodes[node * nodeStride + nodeField.epoch] as number;
    firstLogin(handled, node, boot, run.nowMs + noticeMs);
  }
}
