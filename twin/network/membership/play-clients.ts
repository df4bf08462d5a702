// The clients' side of the model on the twin: functions/membership/play-clients.ts.
import { orphanMetric } from '#domain/membership/plan-change.ts';
import type { Cell } from '../cell.ts';
import type { Network } from '../network-state.ts';
import { nodeBytes } from '../node-counts.ts';
import { nodeField, nodeStride, noHome } from '../node-table.ts';
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
  const lost = homedAt(network, cell, registrationsBefore(network, cell, supernode, epoch));
  network.counts[orphanMetric] += lost.length;
  for (const node of lost) {
    const noticeMs = network.random() * settings.timings.orphanNoticeMsMax;
    const boot = nodes[node * nodeStride + nodeField.epoch]!;
    firstLogin(handled, node, boot, run.nowMs + noticeMs);
  }
}

/** Numbers of a supernode's registrations at its boots before one. */
function registrationsBefore(
  { registrations }: Network,
  cell: Cell,
  node: number,
  epoch: number,
): number[] {
  return cell.registrationIds.filter((id) => {
    const registration = registrations[id];
    return registration !== undefined && registration.node === node && registration.epoch < epoch;
  });
}

function homedAt(network: Network, cell: Cell, registrationIds: readonly number[]): number[] {
  const { homes } = network;
  const homed: number[] = [];
  if (registrationIds.length === 0) return homed;
  const end = cell.base + cell.nodeCount + cell.newcomersMax;
  for (let node = cell.base; node < end; node += 1) {
    const home = homes[node]!;
    if (home !== noHome && registrationIds.includes(home)) homed.push(node);
  }
  network.touch(homed);
  return homed;
}
