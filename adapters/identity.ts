// Proof of identity: every log-in carries a code that only the holder of a key can make. A client's
// first request is proven with the clients' key, each later one with the log-in function's own,
// which nobody else can read: it gives each client its turn, and knows it again.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LoginRequested, Proof } from '#domain/events.ts';
import { proofLifeMs } from '#domain/limits.ts';
import { attemptsProven, isFirstRequest } from '#domain/login/login-turn.ts';
import type { ProofFlaw } from '#domain/login/plan-answer.ts';
import { newNonce } from '#domain/login/proof-nonce.ts';
import { openIdentityKey } from './identity-key.ts';
import type { Runtime } from './runtime.ts';

/** Who a request comes from, without its turn. */
export type Claimant = Pick<LoginRequested, 'runId' | 'nodeId' | 'epoch'>;

/** The part of a request that a proof confirms. */
export type Claim = Claimant & Pick<LoginRequested, 'attempt' | 'admissionAtMs'>;

/** What a check of the proof alone finds. It reads nothing about the node. */
export type ProofStanding = 'valid' | ProofFlaw;

/** The clients' side: what those functions hold that play the clients. */
export interface ClientIdentity {
  /**
   * Proves that a first request comes from this node at this boot.
   * @param nonceMin the node's `minNonce`, as far as it is known
   */
  prove(claimant: Claimant, nonceMin: number, dueAtMs: number): Promise<Proof>;
}

/** The log-in function's side. */
export interface Identity {
  /** @throws when a key cannot be read, so that no client is signed in unchecked */
  check(login: LoginRequested): Promise<ProofStanding>;
  /**
   * Gives a client its next turn.
   * @param nonceMin the smallest nonce of a new proof; null where the request's own goes on
   */
  giveTurn(next: LoginRequested, nonceMin: number | null): Promise<LoginRequested>;
}

/** Opens the clients' side. */
export function openClientIdentity(runtime: Runtime): ClientIdentity {
  const key = openIdentityKey(runtime, 'IDENTITY_SECRET_ARN');
  return {
    prove: async (claimant, nonceMin, dueAtMs) => {
      const terms = newTerms(runtime, nonceMin, dueAtMs);
      const first = { ...claimant, attempt: 1, admissionAtMs: null };
      return { ...terms, mac: macOf(await key.current(), first, terms) };
    },
  };
}

/** Opens the log-in function's side. */
export function openIdentity(runtime: Runtime): Identity {
  const clientKey = openIdentityKey(runtime, 'IDENTITY_SECRET_ARN');
  const turnKey = openIdentityKey(runtime, 'TURN_SECRET_ARN');
  return {
    check: async (login) => {
      // Sooner or later a batch needs both, so that none waits for one after the other.
      await Promise.all([clientKey.current(), turnKey.current()]);
      const isOurs = await isProven(login, clientKey, turnKey);
      if (!isOurs) return 'forged';
      return login.proof.expiresAtMs < runtime.nowMs() ? 'expired' : 'valid';
    },
    giveTurn: async (next, nonceMin) => {
      const { nonce, expiresAtMs } =
        nonceMin === null ? next.proof : newTerms(runtime, nonceMin, next.dueAtMs);
      const mac = macOf(await turnKey.lastRead(), next, { nonce, expiresAtMs });
      return { ...next, proof: { nonce, expiresAtMs, mac } };
    },
  };
}

type Key = ReturnType<typeof openIdentityKey>;

function isProven(login: LoginRequested, clientKey: Key, turnKey: Key): Promise<boolean> {
  if (isFirstRequest(login)) return clientKey.someMatches((key) => isMacOf(key, login));
  return turnKey.someMatches((key) =>
    attemptsProven(login).some((attempt) => isMacOf(key, { ...login, attempt })),
  );
}

function newTerms(runtime: Runtime, nonceMin: number, dueAtMs: number): Omit<Proof, 'mac'> {
  const nonce = newNonce(nonceMin, runtime.nowMs());
  return { nonce, expiresAtMs: Math.floor(Math.max(dueAtMs, runtime.nowMs())) + proofLifeMs };
}

/** The code in a proof: HMAC-SHA256 under a key of the control plane. */
export function macOf(
  key: string,
  { runId, nodeId, epoch, attempt, admissionAtMs }: Claim,
  { nonce, expiresAtMs }: Omit<Proof, 'mac'>,
): string {
  const turn = [attempt, admissionAtMs ?? 'none'];
  const text = [runId, nodeId, epoch, ...turn, nonce, expiresAtMs].join('/');
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** Compares in constant time: how much of a forged code is right does not show. */
function isMacOf(key: string, login: LoginRequested): boolean {
  const expected = Buffer.from(macOf(key, login, login.proof));
  const given = Buffer.from(login.proof.mac);
  return expected.length === given.length && timingSafeEqual(expected, given);
}
