import type { Random } from './chance.ts';
import { isLive, type SupernodeRecord } from './network.ts';

export type Placement =
  | { readonly kind: 'chosen'; readonly supernode: SupernodeRecord }
  /** Every live supernode is full, or none is live. */
  | { readonly kind: 'no-capacity' };

/**
 * Chooses a supernode for a client: of two drawn at random from those with a free slot, the emptier
 * one (the power of two choices, facts 3.24), so that concurrent log-ins do not all pick the same.
 */
export function placeClient(
  supernodes: readonly SupernodeRecord[],
  random: Random,
  nowMs: number,
): Placement {
  const free = supernodes.filter((one) => isLive(one, nowMs) && one.used < one.slots);
  const first = free[Math.floor(random() * free.length)];
  const second = free[Math.floor(random() * free.length)];
  if (first === undefined || second === undefined) return { kind: 'no-capacity' };
  return { kind: 'chosen', supernode: usedShare(first) <= usedShare(second) ? first : second };
}

function usedShare(supernode: SupernodeRecord): number {
  return supernode.used / supernode.slots;
}
