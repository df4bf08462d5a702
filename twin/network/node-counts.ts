// How many nodes of a cell are how: what a read of the whole cell costs depends on it.
import type { NodeCounts } from '#twin/meters/network-meters.ts';
import type { Cell } from './cell.ts';
import type { Network } from './network-state.ts';
import { nodeField, nodeFlag, nodeStride, noHome } from './node-table.ts';

/** A count serves for so long: how many nodes are how changes slowly, and sways a read by little. */
const countedForMs = 60_000;

/** Bytes of all nodes of a cell, as a read of them all meets them. */
export function nodeBytes(network: Network, cell: Cell): number {
  const { nowMs } = network;
  if (nowMs - cell.countedAtMs >= countedForMs) {
    cell.countedAtMs = nowMs;
    cell.countedBytes = network.meters.bytes.ofNodes(countNodes(network, cell));
  }
  return cell.countedBytes;
}

function countNodes({ nodes }: Network, cell: Cell): NodeCounts {
  const counts = {
    ...{ nodeCount: 0, supernodeCount: 0, homedCount: 0, candidateCount: cell.candidateCount },
    ...{ eligibleCount: 0, seenCount: 0, notOnlineCount: 0, rolledCount: 0 },
  };
  const end = (cell.base + cell.nodeCount + cell.newcomersMax) * nodeStride;
  for (let word = cell.base * nodeStride; word < end; word += nodeStride) {
    if (nodes[word + nodeField.epoch] === 0) continue;
    const flags = nodes[word + nodeField.flags] as number;
    counts.nodeCount += 1;
    if ((flags & nodeFlag.supernode) !== 0) counts.supernodeCount += 1;
    if ((flags & nodeFlag.eligible) !== 0) counts.eligibleCount += 1;
    if ((flags & nodeFlag.online) === 0) counts.notOnlineCount += 1;
    if (nodes[word + nodeField.home] !== noHome) counts.homedCount += 1;
    if (nodes[word + nodeField.nonceFloor] !== 0) counts.seenCount += 1;
    if (nodes[word + nodeField.rollNonce] !== -1) counts.rolledCount += 1;
  }
  return counts;
}
