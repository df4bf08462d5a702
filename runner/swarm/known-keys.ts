// The swarm shows the log-in function requests that their clients never sent: copies that come to a
// duplicate check. For that it needs the keys of their proofs.
import { macOf } from '#adapters/identity.ts';
import type { LoginRequested } from '#domain/events.ts';
import { type KeyUse, openProofOracle } from '../local/proof-oracle.ts';

/** The keys of every case, by their logical ids in the template. */
const known = { IdentityKey: 'the clients of the swarm', TurnKey: 'the turns of the swarm' };

const keys: Readonly<Record<KeyUse, string>> = { clients: known.IdentityKey, turns: known.TurnKey };

type Resources = Readonly<Record<string, { readonly Type: string }>>;

/** The same template with keys that the swarm knows. */
export function withKnownKeys(template: Record<string, unknown>): Record<string, unknown> {
  const resources = Object.entries(template.Resources as Resources).map(([id, resource]) => {
    const [, SecretString] = Object.entries(known).find(([start]) => id.startsWith(start)) ?? [];
    const isKey = resource.Type === 'AWS::SecretsManager::Secret' && SecretString !== undefined;
    return [id, isKey ? { ...resource, Properties: { SecretString } } : resource];
  });
  return { ...template, Resources: Object.fromEntries(resources) };
}

const isGenuine = openProofOracle((use) => [keys[use]]);

/** The request with another turn, proven if it was proven before. */
export function withTurn(
  login: LoginRequested,
  turn: Pick<LoginRequested, 'attempt' | 'admissionAtMs'>,
): LoginRequested {
  const other = { ...login, ...turn };
  if (!isGenuine(login)) return other;
  return { ...other, proof: { ...login.proof, mac: macOf(keys.turns, other, login.proof) } };
}
