// How a node's record and the registrations around it change together, as the writers of adapters/
// do it.
import { firstProofJoins } from '#domain/heal/join-candidates.ts';
import type { NodeMove } from '#domain/membership/plan-change.ts';
import type { NodeRecord } from '#domain/network.ts';
import type { NodeChangeWork } from '#twin/meters/node-change-work.ts';
import {
  type Cell,
  type NewRegistration,
  type Registration,
  registrationOf,
  registrationOfNode,
} from '../cell.ts';
import type { Network } from '../network-state.ts';
import { nodeField, nodeFlag, nodeStride, noHome, withWave } from '../node-table.ts';
import { operatorNode } from '../queues/message-pool.ts';

/** The states of a node, by its flags. */
export function stateOf(flags: number): NodeRecord['state'] {
  if ((flags & nodeFlag.online) !== 0) return 'online';
  return (flags & nodeFlag.waiting) !== 0 ? 'waiting' : 'offline';
}

/** Whether a node's role is `client`. */
export function isClient({ nodes }: Network, node: number): boolean {
  return (nodes[node * nodeStride + nodeField.flags]! & nodeFlag.supernode) === 0;
}

/** The registration that a node's home names, if its item still exists. */
export function homeRegistration(
  { nodes, registrations }: Network,
  node: number,
): Registration | undefined {
  const home = nodes[node * nodeStride + nodeField.home]!;
  const registration = home === noHome ? undefined : registrations[home];
  return registration?.isGone === false ? registration : undefined;
}

/** The registration that a node holds at a boot, live or dead, if its item exists. */
export function ownRegistration(cell: Cell, node: number, epoch: number): Registration | undefined {
  const registration = registrationOfNode(cell, node);
  return registration?.epoch === epoch ? registration : undefined;
}

/** The registration that a node holds at its boot: none but a supernode has one. */
export function currentRegistration(
  network: Network,
  cell: Cell,
  node: number,
): Registration | undefined {
  if (isClient(network, node)) return undefined;
  return ownRegistration(cell, node, network.nodes[node * nodeStride + nodeField.epoch]!);
}

/** Reused from call to call. */
const work: NodeChangeWork = {
  movesPopulation: false,
  heldAt: false,
  ownRegistration: false,
  wasCandidate: false,
};

/**
 * Moves a node to the state that news reports: see `commitNodeChange`.
 * @param wave the wave that restarts it; null: none does
 * @returns what was written besides, for the bill; the same object at every call
 */
export function changeNode(
  network: Network,
  cell: Cell,
  node: number,
  { epoch, state, moreUsers, slotBackTo: held, ownRegistration, signsOff }: NodeMove<Registration>,
  wave: number | null,
): NodeChangeWork {
  const { nodes } = network;
  const word = node * nodeStride;
  const flags = nodes[word + nodeField.flags]!;
  if (nodes[word + nodeField.epoch] === 0) cell.knownCount += 1;
  if (held !== undefined) giveSlotBack(network, cell, held);
  if (ownRegistration !== undefined) {
    if (signsOff) network.removeRegistration(cell, ownRegistration);
    else ownRegistration.nodeEpoch = epoch;
  }
  cell.record.population += moreUsers;
  if (moreUsers !== 0) network.zoneCounts?.switch(flags, moreUsers);
  work.movesPopulation = moreUsers !== 0;
  work.heldAt = held !== undefined;
  work.ownRegistration = ownRegistration !== undefined;
  work.wasCandidate = (flags & nodeFlag.candidate) !== 0;
  if (work.wasCandidate) leaveCandidates(network, cell, node);
  if ((flags & nodeFlag.aggregated) !== 0) network.aggregation.forget(cell, node);
  const { online, waiting, supernode, candidate, proven, aggregated } = nodeFlag;
  const kept = flags & ~(online | waiting | supernode | candidate | proven | aggregated);
  const moved = kept | (state === 'offline' ? 0 : waiting);
  nodes[word + nodeField.flags] = wave === null ? moved : withWave(moved, wave);
  nodes[word + nodeField.epoch] = epoch;
  network.setHome(node, noHome);
  nodes[word + nodeField.rollNonce] = -1;
  return work;
}

/** Starts the operator's supernode again: see `commitOperatorBoot`. */
export function bootOperator(
  network: Network,
  cell: Cell,
  { nodeId, epoch, slots }: Registration,
  leaseUntilMs: number,
): void {
  const who = { node: operatorNode, nodeId, epoch: epoch + 1 };
  network.addRegistration(cell, registrationOf(cell, who, slots, leaseUntilMs));
  network.aggregation.slotsCame(cell, network.nowMs);
}

/** Extends a lease: see `renewLease` in adapters/network/membership-writer.ts. */
export function extendLease(cell: Cell, registration: Registration, untilMs: number): void {
  registration.leaseUntilMs = untilMs;
  if (!registration.isRenewed) cell.renewedCount += 1;
  registration.isRenewed = true;
}

/** Declares a silent supernode lost: see `commitLoss`. */
export function loseRegistration(network: Network, cell: Cell, registration: Registration): void {
  const { nodes } = network;
  const word = registration.node * nodeStride;
  const flags = nodes[word + nodeField.flags]!;
  network.removeRegistration(cell, registration);
  const { online, waiting, supernode } = nodeFlag;
  nodes[word + nodeField.flags] = (flags & ~(online | supernode)) | waiting;
  network.setHome(registration.node, noHome);
  nodes[word + nodeField.rollNonce] = -1;
}

/** Homes a client: see `commitPlacements`. */
export function homeClient(
  network: Network,
  cell: Cell,
  node: number,
  registration: Registration,
  minNonce: number,
): void {
  const { nodes } = network;
  const word = node * nodeStride;
  const flags = nodes[word + nodeField.flags]!;
  const { online, waiting, eligible, proven, candidate } = nodeFlag;
  // A copy of its request was placed, while another one is aggregated.
  if ((flags & nodeFlag.aggregated) !== 0) network.aggregation.forget(cell, node);
  const wasCandidate = (flags & candidate) !== 0;
  const joins = firstProofJoins((flags & eligible) !== 0, (flags & proven) !== 0) && !wasCandidate;
  if (joins) {
    cell.candidateCount += 1;
    network.setCandidate(node, true);
  }
  const wasHomed = nodes[word + nodeField.home] !== noHome;
  if (joins || (wasCandidate && !wasHomed)) cell.homedCandidateCount += 1;
  nodes[word + nodeField.flags] =
    (flags & ~(waiting | nodeFlag.aggregated)) | online | proven | (joins ? candidate : 0);
  network.setHome(node, registration.id);
  nodes[word + nodeField.minNonce] = minNonce;
  nodes[word + nodeField.rollNonce] = -1;
  registration.used += 1;
}

/** Makes a client that waits a candidate: see `commitStandBy`. */
export function standBy(network: Network, cell: Cell, node: number, minNonce: number): void {
  const { nodes } = network;
  const word = node * nodeStride;
  const flags = nodes[word + nodeField.flags]!;
  if ((flags & nodeFlag.candidate) === 0) {
    cell.candidateCount += 1;
    network.setCandidate(node, true);
    if (nodes[word + nodeField.home] !== noHome) cell.homedCandidateCount += 1;
  }
  nodes[word + nodeField.flags] = flags | nodeFlag.candidate | nodeFlag.proven;
  nodes[word + nodeField.minNonce] = minNonce;
}

/** Promotes a candidate: see `commitPromotion`. */
export function promote(
  network: Network,
  cell: Cell,
  node: number,
  held: Registration | undefined,
  registration: NewRegistration,
): void {
  const { nodes } = network;
  const word = node * nodeStride;
  const flags = nodes[word + nodeField.flags]!;
  if (held !== undefined) giveSlotBack(network, cell, held);
  if ((flags & nodeFlag.aggregated) !== 0) network.aggregation.forget(cell, node);
  leaveCandidates(network, cell, node);
  const { waiting, candidate, online, supernode, aggregated } = nodeFlag;
  nodes[word + nodeField.flags] =
    (flags & ~(waiting | candidate | aggregated)) | online | supernode;
  network.setHome(node, noHome);
  nodes[word + nodeField.rollNonce] = -1;
  // A promotion is a sign-in: it uses the proof up.
  nodes[word + nodeField.minNonce] = nodes[word + nodeField.minNonce]! + 1;
  network.addRegistration(cell, registration);
  network.aggregation.slotsCame(cell, network.nowMs);
}

function giveSlotBack(network: Network, cell: Cell, registration: Registration): void {
  registration.used -= 1;
  network.aggregation.slotsCame(cell, network.nowMs);
}

function leaveCandidates(network: Network, cell: Cell, node: number): void {
  cell.candidateCount -= 1;
  network.setCandidate(node, false);
  if (network.nodes[node * nodeStride + nodeField.home] !== noHome) cell.homedCandidateCount -= 1;
}
