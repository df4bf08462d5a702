// Tells genuine proofs from others with code of its own. A checker that used the code under test
// would repeat its mistakes.
import { createHmac } from 'node:crypto';
import type { LoginRequested } from '#domain/events.ts';

/**
 * Whether a log-in's proof was made with one of the keys, for the node and boot that the log-in
 * names.
 */
export type ProofOracle = (login: LoginRequested) => boolean;

/**
 * Opens an oracle. @param keys returns the keys in use; it is called for each check, since keys are
 * replaced
 */
export function openProofOracle(keys: () => readonly string[]): ProofOracle {
  // All attempts of a client carry the proof of the first, so most proofs are known already.
  const genuine = new Map<string, LoginRequested>();
  return (login) => {
    const { runId, nodeId, epoch, proof } = login;
    const known = genuine.get(nodeId);
    if (known !== undefined && saysTheSame(known, login)) return true;
    const { nonce, expiresAtMs, mac } = proof;
    const text = [runId, nodeId, epoch, nonce, expiresAtMs].join('/');
    const isGenuine = keys().some((key) => macOf(key, text) === mac);
    if (isGenuine) genuine.set(nodeId, login);
    return isGenuine;
  };
}

/** Whether two log-ins of a node carry the same proof for the same boot. */
function saysTheSame(one: LoginRequested, other: LoginRequested): boolean {
  return (
    one.runId === other.runId &&
    one.epoch === other.epoch &&
    one.proof.nonce === other.proof.nonce &&
    one.proof.expiresAtMs === other.proof.expiresAtMs &&
    one.proof.mac === other.proof.mac
  );
}

function macOf(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
