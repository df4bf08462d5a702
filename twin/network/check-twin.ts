// Safety at the end of a run on the twin: counters equal what a full scan counts.
import { isLive } from '#domain/network.ts';
import type { Cell } from './cell.ts';
import { ownRegistration } from './membership/change-node.ts';
import type { Network } from './network-state.ts';
import { isOnMask, nodeField, nodeFlag, nodeStride, noHome } from './node-table.ts';

/** Violations are reported one by one up to this many; then only how many more there are. */
const shownMax = 10;

/** Every broken invariant in words that name the item: see domain/invariants/check-network.ts. */
export function checkTwin(network: Network, nowMs: number): string[] {
  const broken = network.cells.flatMap((cell) => checkCell(network, cell, nowMs));
  if (broken.length <= shownMax) return broken;
  return [...broken.slice(0, shownMax), `and ${broken.length - shownMax} violations more`];
}

function checkCell(network: Network, cell: Cell, nowMs: number): string[] {
  const seen: Seen = { population: 0, candidates: 0, held: new Map() };
  const broken: string[] = [];
  const end = cell.base + cell.nodeCount + cell.newcomersMax;
  for (let node = cell.base; node < end; node += 1) {
    count(network, node, seen);
    const violation = violationAt(network, cell, node, nowMs);
    if (violation !== null) broken.push(`${cell.name}, node ${node}: ${violation}`);
  }
  if (seen.population !== cell.record.population)
    broken.push(`${cell.name}: ${cell.record.population} counted as on, ${seen.population} are`);
  if (seen.candidates !== cell.candidateCount)
    broken.push(
      `${cell.name}: ${cell.candidateCount} counted as candidates, not ${seen.candidates}`,
    );
  return [
    ...broken,
    ...checkHomed(network, seen),
    ...cell.registrations.flatMap((one) => checkRegistration(one, seen, nowMs)),
  ];
}

/** The lists of homed clients say the same as their records. */
function checkHomed({ homed, nodes, registrations }: Network, { held }: Seen): string[] {
  return [...held].flatMap(([home, count]) => {
    const listed: number[] = [];
    homed.appendTo(listed, home);
    const areThere = listed.every((node) => nodes[node * nodeStride + nodeField.home] === home);
    if (areThere && listed.length === count) return [];
    const one = registrations[home];
    return `${one?.nodeId}@${one?.epoch}: ${count} clients homed there, ${listed.length} listed`;
  });
}

/** What a full scan counts. */
interface Seen {
  population: number;
  candidates: number;
  /** Clients homed at each registration, by its number. */
  readonly held: Map<number, number>;
}

function count({ nodes }: Network, node: number, seen: Seen): void {
  const word = node * nodeStride;
  const flags = nodes[word + nodeField.flags]!;
  const home = nodes[word + nodeField.home]!;
  if ((flags & isOnMask) !== 0) seen.population += 1;
  if ((flags & nodeFlag.candidate) !== 0) seen.candidates += 1;
  if (home !== noHome) seen.held.set(home, (seen.held.get(home) ?? 0) + 1);
}

/** What is wrong with a node; null: nothing. */
function violationAt(network: Network, cell: Cell, node: number, nowMs: number): string | null {
  const { nodes, registrations } = network;
  const word = node * nodeStride;
  const flags = nodes[word + nodeField.flags]!;
  const home = nodes[word + nodeField.home]!;
  const isSupernode = (flags & nodeFlag.supernode) !== 0;
  if ((flags & isOnMask) === 0 && (home !== noHome || isSupernode))
    return 'switched off, and still at home or a supernode';
  if (isSupernode && home !== noHome) return 'a supernode with a home';
  if (isSupernode && !ownRegistration(cell, node, nodes[word + nodeField.epoch]!))
    return 'a supernode without a registration at its epoch';
  const isListed = (network.candidateBits[node >>> 5]! & (1 << (node & 31))) !== 0;
  if (isListed !== ((flags & nodeFlag.candidate) !== 0)) return 'a candidate on one list alone';
  const isIn = home !== noHome && isLiveRegistration(registrations[home], nowMs);
  return isIn && (flags & nodeFlag.proven) === 0 ? 'signed in without a proof at its boot' : null;
}

function checkRegistration(
  one: Cell['registrations'][number],
  { held }: Seen,
  nowMs: number,
): string[] {
  const name = `${one.nodeId}@${one.epoch}`;
  const heldCount = held.get(one.id) ?? 0;
  const broken: string[] = [];
  if (one.used > one.slots || one.used < 0)
    broken.push(`${name}: ${one.used} slots used of ${one.slots}`);
  if (isLive(one, nowMs) && one.used !== heldCount)
    broken.push(`${name}: ${one.used} slots counted as used, ${heldCount} clients homed there`);
  return broken;
}

function isLiveRegistration(
  registration: Network['registrations'][number] | undefined,
  nowMs: number,
): boolean {
  return registration !== undefined && !registration.isGone && isLive(registration, nowMs);
}
