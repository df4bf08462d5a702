// Log-ins whose proof is genuine, so that a test can be about what happens after it is checked.
import { macOf } from '#adapters/identity.ts';
import type { LoginRequested } from '#domain/events.ts';
import { isFirstRequest } from '#domain/login/login-turn.ts';
import { aLogin } from '#testing/domain/builders.ts';

/** The keys that the control plane under test makes and checks proofs with. */
export const identityKey = 'key';
export const turnKey = 'turn key';

/** The key with which a request is proven. */
export function keyOf(login: LoginRequested): string {
  return isFirstRequest(login) ? identityKey : turnKey;
}

/** The same log-in with the proof that it would have at that nonce. */
export function signed(login: LoginRequested, key = keyOf(login)): LoginRequested {
  return { ...login, proof: { ...login.proof, mac: macOf(key, login, login.proof) } };
}

/** As `aLogin`, signed. */
export function aSignedLogin(some: Parameters<typeof aLogin>[0] = {}): LoginRequested {
  return signed(aLogin(some));
}
