// Safety at the end of a run on the twin: counters equal what a full scan counts.
import { isLive } from '#domain/network.ts';
import type { Cell } from './cell.ts';
import { ownOffer } from './change-node.ts';
import type { Network } from './network-state.ts';
import { isOnMask, nodeField, nodeFlag, nodeStride, noHome } from './node-table.ts';

/** Breaches are told one by one up to this many; then only how many more there are. */
const toldMax = 10;

/** Every broken invariant in words that name the item: see domain/check-network.ts. */
export function checkTwin(network: Network, nowMs: number): string[] {
  const broken = network.cells.flatMap((cell) => checkCell(network, cell, nowMs));
  if (broken.length <= toldMax) return broken;
  return [...broken.slice(0, toldMax), `and ${broken.length - toldMax} breaches more`];
}

function checkCell(network: Network, cell: Cell, nowMs: number): string[] {
  const { nodes, offers } = network;
  const broken: string[] = [];
  const held = new Map<number, number>();
  let population = 0;
  let candidates = 0;
  const end = cell.base + cell.nodeCount + cell.newcomersMax;
  for (let node = cell.base; node < end; node += 1) {
    const word = node * nodeStride;
    const flags = nodes[word + nodeField.flags] as number;
    const home = nodes[word + nodeField.home] as number;
    const isOn = (flags & isOnMask) !== 0;
    const isSupernode = (flags & nodeFlag.supernode) !== 0;
    if (isOn) population += 1;
    if ((flags & nodeFlag.candidate) !== 0) candidates += 1;
    if (home !== noHome) held.set(home, (held.get(home) ?? 0) + 1);
    if (!isOn && (home !== noHome || isSupernode))
      broken.push(`${cell.name}, node ${node}: switched off, and still at home or a supernode`);
    if (isSupernode && home !== noHome)
      broken.push(`${cell.name}, node ${node}: a supernode with a home`);
    if (isSupernode && !ownOffer(cell, node, nodes[word + nodeField.epoch] as number))
      broken.push(`${cell.name}, node ${node}: a supernode without an offer at its epoch`);
    const isIn = home !== noHome && isLiveOffer(offers[home], nowMs);
    if (isIn && (flags & nodeFlag.proven) === 0)
      broken.push(`${cell.name}, node ${node}: signed in without a proof at its boot`);
  }
  if (population !== cell.record.population)
    broken.push(`${cell.name}: ${cell.record.population} counted as on, ${population} are`);
  if (candidates !== cell.candidateCount)
    broken.push(`${cell.name}: ${cell.candidateCount} counted as candidates, ${candidates} are`);
  for (const one of cell.offers) {
    const count = held.get(one.id) ?? 0;
    if (one.used > one.slots || one.used < 0)
      broken.push(`${one.nodeId}@${one.epoch}: ${one.used} slots used of ${one.slots}`);
    if (isLive(one, nowMs) && one.used !== count)
      broken.push(`${one.nodeId}@${one.epoch}: ${one.used} slots counted, ${count} clients there`);
  }
  return broken;
}

function isLiveOffer(offer: Network['offers'][number] | undefined, nowMs: number): boolean {
  return offer !== undefined && !offer.isGone && isLive(offer, nowMs);
}
