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
 * Under `herd` it is the emptiest of all, first by id among equals: the same one for every client.
 */
export function placeClient(
  supernodes: readonly SupernodeRecord[],
  { policy }: Pick<RunSettings, 'policy'>,
  random: Random,
  nowMs: number,
): Placement {
  if (!policy.herd) return chosen(emptierOfTwo(supernodes, [], random, nowMs));
  const free = supernodes.filter((one) => hasRoom(one, nowMs));
  return chosen(free.reduce(emptierOrFirst, free[0]));
}

/**
 * The emptier of two supernodes that are drawn from those with a free slot.
 * @param scratch holds the places of those with a free slot; a fast caller uses one array for all
 * calls. Places, since to write down an object takes longer.
 * @returns undefined where none has a free slot
 */
export function emptierOfTwo<One extends SupernodeRecord>(
  supernodes: readonly One[],
  scratch: number[],
  random: Random,
  nowMs: number,
): One | undefined {
  let freeCount = 0;
  for (let at = 0; at < supernodes.length; at += 1) {
    const one = supernodes[at];
    if (one === undefined || !hasRoom(one, nowMs)) continue;
    scratch[freeCount] = at;
    freeCount += 1;
  }
  const first = supernodes[scratch[Math.floor(random() * freeCount)] ?? -1];
  const second = supernodes[scratch[Math.floor(random() * freeCount)] ?? -1];
  if (freeCount === 0 || first === undefined || second === undefined) return undefined;
  return usedShare(first) <= usedShare(second) ? first : second;
}

/** Whether a supernode is live and has a free slot. */
export function hasRoom(supernode: SupernodeRecord, nowMs: number): boolean {
  return supernode.used < supernode.slots && isLive(supernode, nowMs);
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
