// How the clients of a batch get slots: in rounds, and in each round in groups that one transaction
// homes at one supernode. The functions carry this plan out on DynamoDB, the twin on its arrays.
import { placementTriesMax } from '../limits.ts';
import type { SupernodeRecord } from '../network.ts';
import type { Policy } from '../policies.ts';
import type { Metric } from '../stack-names.ts';
import { unreachable } from '../unreachable.ts';
import { groupClients } from './group-clients.ts';
import type { Placement } from './place-client.ts';
import type { Placed } from './plan-answer.ts';

/** The clients that are not placed yet, and the supernodes that are left to try. */
export interface PlacementRound<Client> {
  readonly clients: readonly Client[];
  readonly supernodes: readonly SupernodeRecord[];
  /** How many rounds there may be, this one included. */
  readonly roundsLeft: number;
}

/** Clients that one transaction is to home at a supernode. */
export interface PlacementTry<Client> {
  readonly supernode: SupernodeRecord;
  readonly clients: readonly Client[];
}

/** What became of a group. */
export interface Tried<Client> {
  readonly supernode: Pick<SupernodeRecord, 'nodeId'>;
  /** The clients that have to try elsewhere, because the supernode changed. */
  readonly elsewhere: readonly Client[];
  /**
   * How many slots it took, or may have taken where that is not known; 0 where the records of the
   * round show it by themselves.
   */
  readonly takenCount: number;
}

/** What a transaction that homes a group answers. */
export type GroupWritten<Client> =
  | { readonly kind: 'placed' }
  /**
   * Nobody was placed. These clients restarted, left, found a home, stood by or used a later proof
   * in the meantime; the others may be placed without them, unless the supernode changed, too.
   */
  | { readonly kind: 'changed'; readonly clients: readonly Client[] }
  /** The supernode restarted, filled up or lost its lease in the meantime. */
  | { readonly kind: 'contended' };

/** What follows for a group. */
export type GroupPlan<Client> =
  | {
      readonly kind: 'decided';
      readonly clients: readonly Client[];
      readonly outcome: Placed;
      /** How many slots they took. */
      readonly takenCount: number;
      /** The other clients. They are tried again at once, at the same supernode. */
      readonly again: readonly Client[];
    }
  /** Its clients try other supernodes in the next round. Each of them is counted. */
  | {
      readonly kind: 'elsewhere';
      readonly clients: readonly Client[];
      readonly metric: Extract<Metric, 'PlacementsContended'>;
    };

/** The outcome of a client that no round has placed. */
export const notPlaced = { kind: 'no-capacity' } as const satisfies Placed;

const placed = { kind: 'placed' } as const satisfies Placed;
const changed = { kind: 'changed' } as const satisfies Placed;

/** The first round, with clients of different nodes and the supernodes that are known. */
export function firstRound<Client>(
  clients: readonly Client[],
  supernodes: readonly SupernodeRecord[],
): PlacementRound<Client> {
  return { clients, supernodes, roundsLeft: placementTriesMax };
}

/** Divides the clients of a round into groups. There is no room for a client in none of them. */
export function triesOf<Client>(
  { clients, supernodes }: PlacementRound<Client>,
  policy: Policy,
  choose: (supernodes: readonly SupernodeRecord[]) => Placement,
): PlacementTry<Client>[] {
  let from = 0;
  return groupClients(supernodes, clients.length, policy, choose).map((group) => {
    const members = clients.slice(from, from + group.clientCount);
    from += group.clientCount;
    return { supernode: group.supernode, clients: members };
  });
}

/** Decides what follows for a group from what its transaction answered. */
export function planGroup<Client>(
  clients: readonly Client[],
  written: GroupWritten<Client>,
): GroupPlan<Client> {
  switch (written.kind) {
    case 'placed':
      return { kind: 'decided', clients, outcome: placed, takenCount: clients.length, again: [] };
    case 'changed': {
      const again = clients.filter((one) => !written.clients.includes(one));
      const decided = { clients: written.clients, outcome: changed, takenCount: 0 };
      return { kind: 'decided', ...decided, again };
    }
    case 'contended':
      return { kind: 'elsewhere', clients, metric: 'PlacementsContended' };
    default:
      return unreachable(written);
  }
}

/**
 * Decides on the next round. A client whose supernode changed meanwhile tries the others, a few
 * times in all. Slots that this round took of those count as used.
 * @returns null where no client tries again
 */
export function roundAfter<Client>(
  { supernodes, roundsLeft }: PlacementRound<Client>,
  tried: readonly Tried<Client>[],
): PlacementRound<Client> | null {
  if (roundsLeft <= 1 || tried.every(({ elsewhere }) => elsewhere.length === 0)) return null;
  const clients = tried.flatMap(({ elsewhere }) => elsewhere);
  const left: SupernodeRecord[] = [];
  for (const one of supernodes) {
    const takenCount = takenOf(one, tried);
    if (takenCount === 0) left.push(one);
    else if (takenCount !== null) left.push({ ...one, used: one.used + takenCount });
  }
  return { clients, supernodes: left, roundsLeft: roundsLeft - 1 };
}

/** How many slots of a supernode a round took; null where one of its groups found it changed. */
function takenOf<Client>(
  { nodeId }: SupernodeRecord,
  tried: readonly Tried<Client>[],
): number | null {
  let takenCount = 0;
  for (const group of tried) {
    if (group.supernode.nodeId !== nodeId) continue;
    if (group.elsewhere.length > 0) return null;
    takenCount += group.takenCount;
  }
  return takenCount;
}
