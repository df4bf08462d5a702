import { chanceOf } from '../chance.ts';
import type { LoginRequested } from '../events.ts';
import type { Gate, NodeRecord } from '../network.ts';
import type { Policy } from '../policies.ts';
import type { RunSettings } from '../run-settings.ts';

/** What the control plane answers before it spends anything on a log-in. */
export type Admission =
  /** Goes on to the log-in service. `clientGone`: nobody waits for the answer any more. */
  | { readonly kind: 'admitted'; readonly clientGone: boolean }
  /** Its admission time comes later; the client gets that time. */
  | { readonly kind: 'deferred'; readonly admissionAtMs: number }
  /** It waited longer than the client's timeout and is dropped before any work is done for it. */
  | { readonly kind: 'abandoned' }
  /** A newer boot of the node, its leaving, or an answered request makes this one void. */
  | { readonly kind: 'superseded' }
  /** Never retried. */
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

/** `replayed`: its proof was used before, or a later one was. */
export type RefusalReason = 'unknown-node' | 'epoch-from-the-future' | 'replayed';

/** What is known when a request is handled. */
export interface LoginFacts {
  readonly gate: Gate;
  readonly node: NodeRecord | undefined;
  readonly signedIn: boolean;
}

/**
 * Decides whether a log-in request, whose proof is valid, may take the log-in service's time. Costs
 * no write: the rank that orders admission times is a hash of node and epoch.
 */
export function admitLogin(
  { gate, node, signedIn }: LoginFacts,
  request: LoginRequested,
  settings: Pick<RunSettings, 'seed' | 'policy' | 'timings'>,
  nowMs: number,
): Admission {
  if (node === undefined) return { kind: 'refused', reason: 'unknown-node' };
  const facts = {
    bootsSince: node.epoch - request.epoch,
    signedIn,
    isOn: node.state !== 'offline',
    eligible: node.eligible,
    isReplayed: request.proof.nonce < node.minNonce,
    waitedMs: nowMs - request.dueAtMs,
  };
  const atOnce = admitAtOnce(facts, settings);
  if (atOnce !== null) return atOnce;
  return admitAt(request.admissionAtMs ?? admissionTimeOf(gate, request, settings.seed), nowMs);
}

/** What admission asks of a request and its node: what records have, and what columns have. */
export interface AdmissionFacts {
  /** Boots of the node since that of the request; negative: nobody has heard of that boot. */
  readonly bootsSince: number;
  readonly signedIn: boolean;
  /** Whether its user has switched the node on. */
  readonly isOn: boolean;
  readonly eligible: boolean;
  /** Whether the request's proof was used before, or a later one was. */
  readonly isReplayed: boolean;
  /** Since the request was due. */
  readonly waitedMs: number;
}

/** Admissions that are always the same, so that none is made anew. */
const admissions = {
  superseded: { kind: 'superseded' },
  fromTheFuture: { kind: 'refused', reason: 'epoch-from-the-future' },
  replayed: { kind: 'refused', reason: 'replayed' },
  abandoned: { kind: 'abandoned' },
  admitted: { kind: 'admitted', clientGone: false },
  admittedLate: { kind: 'admitted', clientGone: true },
} as const satisfies Record<string, Admission>;

/**
 * Decides on a request as far as no admission time is needed for it.
 * @returns null where `admitAt` has to decide by that time
 */
export function admitAtOnce(
  { bootsSince, signedIn, isOn, eligible, isReplayed, waitedMs }: AdmissionFacts,
  { policy, timings }: Pick<RunSettings, 'policy' | 'timings'>,
): Admission | null {
  if (bootsSince > 0 || signedIn) return admissions.superseded;
  if (bootsSince < 0) return admissions.fromTheFuture;
  if (!isOn) return admissions.superseded;
  if (isReplayed) return admissions.replayed;
  const clientGone = waitedMs > timings.clientTimeoutMs;
  if (policy.noBackpressure) return clientGone ? admissions.admittedLate : admissions.admitted;
  if (clientGone) return admissions.abandoned;
  return hasPriority({ eligible }, policy) ? admissions.admitted : null;
}

/** Decides on a request by its admission time. */
export function admitAt(admissionAtMs: number, nowMs: number): Admission {
  return admissionAtMs > nowMs ? { kind: 'deferred', admissionAtMs } : admissions.admitted;
}

/**
 * Whether a node may go past the gate and comes first in its batch: those who could carry others
 * bring the capacity that everybody else waits for.
 */
export function hasPriority({ eligible }: Pick<NodeRecord, 'eligible'>, policy: Policy): boolean {
  return eligible && !policy.noPriority;
}

/** A node's admission time: its rank among all nodes, stretched over the gate's refill. */
export function admissionTimeOf(gate: Gate, request: LoginRequested, seed: number): number {
  return admissionTimeOfRank(gate, chanceOf(seed, 'turn', request.nodeId, request.epoch));
}

/** The admission time of a rank, which is from 0 to 1. */
export function admissionTimeOfRank({ fromMs, refillMs }: Gate, rank: number): number {
  return fromMs + Math.floor(rank * refillMs);
}
