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
  const places: number[] = [];
  const nodes = new Set<Node>();
  for (const [place, { node, write }] of planned.entries()) {
    const isFirst = !nodes.has(node);
    nodes.add(node);
    if (isFirst && moveOf(write)?.ownRegistration === undefined) places.push(place);
  }
  const moves = places.flatMap((place) => moveOf(planned[place]?.write) ?? []);
  const counted = moves.filter(({ moreUsers }) => moreUsers !== 0).length;
  const { slotsBack } = sharedWrites(moves);
  const shares = ({ moreUsers, slotBackTo }: NodeMove<Registration>) =>
    (moreUsers !== 0 && counted > 1) ||
    (slotBackTo !== undefined && (slotsBack.get(slotBackTo) ?? 0) > 1);
  const sharing = places.filter((place) => {
    const move = moveOf(planned[place]?.write);
    return move !== undefined && shares(move);
  });
  const groups: number[][] = [];
  for (let from = 0; from < sharing.length; from += moveGroupMax)
    groups.push(sharing.slice(from, from + moveGroupMax));
  return groups.filter(({ length }) => length > 1);
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

function moveOf<Registration extends SupernodeRecord>(
  write: ChangeWrite<Registration> | undefined,
): NodeMove<Registration> | undefined {
  return write?.kind === 'move' ? write.move : undefined;
}
