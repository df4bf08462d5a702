// The nonces of proofs: which of two sign-ins is the later one.
import type { LoginRequested, Proof } from '../events.ts';
import type { NodeRecord } from '../network.ts';

/**
 * The nonce of a new proof: it rises even if the clock of its maker is behind.
 * @param nonceMin the smallest that is good enough, as far as it is known
 */
export function newNonce(nonceMin: Proof['nonce'], nowMs: number): Proof['nonce'] {
  return Math.max(nonceMin, Math.floor(nowMs));
}

/**
 * The smallest nonce that a request may go on with. Below its own it would be behind what it
 * answered at a duplicate check itself.
 */
export function nextNonceMin(
  { proof }: Pick<LoginRequested, 'proof'>,
  node: Pick<NodeRecord, 'minNonce'> | undefined,
): Proof['nonce'] {
  return Math.max(node?.minNonce ?? 0, proof.nonce);
}
