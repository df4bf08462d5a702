// How a node's record and the offers around it change together, as the writers of adapters/ do it.
import type { NodeRecord } from '#domain/network.ts';
import type { Cell, Offer } from '../cell.ts';
import type { Network } from '../network-state.ts';
import { isOnMask, nodeField, nodeFlag, nodeStride, noHome, withWave } from '../node-table.ts';

/** The states of a node, by its flags. */
export function stateOf(flags: number): NodeRecord['state'] {
  if ((flags & nodeFlag.online) !== 0) return 'online';
  return (flags & nodeFlag.waiting) !== 0 ? 'waiting' : 'offline';
}

/** The offer that a node's home names, if its item still exists. */
export function homeOffer({ nodes, offers }: Network, node: number): Offer | undefined {
  const home = nodes[node * nodeStride + nodeField.home] as number;
  const offer = home === noHome ? undefined : offers[home];
  return offer?.isGone === false ? offer : undefined;
}

/** The offer that a node holds at a boot, live or dead, if its item exists. */
export function ownOffer(cell: Cell, node: number, epoch: number): Offer | undefined {
  return cell.offers.find((one) => one.node === node && one.epoch === epoch);
}

/** The offer that a node holds at its boot: none but a supernode has one. */
export function currentOffer({ nodes }: Network, cell: Cell, node: number): Offer | undefined {
  const word = node * nodeStride;
  const isSupernode = ((nodes[word + nodeField.flags] as number) & nodeFlag.supernode) !== 0;
  return isSupernode ? ownOffer(cell, node, nodes[word + nodeField.epoch] as number) : undefined;
}

/** What a change of a node did besides, for the bill. Reused from call to call. */
export interface ChangeEffects {
  movesPopulation: boolean;
  heldAt: boolean;
  ownOffer: boolean;
  wasCandidate: boolean;
}

const effects: ChangeEffects = {
  movesPopulation: false,
  heldAt: false,
  ownOffer: false,
  wasCandidate: false,
};

/** Where news says that a node is. */
export interface NodeChange {
  readonly epoch: number;
  readonly isOn: boolean;
  /** The wave that restarts it; null: none does. */
  readonly wave: number | null;
  readonly signsOff: boolean;
}

/**
 * Moves a node to where news says it is: see `commitNodeChange`.
 * @returns what changed besides; the same object at every call
 */
export function changeNode(
  network: Network,
  cell: Cell,
  node: number,
  { epoch, isOn, wave, signsOff }: NodeChange,
): ChangeEffects {
  const { nodes } = network;
  const word = node * nodeStride;
  const flags = nodes[word + nodeField.flags] as number;
  const wasOn = (flags & isOnMask) !== 0;
  const held = homeOffer(network, node);
  effects.heldAt = held !== undefined && held.nodeEpoch === held.epoch;
  if (effects.heldAt && held !== undefined) giveSlotBack(network, cell, held);
  const own = currentOffer(network, cell, node);
  effects.ownOffer = own !== undefined;
  if (own !== undefined) {
    if (signsOff) network.removeOffer(cell, own);
    else own.nodeEpoch = epoch;
  }
  effects.movesPopulation = wasOn !== isOn;
  cell.record.population += Number(isOn) - Number(wasOn);
  effects.wasCandidate = (flags & nodeFlag.candidate) !== 0;
  if (effects.wasCandidate) leaveCandidates(network, cell, node);
  if ((flags & nodeFlag.parked) !== 0) network.parking.forget(cell, node);
  const { online, waiting, supernode, candidate, proven, parked } = nodeFlag;
  const kept = flags & ~(online | waiting | supernode | candidate | proven | parked);
  const moved = kept | (isOn ? waiting : 0);
  nodes[word + nodeField.flags] = wave === null ? moved : withWave(moved, wave);
  nodes[word + nodeField.epoch] = epoch;
  network.setHome(node, noHome);
  nodes[word + nodeField.rollNonce] = -1;
  return effects;
}

/** Declares a silent supernode lost: see `commitLoss`. */
export function loseOffer(network: Network, cell: Cell, offer: Offer): void {
  const { nodes } = network;
  const word = offer.node * nodeStride;
  const flags = nodes[word + nodeField.flags] as number;
  network.removeOffer(cell, offer);
  const { online, waiting, supernode } = nodeFlag;
  nodes[word + nodeField.flags] = (flags & ~(online | supernode)) | waiting;
  network.setHome(offer.node, noHome);
  nodes[word + nodeField.rollNonce] = -1;
}

/** Homes a client: see `commitPlacements`. */
export function homeClient(
  network: Network,
  cell: Cell,
  node: number,
  offer: Offer,
  nonceFloor: number,
): void {
  const { nodes } = network;
  const word = node * nodeStride;
  const flags = nodes[word + nodeField.flags] as number;
  const { online, waiting, eligible, proven, candidate } = nodeFlag;
  // A copy of its request was placed, while another one is parked.
  if ((flags & nodeFlag.parked) !== 0) network.parking.forget(cell, node);
  const wasCandidate = (flags & candidate) !== 0;
  const joins = (flags & eligible) !== 0 && (flags & proven) === 0 && !wasCandidate;
  if (joins) {
    cell.candidateCount += 1;
    network.setCandidate(node, true);
  }
  const wasHomed = nodes[word + nodeField.home] !== noHome;
  if (joins || (wasCandidate && !wasHomed)) cell.homedCandidateCount += 1;
  nodes[word + nodeField.flags] =
    (flags & ~(waiting | nodeFlag.parked)) | online | proven | (joins ? candidate : 0);
  network.setHome(node, offer.id);
  nodes[word + nodeField.nonceFloor] = nonceFloor;
  nodes[word + nodeField.rollNonce] = -1;
  offer.used += 1;
}

/** Makes a client that waits a candidate: see `commitStandBy`. */
export function standBy(network: Network, cell: Cell, node: number, nonceFloor: number): void {
  const { nodes } = network;
  const word = node * nodeStride;
  const flags = nodes[word + nodeField.flags] as number;
  if ((flags & nodeFlag.candidate) === 0) {
    cell.candidateCount += 1;
    network.setCandidate(node, true);
    if (nodes[word + nodeField.home] !== noHome) cell.homedCandidateCount += 1;
  }
  nodes[word + nodeField.flags] = flags | nodeFlag.candidate | nodeFlag.proven;
  nodes[word + nodeField.nonceFloor] = nonceFloor;
}

/**
 * Promotes a candidate: see `commitPromotion`.
 * @returns whether it held a slot, which it gave back
 */
export function promote(
  network: Network,
  cell: Cell,
  node: number,
  offer: Omit<Offer, 'id'>,
): boolean {
  const { nodes } = network;
  const word = node * nodeStride;
  const flags = nodes[word + nodeField.flags] as number;
  const held = homeOffer(network, node);
  const isHeld = held !== undefined && held.nodeEpoch === held.epoch;
  if (isHeld) giveSlotBack(network, cell, held);
  if ((flags & nodeFlag.parked) !== 0) network.parking.forget(cell, node);
  leaveCandidates(network, cell, node);
  const { waiting, candidate, online, supernode, parked } = nodeFlag;
  nodes[word + nodeField.flags] = (flags & ~(waiting | candidate | parked)) | online | supernode;
  network.setHome(node, noHome);
  nodes[word + nodeField.rollNonce] = -1;
  // A promotion is a sign-in: it uses the proof up.
  nodes[word + nodeField.nonceFloor] = (nodes[word + nodeField.nonceFloor] as number) + 1;
  network.addOffer(cell, offer);
  network.parking.slotsCame(cell, network.nowMs);
  return isHeld;
}

function giveSlotBack(network: Network, cell: Cell, offer: Offer): void {
  offer.used -= 1;
  network.parking.slotsCame(cell, network.nowMs);
}

function leaveCandidates(network: Network, cell: Cell, node: number): void {
  cell.candidateCount -= 1;
  network.setCandidate(node, false);
  if (network.nodes[node * nodeStride + nodeField.home] !== noHome) cell.homedCandidateCount -= 1;
}
