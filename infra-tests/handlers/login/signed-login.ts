// Log-ins whose proof is genuine, so that a test can be about what happens after it is checked.
import { macOf } from '#adapters/identity.ts';
import type { LoginRequested } from '#domain/events.ts';
import { aLogin } from '#testing/domain/builders.ts';

/** The key that the control plane under test makes and checks proofs with. */
export const identityKey = 'key';

/** The same log-in with the proof that its node would have made at that nonce. */
export function signed(login: LoginRequested, key = identityKey): LoginRequested {
  return { ...login, proof: { ...login.proof, mac: macOf(key, login, login.proof) } };
}

/** As `aLogin`, signed. */
export function aSignedLogin(some: Parameters<typeof aLogin>[0] = {}): LoginRequested {
  return signed(aLogin(some));
}
