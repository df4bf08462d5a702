import { chanceOf } from '../chance.ts';
import type { LoginRequested } from '../events.ts';
import type { Gate, NodeRecord } from '../network.ts';
import type { Policy } from '../policies.ts';
import type { RunSettings } from '../run-settings.ts';

/** What the control plane answers before it spends anything on a log-in. */
export type Admission =
  /** Goes on to the log-in service. `clientGone`: nobody waits for the answer any more. */
  | { readonly kind: 'admitted'; readonly clientGone: boolean }
  /** Its turn comes later; the client is told when. */
  | { readonly kind: 'deferred'; readonly turnAtMs: number }
  /** It waited longer than the client's patience and is dropped before any work is done for it. */
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
 * no write: the rank that orders the turns is a hash of node and epoch.
 */
export function admitLogin(
  { gate, node, signedIn }: LoginFacts,
  request: LoginRequested,
  { seed, policy, timings }: Pick<RunSettings, 'seed' | 'policy' | 'timings'>,
  nowMs: number,
): Admission {
  if (node === undefined) return { kind: 'refused', reason: 'unknown-node' };
  if (request.epoch < node.epoch || signedIn) return { kind: 'superseded' };
  if (request.epoch > node.epoch) return { kind: 'refused', reason: 'epoch-from-the-future' };
  if (node.state === 'offline') return { kind: 'superseded' };
  if (request.proof.nonce < node.nonceFloor) return { kind: 'refused', reason: 'replayed' };
  const clientGone = nowMs - request.dueAtMs > timings.patienceMs;
  if (policy.noBrakes) return { kind: 'admitted', clientGone };
  if (clientGone) return { kind: 'abandoned' };
  if (hasPriority(node, policy)) return { kind: 'admitted', clientGone };
  const turnAtMs = request.turnAtMs ?? turnOf(gate, request, seed);
  return turnAtMs > nowMs ? { kind: 'deferred', turnAtMs } : { kind: 'admitted', clientGone };
}

/**
 * Whether a node may go past the gate and comes first in its batch: those who could carry others
 * bring the capacity that everybody else waits for.
 */
export function hasPriority({ eligible }: Pick<NodeRecord, 'eligible'>, policy: Policy): boolean {
  return eligible && !policy.noPriority;
}

/** A node's turn: its rank among all nodes, stretched over the gate's refill. */
export function turnOf(gate: Gate, request: LoginRequested, seed: number): number {
  const rank = chanceOf(seed, 'turn', request.nodeId, request.epoch);
  return gate.fromMs + Math.floor(rank * gate.refillMs);
}
