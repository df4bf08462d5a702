// Sends messages into the queues from outside: of people who switch their PCs, of attackers, and
// junk.
import { macOf } from '#adapters/identity.ts';
import { openOutbox } from '#adapters/queues/outbox.ts';
import type { Runtime } from '#adapters/runtime.ts';
import {
  type ControlEvent,
  type LoginRequested,
  leaseRenewed,
  loginRequested,
  nodeJoined,
  nodeLeft,
  type Place,
  type Proof,
} from '#domain/events.ts';
import { isSilent } from '#domain/heal/heal-step.ts';
import { dueAheadMsMax } from '#domain/limits.ts';
import type { NodeRecord, SupernodeRecord } from '#domain/network.ts';
import { unreachable } from '#domain/unreachable.ts';
import { wokenMark } from './silence-supernodes.ts';
import type { Adversary } from './swarm-case.ts';

/** What adversaries know. */
export interface AdversariesView {
  readonly runId: string;
  readonly nodes: readonly NodeRecord[];
  readonly supernodes: readonly SupernodeRecord[];
  /** Log-ins that were sent so far, with genuine proofs. */
  readonly heard: readonly LoginRequested[];
  /** The clients' keys, for a proof that was genuine once. Empty before the first log-in. */
  readonly keys: readonly string[];
  readonly nowMs: number;
}

/**
 * Sends an adversary's messages.
 * @returns false when something that they need is missing, so that nothing was sent
 */
export async function sendAdversary(
  runtime: Runtime,
  adversary: Adversary,
  view: AdversariesView,
): Promise<boolean> {
  const events = adversary.kind === 'woken' ? woken(view) : [eventOf(adversary, view) ?? []].flat();
  if (events.length > 0) await openOutbox(runtime).send(events);
  return events.length > 0;
}

/**
 * How long its lease is over: more than any two clocks differ
 * (adapters/network/membership-writer.ts).
 */
const sleptForMsMin = 6_000;

/** Longer than a log-in takes that is sent now: a batch window, and the handling. */
const wokenAfterMs = 6_000;

/** A supernode whose lease is over, before heal has found that it is lost. */
function woken(view: AdversariesView): ControlEvent[] {
  const { runId, nodes, supernodes, keys, nowMs } = view;
  const registration = supernodes.find(
    (one) => isSilent(one, nowMs - sleptForMsMin) && !one.operatorRun && one.used > 0,
  );
  if (registration === undefined) return [];
  const { cell, nodeId, epoch } = registration;
  const place = { runId, cell };
  const client = nodes.find(({ home }) => home?.supernode === nodeId && home.epoch === epoch);
  if (client === undefined || keys.length === 0) return [];
  const report = leaseRenewed(place, nodeId, epoch, nowMs + wokenAfterMs);
  const asks = login(place, client, proven(place, client, view, nowMs + dueAheadMsMax), nowMs);
  return [asks, { ...report, id: `${report.id}${wokenMark}` }];
}

function eventOf({ kind, chance }: Adversary, view: AdversariesView): ControlEvent | null {
  const node = pick(view.nodes, chance);
  // Chosen by another part of the same chance, so that it can be of another node.
  const heard = pick(view.heard, (chance * 97) % 1);
  if (node === undefined) return null;
  const place = { runId: view.runId, cell: node.cell };
  switch (kind) {
    case 'forged':
      return (
        impatient(heard, view) ??
        login(place, node, { ...anyProof(view.nowMs), mac: 'x'.repeat(43) }, view.nowMs)
      );
    case 'expired':
      return expired(place, node, view);
    case 'foreign':
      return heard === undefined ? null : login(place, node, heard.proof, view.nowMs);
    case 'former':
      return heard === undefined ? null : former(heard, view);
    case 'replayed':
      return heard ?? null;
    case 'switched':
      return switched(view, chance);
    case 'boastful':
      return joined(place, node, { eligible: true, claimedSlots: 1_000_000 }, view.nowMs);
    case 'woken':
      return null;
    case 'junk':
      return junk(place, node, chance, view.nowMs);
    default:
      return unreachable(kind);
  }
}

function login(place: Place, { nodeId, epoch }: NodeRecord, proof: Proof, dueAtMs: number) {
  return loginRequested(place, { nodeId, epoch, attempt: 1, admissionAtMs: null, proof, dueAtMs });
}

/** A request with a genuine proof whose turn is to come, which names another one. */
function impatient(heard: LoginRequested | undefined, { nowMs }: AdversariesView) {
  if (heard?.admissionAtMs == null || heard.admissionAtMs <= nowMs) return undefined;
  return loginRequested(heard, { ...heard, admissionAtMs: nowMs - 1, dueAtMs: nowMs });
}

function anyProof(nowMs: number): Omit<Proof, 'mac'> {
  return { nonce: nowMs, expiresAtMs: nowMs + dueAheadMsMax };
}

/** Longer ago than any two clocks of the cloud differ. */
const expiredForMs = 60_000;

function expired(place: Place, node: NodeRecord, view: AdversariesView) {
  if (view.keys.length === 0) return null;
  return login(place, node, proven(place, node, view, view.nowMs - expiredForMs), view.nowMs);
}

/** A proof of a first request, made with the clients' key. */
function proven(
  { runId }: Place,
  { nodeId, epoch, minNonce }: NodeRecord,
  { keys: [key = ''], nowMs }: AdversariesView,
  expiresAtMs: number,
): Proof {
  const terms = { nonce: Math.max(nowMs, minNonce), expiresAtMs };
  const first = { runId, nodeId, epoch, attempt: 1, admissionAtMs: null };
  return { ...terms, mac: macOf(key, first, terms) };
}

/** The node's own proof, but for its boot before or after. */
function former({ cell, nodeId, proof }: LoginRequested, { runId, nodes, nowMs }: AdversariesView) {
  const node = nodes.find((one) => one.nodeId === nodeId);
  return node === undefined ? null : login({ runId, cell }, node, proof, nowMs);
}

/** In half of the cases a supernode: few nodes are one, and most depends on them. */
function switched({ runId, nodes, nowMs }: AdversariesView, chance: number): ControlEvent | null {
  const carriers = nodes.filter(({ role }) => role === 'supernode');
  const node = pick(chance < 0.5 && carriers.length > 0 ? carriers : nodes, (chance * 2) % 1);
  if (node === undefined) return null;
  const place = { runId, cell: node.cell };
  if (node.state !== 'offline') return nodeLeft(place, node.nodeId, node.epoch, nowMs);
  return joined(place, node, {}, nowMs);
}

function joined(place: Place, node: NodeRecord, some: Partial<NodeRecord>, dueAtMs: number) {
  return nodeJoined(place, { ...node, ...some, epoch: node.epoch + 1, dueAtMs });
}

/** Events that no consumer may serve, each for another reason. */
function junk(place: Place, node: NodeRecord, chance: number, nowMs: number): ControlEvent {
  const proof = { ...anyProof(nowMs), mac: 'x'.repeat(43) };
  const ofNoRun = { ...place, runId: 'no-such-run' };
  const left = nodeLeft(place, node.nodeId, node.epoch, nowMs);
  const some: readonly ControlEvent[] = [
    { ...left, epoch: -1 },
    { ...left, nodeId: '../../etc' },
    nodeLeft(ofNoRun, node.nodeId, node.epoch, nowMs),
    nodeLeft({ ...place, cell: 'no-such-cell' }, node.nodeId, node.epoch, nowMs),
    { ...left, dueAtMs: nowMs + 2 * dueAheadMsMax },
    login(place, node, { ...proof, mac: 'short' }, nowMs),
    // Well-formed log-ins for a boot or a node that does not exist. They are refused, not
    // quarantined.
    login(place, { ...node, epoch: node.epoch + 7 }, proof, nowMs),
    login(place, { ...node, nodeId: 'n-nobody' }, proof, nowMs),
  ];
  return pick(some, chance) ?? left;
}

function pick<Value>(list: readonly Value[], chance: number): Value | undefined {
  return list[Math.floor(chance * list.length)];
}
