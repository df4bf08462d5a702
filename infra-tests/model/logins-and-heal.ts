// The reference model's half for the log-in and the heal queue: who gets a slot, and who becomes
// one to registration them. Where the rules leave a choice open, all choices are listed.
import { macOf } from '#adapters/identity.ts';
import type { HealStepDue, LoginRequested } from '#domain/events.ts';
import type { SupernodeRecord } from '#domain/network.ts';
import { keyOf } from '#infra-tests/handlers/login/signed-login.ts';
import {
  type Circumstances,
  carries,
  holderOf,
  type ModelNode,
  type NetworkState,
  withNode,
  withRegistration,
  withSlotBack,
} from './network-state.ts';

/** What the network may look like after a log-in was answered. */
export function afterLogin(
  state: NetworkState,
  event: LoginRequested,
  circumstances: Circumstances,
): NetworkState[] {
  const { settings, nowMs, isAlone, isSingle } = circumstances;
  const { policy, timings } = settings;
  const node = state.nodes[event.nodeId];
  if (node === undefined || !isAnswered(state, node, event, nowMs)) return [state];
  const isFirst = node.eligible && !policy.noPriority;
  const isEarly = event.admissionAtMs !== null && event.admissionAtMs > nowMs;
  if (isEarly && !isFirst && !policy.noBackpressure) return [state];
  if (nowMs - event.dueAtMs > timings.clientTimeoutMs) return [state];
  const free = freeRegistrations(state, policy.herd && isSingle, nowMs);
  const { nonce } = event.proof;
  const placed = free.map((registration) => placedAt(state, node, registration, nonce));
  // A list of who was there once may show nobody, or those who are gone.
  const mayMiss = free.length === 0 || policy.staleCandidates || !isAlone;
  const unplaced = mayMiss ? [isFirst ? stoodBy(state, node, nonce) : state] : [];
  // Its admission time may come later, or the service may be busy.
  const mayWait =
    (event.admissionAtMs === null && !isFirst) || timings.loginsPerRateLimitWindow < 10;
  return [...placed, ...unplaced, ...(mayWait ? [state] : [])];
}

/** Who could carry others can be promoted at once. */
function stoodBy(state: NetworkState, node: ModelNode, nonce: number): NetworkState {
  const { epoch } = node;
  if (node.provenEpoch >= epoch) return state;
  const proven = { provenEpoch: epoch, minNonce: nonce };
  return withNode(state, { ...node, ...proven, isCandidate: true });
}

/** Who it is, at its current boot, by a proof not used before, and not signed in yet. */
function isAnswered(
  state: NetworkState,
  node: ModelNode,
  event: LoginRequested,
  nowMs: number,
): boolean {
  const { mac, expiresAtMs, nonce } = event.proof;
  const isGenuine = macOf(keyOf(event), event, event.proof) === mac && expiresAtMs >= nowMs;
  const isCurrent = event.epoch === node.epoch && node.state !== 'offline';
  const wants = node.role === 'client' && holderOf(state, node, nowMs) === undefined;
  return isGenuine && isCurrent && wants && nonce >= node.minNonce;
}

function freeRegistrations(
  { registrations }: NetworkState,
  onlyEmptiest: boolean,
  nowMs: number,
): SupernodeRecord[] {
  const free = Object.values(registrations)
    .filter((one) => carries(one, nowMs) && one.used < one.slots)
    .sort((a, b) => a.used / a.slots - b.used / b.slots || (a.nodeId < b.nodeId ? -1 : 1));
  return onlyEmptiest ? free.slice(0, 1) : free;
}

function placedAt(
  state: NetworkState,
  node: ModelNode,
  registration: SupernodeRecord,
  nonce: number,
): NetworkState {
  const taken = withRegistration(state, registration.nodeId, {
    ...registration,
    used: registration.used + 1,
  });
  const isNew = node.eligible && node.provenEpoch < node.epoch;
  return withNode(taken, {
    ...node,
    state: 'online',
    home: { supernode: registration.nodeId, epoch: registration.epoch },
    provenEpoch: node.epoch,
    minNonce: nonce + 1,
    isCandidate: node.isCandidate || isNew,
  });
}

/** What the network may look like after a heal step: whoever it promoted, and whatever is over. */
export function afterHealStep(
  state: NetworkState,
  event: HealStepDue,
  circumstances: Circumstances,
): NetworkState[] {
  if (event.step !== circumstances.healStep && circumstances.isAlone) return [state];
  const { sizes } = circumstances.settings;
  const candidates = Object.values(state.nodes).filter(({ isCandidate }) => isCandidate);
  const choices = subsets(candidates).filter((some) => some.length <= sizes.promotionsPerStep);
  const allowed = choices.filter((some) => isEnough(state, some, candidates, circumstances));
  const kept = circumstances.isAlone
    ? []
    : allowed.map((some) => promoted(state, some, circumstances));
  const retired = withoutRetired(state, circumstances);
  return [...allowed.map((some) => promoted(retired, some, circumstances)), ...kept];
}

/** As many as cover what is missing, and not one more. */
function isEnough(
  { registrations, population }: NetworkState,
  some: readonly ModelNode[],
  candidates: readonly ModelNode[],
  { settings, nowMs, isAlone }: Circumstances,
): boolean {
  if (!isAlone) return true;
  const { sizes, policy } = settings;
  const live = Object.values(registrations).filter((one) => carries(one, nowMs));
  const counted = policy.ghostSlots
    ? Object.values(registrations).filter(({ leaseUntilMs }) => leaseUntilMs > nowMs)
    : live;
  const clientCount = population - live.filter(({ operatorRun }) => !operatorRun).length;
  const missing = Math.ceil(clientCount * sizes.headroom) - sum(counted.map(({ slots }) => slots));
  const slots = some.map((one) => slotsOf(one, sizes.slotsPerSupernode));
  const isAll = some.length === Math.min(sizes.promotionsPerStep, candidates.length);
  const isCovered = sum(slots) >= missing;
  return (isAll || isCovered) && (some.length === 0 || sum(slots) - Math.max(...slots) < missing);
}

function promoted(
  state: NetworkState,
  some: readonly ModelNode[],
  { settings, nowMs }: Circumstances,
): NetworkState {
  return some.reduce((before, node) => {
    const { nodeId, cell, epoch } = node;
    const slots = slotsOf(node, settings.sizes.slotsPerSupernode);
    const boot = { nodeId, cell, epoch, nodeEpoch: epoch, operatorRun: false };
    const leaseUntilMs = nowMs + settings.timings.leaseMs;
    const free = withSlotBack(before, node, nowMs);
    const offering = withRegistration(free, nodeId, { ...boot, slots, used: 0, leaseUntilMs });
    const role = { role: 'supernode', state: 'online', home: null } as const;
    const minNonce = node.minNonce + 1;
    return withNode(offering, { ...node, ...role, minNonce, isCandidate: false });
  }, state);
}

/** Dead registrations go, but those that a careless count still includes. */
function withoutRetired(state: NetworkState, { settings, nowMs }: Circumstances): NetworkState {
  const over = Object.values(state.registrations).filter(
    ({ epoch, nodeEpoch, leaseUntilMs }) =>
      epoch !== nodeEpoch && !(settings.policy.ghostSlots && leaseUntilMs > nowMs),
  );
  return over.reduce((before, { nodeId }) => withRegistration(before, nodeId, undefined), state);
}

function slotsOf({ claimedSlots }: ModelNode, most: number): number {
  return Math.max(1, Math.min(claimedSlots, most));
}

function subsets<Thing>([first, ...others]: readonly Thing[]): Thing[][] {
  if (first === undefined) return [[]];
  const without = subsets(others);
  return [...without, ...without.map((some) => [first, ...some])];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
