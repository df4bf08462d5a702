import { placementGroupMax } from '../limits.ts';
import type { SupernodeRecord } from '../network.ts';
import type { Policy } from '../policies.ts';
import type { Placement } from './place-client.ts';

/** So many clients that one transaction homes at one supernode. */
export interface PlacementGroup {
  readonly supernode: SupernodeRecord;
  readonly clientCount: number;
}

/**
 * Divides the clients of a batch into groups, each for one supernode that is chosen once for the
 * group. What a group takes counts as used for the groups after it, except under `herd`, where
 * every group uses what was read.
 * @param choose `placeClient` over these supernodes
 * @returns groups of together at most `clientCount` clients; fewer when there is no room for more
 */
export function groupClients(
  supernodes: readonly SupernodeRecord[],
  clientCount: number,
  policy: Policy,
  choose: (supernodes: readonly SupernodeRecord[]) => Placement,
): PlacementGroup[] {
  const groups: PlacementGroup[] = [];
  let registrations = supernodes;
  for (let left = clientCount; left > 0; ) {
    const placement = choose(registrations);
    if (placement.kind === 'no-capacity') break;
    const { supernode } = placement;
    const group = { supernode, clientCount: groupSize(supernode, left) };
    groups.push(group);
    left -= group.clientCount;
    if (!policy.herd)
      registrations = registrations.map((one) => (isSame(one, group) ? taken(one, group) : one));
  }
  return groups;
}

/** How many of some clients one transaction homes at a supernode. */
export function groupSize(
  { slots, used }: Pick<SupernodeRecord, 'slots' | 'used'>,
  clientCount: number,
): number {
  // At least one, so that a policy of one's own that chooses a full supernode comes to an end.
  return Math.min(clientCount, Math.max(1, slots - used), placementGroupMax);
}

function isSame({ nodeId }: SupernodeRecord, { supernode }: PlacementGroup): boolean {
  return nodeId === supernode.nodeId;
}

function taken(one: SupernodeRecord, { clientCount }: PlacementGroup): SupernodeRecord {
  return { ...one, used: one.used + clientCount };
}
