// Says genuine proofs from others, by itself: a checker that asked the code under test would
// believe whatever that believes.
import { createHmac } from 'node:crypto';
import type { LoginRequested } from '#domain/events.ts';

/** Whether a log-in's proof was made with one of the keys for the node and boot that it names. */
export type ProofOracle = (login: LoginRequested) => boolean;

/**
 * @param keys those in use, reported when they are asked for, since they may be replaced
 */
export function openProofOracle(keys: () => readonly string[]): ProofOracle {
  // A client's attempts carry the proof of its first one, so most are known already.
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
