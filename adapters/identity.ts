// Proof of identity: every log-in carries a code that only the holder of the control plane's key
// can make.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LoginRequested, Proof } from '#domain/events.ts';
import { proofLifeMs } from '#domain/limits.ts';
import type { ProofFlaw } from '#domain/login/plan-answer.ts';
import { newNonce } from '#domain/login/proof-nonce.ts';
import { openIdentityKey } from './identity-key.ts';
import type { Runtime } from './runtime.ts';

/** The part of a request that a proof confirms. */
export type Claim = Pick<LoginRequested, 'runId' | 'nodeId' | 'epoch'>;

/** What a check of the proof alone finds. It reads nothing about the node. */
export type ProofStanding = 'valid' | ProofFlaw;

export interface Identity {
  /**
   * The client's side: proves that a request comes from this node at this boot.
   * @param nonceMin the node's `minNonce`, as far as it is known
   */
  prove(claim: Claim, nonceMin: number, dueAtMs: number): Promise<Proof>;
  /** @throws when the key cannot be read, so that no client is signed in unchecked */
  check(login: LoginRequested): Promise<ProofStanding>;
}

export function openIdentity(runtime: Runtime): Identity {
  const key = openIdentityKey(runtime);
  return {
    prove: async (claim, nonceMin, dueAtMs) => {
      const nonce = newNonce(nonceMin, runtime.nowMs());
      const expiresAtMs = Math.floor(Math.max(dueAtMs, runtime.nowMs())) + proofLifeMs;
      const mac = macOf(await key.current(), claim, { nonce, expiresAtMs });
      return { nonce, expiresAtMs, mac };
    },
    check: async (login) => {
      const isOurs = await key.someMatches((one) => isMacOf(one, login));
      if (!isOurs) return 'forged';
      return login.proof.expiresAtMs < runtime.nowMs() ? 'expired' : 'valid';
    },
  };
}

/** The code in a proof: HMAC-SHA256 under the control plane's key. */
export function macOf(
  key: string,
  { runId, nodeId, epoch }: Claim,
  { nonce, expiresAtMs }: Omit<Proof, 'mac'>,
): string {
  const text = [runId, nodeId, epoch, nonce, expiresAtMs].join('/');
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** Compares in constant time: how much of a forged code is right does not show. */
function isMacOf(key: string, login: LoginRequested): boolean {
  const expected = Buffer.from(macOf(key, login, login.proof));
  const given = Buffer.from(login.proof.mac);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
