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
  const genuine = new Map<string, string>();
  return ({ runId, nodeId, epoch, proof }) => {
    const { nonce, expiresAtMs, mac } = proof;
    const text = [runId, nodeId, epoch, nonce, expiresAtMs].join('/');
    const known = `${text}/${mac}`;
    if (genuine.get(nodeId) === known) return true;
    const isGenuine = keys().some((key) => macOf(key, text) === mac);
    if (isGenuine) genuine.set(nodeId, known);
    return isGenuine;
  };
}

function macOf(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
