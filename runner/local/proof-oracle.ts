// Tells genuine proofs from others with code of its own. A checker that used the code under test
// would repeat its mistakes.
import { createHmac } from 'node:crypto';
import type { LoginRequested } from '#domain/events.ts';
import { duplicateCheckEvery } from '#domain/limits.ts';

/**
 * Whether a log-in's proof was made for the node, the boot and the turn that the log-in names, with
 * one of the keys that are for such proofs.
 */
export type ProofOracle = (login: LoginRequested) => boolean;

/** What a key is for: clients' first requests, or the turns that they are given. */
export type KeyUse = 'clients' | 'turns';

/**
 * Opens an oracle. @param keys returns the keys in use; it is called for each check, since keys are
 * replaced
 */
export function openProofOracle(keys: (use: KeyUse) => readonly string[]): ProofOracle {
  return (login) => {
    const { runId, nodeId, epoch, attempt, admissionAtMs, proof } = login;
    const { nonce, expiresAtMs, mac } = proof;
    const isFirst = attempt === 1 && admissionAtMs === null;
    // Whoever sends a dead-lettered log-in back counts it on after a duplicate check.
    const isAfterCheck = attempt > 1 && (attempt - 1) % duplicateCheckEvery === 0;
    const attempts = isAfterCheck ? [attempt, attempt - 1] : [attempt];
    const texts = attempts.map((one) =>
      [runId, nodeId, epoch, one, admissionAtMs ?? 'none', nonce, expiresAtMs].join('/'),
    );
    return keys(isFirst ? 'clients' : 'turns').some((key) =>
      texts.some((text) => macOf(key, text) === mac),
    );
  };
}

function macOf(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
