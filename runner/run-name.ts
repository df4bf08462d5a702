import { createHash } from 'node:crypto';

/** Names of runs are narrower than those of policies, and shorter: see functions/messages.ts. */
export function runNameOf(scenario: string, policy: string, seed: number): string {
  const name = `${scenario}-${policy.replaceAll('+', '.')}-${seed}`;
  if (name.length <= runNameLengthMax) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, runNameLengthMax - hash.length - 1)}-${hash}`;
}

const runNameLengthMax = 64;
