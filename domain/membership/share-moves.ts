// Which moves of a batch share a transaction. The cell's row and a supernode's registration change
// once for all of a group, and every item of a transaction counts double.
import { moveGroupMax } from '../limits.ts';
import type { SupernodeRecord } from '../network.ts';
import type { ChangeWrite, NodeMove } from './plan-change.ts';

/** What is written for one message of a batch, and for which node. */
export interface PlannedWrite<Node, Registration extends SupernodeRecord> {
  readonly node: Node;
  readonly write: ChangeWrite<Registration>;
}

/** What the moves of one transaction change beside their nodes. */
export interface SharedWrites<Registration> {
  /** What the cell's population grows by in all. At zero its row is not written. */
  readonly moreUsers: number;
  /** How many slots each registration gets back. */
  readonly slotsBack: ReadonlyMap<Registration, number>;
}

/**
 * Divides a batch into groups whose moves one transaction writes. A second message of a node goes
 * alone, since no transaction writes an item twice. So does a supernode, whose registration may be
 * one that others give a slot back to.
 * @returns the places of each group's messages in the batch; messages that go alone are in none
 */
export function shareMoves<Node, Registration extends SupernodeRecord>(
  planned: readonly PlannedWrite<Node, Registration>[],
): number[][] {
  // Plain loops here and below: the twin asks this for every batch.
  const places: number[] = [];
  const moves: NodeMove<Registration>[] = [];
  const nodes = new Set<Node>();
  for (let place = 0; place < planned.length; place += 1) {
    const { node, write } = planned[place] as PlannedWrite<Node, Registration>;
    const isFirst = !nodes.has(node);
    nodes.add(node);
    if (!isFirst || write.kind !== 'move' || write.move.ownRegistration !== undefined) continue;
    places.push(place);
    moves.push(write.move);
  }
  return inGroups(places.filter((_, at) => isSharing(moves, at)));
}

/** Whether a move changes a row that another one of these changes, too. */
function isSharing<Registration extends SupernodeRecord>(
  moves: readonly NodeMove<Registration>[],
  at: number,
): boolean {
  const { moreUsers, slotBackTo } = moves[at] as NodeMove<Registration>;
  if (moreUsers === 0 && slotBackTo === undefined) return false;
  for (let other = 0; other < moves.length; other += 1) {
    if (other === at) continue;
    const move = moves[other] as NodeMove<Registration>;
    if (moreUsers !== 0 && move.moreUsers !== 0) return true;
    if (slotBackTo !== undefined && move.slotBackTo === slotBackTo) return true;
  }
  return false;
}

/** Groups as large as a transaction allows. One that is left alone is in none. */
function inGroups(places: readonly number[]): number[][] {
  const groups: number[][] = [];
  for (let from = 0; from + 1 < places.length; from += moveGroupMax)
    groups.push(places.slice(from, from + moveGroupMax));
  return groups;
}

/** Adds up what moves change beside their nodes. */
export function sharedWrites<Registration extends SupernodeRecord>(
  moves: readonly Pick<NodeMove<Registration>, 'moreUsers' | 'slotBackTo'>[],
): SharedWrites<Registration> {
  const slotsBack = new Map<Registration, number>();
  let moreUsers = 0;
  for (const move of moves) {
    moreUsers += move.moreUsers;
    if (move.slotBackTo !== undefined)
      slotsBack.set(move.slotBackTo, (slotsBack.get(move.slotBackTo) ?? 0) + 1);
  }
  return { moreUsers, slotsBack };
}
