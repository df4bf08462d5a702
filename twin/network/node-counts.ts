// How many nodes of a cell are how: what a read of the whole cell costs depends on it.
import type { NodeCounts } from '#twin/meters/network-meters.ts';
import type { Cell } from './cell.ts';
import type { Network } from './network-state.ts';
import { nodeField, nodeFlag, nodeStride } from './node-table.ts';

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

/** How many are how now. Without branches on what nodes are, which no processor foresees. */
export function countNodes({ nodes }: Network, cell: Cell): NodeCounts {
  const every = cell.nodeCount > countedAllMax ? sampledEvery : 1;
  const { supernode, eligible, online } = nodeFlag;
  let nodeCount = 0;
  let supernodes = 0;
  let eligibles = 0;
  let onlines = 0;
  let homed = 0;
  let seen = 0;
  let rolled = 0;
  const end = (cell.base + cell.nodeCount + cell.newcomersMax) * nodeStride;
  for (let word = cell.base * nodeStride; word < end; word += nodeStride * every) {
    if (nodes[word + nodeField.epoch] === 0) continue;
    const flags = nodes[word + nodeField.flags]!;
    nodeCount += 1;
    supernodes += flags & supernode;
    eligibles += flags & eligible;
    onlines += flags & online;
    homed += isNatural(nodes[word + nodeField.home]!);
    seen += isNatural(nodes[word + nodeField.minNonce]! - 1);
    rolled += isNatural(nodes[word + nodeField.rollNonce]!);
  }
  return {
    nodeCount: every * nodeCount,
    supernodeCount: (every * supernodes) / supernode,
    homedCount: every * homed,
    eligibleCount: (every * eligibles) / eligible,
    seenCount: every * seen,
    notOnlineCount: every * (nodeCount - onlines / online),
    rolledCount: every * rolled,
    candidateCount: cell.candidateCount,
  };
}

/** 1 for zero and more, 0 below: as `noHome` and `noTime` are. */
function isNatural(word: number): number {
  return 1 + (word >> 31);
}
