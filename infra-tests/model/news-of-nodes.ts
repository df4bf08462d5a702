// The reference model's half for the membership queue: what news makes of the network.

import type {
  LeaseRenewed,
  MembershipEvent,
  NodeJoined,
  NodeLeft,
  NodeLost,
  NodeRestarted,
} from '#domain/events.ts';
import { here } from '#testing/domain/builders.ts';
import {
  type Circumstances,
  type ModelNode,
  type NetworkState,
  withNode,
  withRegistration,
  withSlotBack,
} from './network-state.ts';

/** What the network may look like after some news of a node. */
export function afterNews(
  state: NetworkState,
  event: MembershipEvent,
  circumstances: Circumstances,
): NetworkState[] {
  switch (event.type) {
    case 'NodeJoined':
      return [afterJoin(state, event, circumstances)];
    case 'NodeLeft':
      return [afterLeave(state, event, circumstances)];
    case 'NodeRestarted':
      return [afterRestart(state, event, circumstances)];
    case 'NodeLost':
      return [afterLoss(state, event, circumstances)];
    case 'LeaseRenewed':
      return afterRenewal(state, event, circumstances);
  }
}

function afterJoin(state: NetworkState, event: NodeJoined, { nowMs }: Circumstances): NetworkState {
  const node = nodeOf(state, event.nodeId);
  if (event.epoch <= node.epoch) return state;
  const { epoch, eligible, claimedSlots, utcOffsetMinutes } = event;
  const profile = { eligible, claimedSlots, utcOffsetMinutes };
  return moved(state, node, { ...profile, epoch, state: 'waiting' }, 'signs off', nowMs);
}

function afterLeave(state: NetworkState, event: NodeLeft, { nowMs }: Circumstances): NetworkState {
  const node = nodeOf(state, event.nodeId);
  if (event.epoch < node.epoch) return state;
  if (event.epoch === node.epoch && node.state === 'offline') return state;
  return moved(state, node, { epoch: event.epoch, state: 'offline' }, 'signs off', nowMs);
}

function afterRestart(
  state: NetworkState,
  { nodeId, epoch, waveIndex, cause }: NodeRestarted,
  { nowMs }: Circumstances,
): NetworkState {
  const node = nodeOf(state, nodeId);
  if (epoch <= node.epoch || node.state === 'offline') return state;
  const way = cause === 'self-protection' ? 'signs off' : 'just goes';
  return moved(state, node, { epoch, waveIndex, state: 'waiting' }, way, nowMs);
}

function afterLoss(
  state: NetworkState,
  { nodeId, epoch }: NodeLost,
  { nowMs, settings }: Circumstances,
): NetworkState {
  const registration = state.registrations[nodeId];
  const isSilent =
    registration?.epoch === epoch &&
    registration.nodeEpoch === epoch &&
    registration.leaseUntilMs <= nowMs;
  if (!isSilent) return state;
  if (registration.operatorRun) {
    const boot = { epoch: epoch + 1, nodeEpoch: epoch + 1, used: 0 };
    const leaseUntilMs = nowMs + settings.timings.leaseMs;
    return withRegistration(state, nodeId, { ...registration, ...boot, leaseUntilMs });
  }
  const node = nodeOf(state, nodeId);
  if (node.epoch !== epoch) return state;
  return moved(state, node, { epoch, state: 'waiting' }, 'signs off', nowMs);
}

/** Functions' clocks may differ by this much. */
const clockSkewMs = 5_000;

function afterRenewal(
  state: NetworkState,
  { nodeId, epoch, dueAtMs }: LeaseRenewed,
  { nowMs, settings }: Circumstances,
): NetworkState[] {
  const registration = state.registrations[nodeId];
  if (registration?.epoch !== epoch || registration.nodeEpoch !== epoch) return [state];
  const leaseUntilMs = dueAtMs + settings.timings.leaseMs;
  const isLate =
    registration.leaseUntilMs <= nowMs + clockSkewMs || leaseUntilMs <= registration.leaseUntilMs;
  if (isLate) return [state];
  const renewed = withRegistration(state, nodeId, { ...registration, leaseUntilMs });
  // It may protect itself instead; the message that says so is not handled yet.
  const mayProtect = settings.sizes.attemptsPerMinuteMax !== null && !registration.operatorRun;
  return mayProtect ? [renewed, state] : [renewed];
}

/** A node that moves on holds no slot, carries nobody, and has proven nothing yet at its boot. */
function moved(
  state: NetworkState,
  node: ModelNode,
  change: Partial<ModelNode> & Pick<ModelNode, 'epoch' | 'state'>,
  way: 'signs off' | 'just goes',
  nowMs: number,
): NetworkState {
  const own = state.registrations[node.nodeId];
  const hasOwn = own?.epoch === node.epoch;
  const end = way === 'signs off' || !hasOwn ? undefined : { ...own, nodeEpoch: change.epoch };
  const free = withSlotBack(state, node, nowMs);
  const carried = hasOwn ? withRegistration(free, node.nodeId, end) : free;
  const clean = { role: 'client', home: null, isCandidate: false } as const;
  return {
    ...withNode(carried, { ...node, ...change, ...clean }),
    population: state.population + isOn(change) - isOn(node),
  };
}

function isOn({ state }: Pick<ModelNode, 'state'>): number {
  return state === 'offline' ? 0 : 1;
}

function nodeOf({ nodes }: NetworkState, nodeId: string): ModelNode {
  const unheardOf = { epoch: 0, state: 'offline', role: 'client', home: null } as const;
  const unknown = { eligible: false, claimedSlots: 0, utcOffsetMinutes: 0, waveIndex: -1 };
  const unproven = { provenEpoch: 0, minNonce: 0, isCandidate: false };
  return nodes[nodeId] ?? { nodeId, cell: here.cell, ...unheardOf, ...unknown, ...unproven };
}
