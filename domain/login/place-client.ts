import type { Random } from '../chance.ts';
import { isLive, type SupernodeRecord } from '../network.ts';
import type { RunSettings } from '../run-settings.ts';

export type Placement =
  | { readonly kind: 'chosen'; readonly supernode: SupernodeRecord }
  /** Every live supernode is full, or none is live. */
  | { readonly kind: 'no-capacity' };

/**
 * Chooses a supernode for a client: of two drawn at random from those with a free slot, the emptier
 * one (the power of two choices, facts 3.24), so that concurrent log-ins do not all pick the same.
 * Under `herd` it is the emptiest of all, first by id among equals, and so everybody's.
 */
export function placeClient(
  supernodes: readonly SupernodeRecord[],
  { policy }: Pick<RunSettings, 'policy'>,
  random: Random,
  nowMs: number,
): Placement {
  const free = supernodes.filter((one) => isLive(one, nowMs) && one.used < one.slots);
  if (policy.herd) return chosen(free.reduce(emptierOrFirst, free[0]));
  const first = free[Math.floor(random() * free.length)];
  const second = free[Math.floor(random() * free.length)];
  if (first === undefined || second === undefined) return { kind: 'no-capacity' };
  return chosen(usedShare(first) <= usedShare(second) ? first : second);
}

function chosen(supernode: SupernodeRecord | undefined): Placement {
  return supernode === undefined ? { kind: 'no-capacity' } : { kind: 'chosen', supernode };
}

function emptierOrFirst(
  best: SupernodeRecord | undefined,
  one: SupernodeRecord,
): SupernodeRecord | undefined {
  if (best === undefined) return one;
  const difference = usedShare(one) - usedShare(best);
  return difference < 0 || (difference === 0 && one.nodeId < best.nodeId) ? one : best;
}

function usedShare(supernode: SupernodeRecord): number {
  return supernode.used / supernode.slots;
}
