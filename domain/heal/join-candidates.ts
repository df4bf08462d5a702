// Who becomes a candidate for promotion, and when: only eligible clients that have proven at their
// current boot who they are.
import { hasPriority } from '../login/admit-login.ts';
import type { NodeRecord } from '../network.ts';
import type { Policy } from '../policies.ts';

/**
 * Whether a node becomes a candidate by being placed now. Only its first valid proof of a boot
 * makes it one: a supernode that was lost proved itself before it was promoted, and is no candidate
 * until it boots again, since promoted anew at the same boot it would seem to hold its old clients.
 */
export function becomesCandidate({ eligible, provenEpoch, epoch }: NodeRecord): boolean {
  return firstProofJoins(eligible, provenEpoch >= epoch);
}

/** `becomesCandidate`, for callers that keep no record. */
export function firstProofJoins(isEligible: boolean, isProvenAtItsBoot: boolean): boolean {
  return isEligible && !isProvenAtItsBoot;
}

/**
 * Whether a client that finds no free slot becomes a candidate all the same: it waits, and heal can
 * promote it at once.
 */
export function mayStandBy(node: NodeRecord, policy: Policy): boolean {
  return hasPriority(node, policy) && becomesCandidate(node);
}
