// How many nodes of a cell are how: what a read of the whole cell costs depends on it.
import type { NodeCounts } from '#twin/meters/network-meters.ts';
import type { Cell } from './cell.ts';
import { noTime } from './message-pool.ts';
import type { Network } from './network-state.ts';
import { nodeField, nodeFlag, nodeStride, noHome } from './node-table.ts';

/**
 * A count serves for so long: how many nodes are how changes slowly, and sways a read by little.
 */
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

/** Of a large cell every so many nodes are counted: one in two thousand less sways nothing. */
const sampledEvery = 16;
const countedAllMax = 5_000;

function countNodes({ nodes }: Network, cell: Cell): NodeCounts {
  const every = cell.nodeCount > countedAllMax ? sampledEvery : 1;
  const seen = {
    ...{ nodeCount: 0, supernodeCount: 0, homedCount: 0, eligibleCount: 0 },
    ...{ seenCount: 0, notOnlineCount: 0, rolledCount: 0 },
  };
  const end = (cell.base + cell.nodeCount + cell.newcomersMax) * nodeStride;
  for (let word = cell.base * nodeStride; word < end; word += nodeStride * every) {
    if (nodes[word + nodeField.epoch] === 0) continue;
    const flags = nodes[word + nodeField.flags] as number;
    const counts = (isSo: boolean) => (isSo ? every : 0);
    seen.nodeCount += every;
    seen.supernodeCount += counts((flags & nodeFlag.supernode) !== 0);
    seen.eligibleCount += counts((flags & nodeFlag.eligible) !== 0);
    seen.notOnlineCount += counts((flags & nodeFlag.online) === 0);
    seen.homedCount += counts(nodes[word + nodeField.home] !== noHome);
    seen.seenCount += counts(nodes[word + nodeField.nonceFloor] !== 0);
    seen.rolledCount += counts(nodes[word + nodeField.rollNonce] !== noTime);
  }
  return { ...seen, candidateCount: cell.candidateCount };
}
