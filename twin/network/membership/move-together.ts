// Moves the nodes of a batch that share a row: functions/membership/move-together.ts.
import type { NodeMove } from '#domain/membership/plan-change.ts';
import { sharedWrites, shareMoves } from '#domain/membership/share-moves.ts';
import type { Registration } from '../cell.ts';
import { move, type PlannedMessage, planMessage } from './apply-change.ts';
import type { HandledCell } from './handled-cell.ts';

/**
 * Moves the nodes of a batch that can be moved together.
 * @param changes the batch's messages, without renewals
 * @returns what was planned for each
 */
export function moveTogether(
  handled: HandledCell,
  changes: readonly number[],
): ReadonlyMap<number, PlannedMessage> {
  if (changes.length < 2) return nobody;
  const planned = changes.map((message) => planMessage(handled, message));
  const groups = shareMoves(planned);
  if (groups.length === 0) return nobody;
  const moved = new Map<number, PlannedMessage>();
  for (const places of groups) moveGroup(handled, planned, places, moved);
  return moved;
}

const nobody: ReadonlyMap<number, PlannedMessage> = new Map();

/** Moves the nodes of some places in one transaction. */
function moveGroup(
  { network, run, cell }: HandledCell,
  planned: readonly PlannedMessage[],
  places: readonly number[],
  moved: Map<number, PlannedMessage>,
): void {
  const moves: NodeMove<Registration>[] = [];
  let indexEntries = 0;
  for (const place of places) {
    const plan = planned[place] as PlannedMessage;
    if (plan.write.kind !== 'move') continue;
    moves.push(plan.write.move);
    if (move(network, cell, plan.message, plan.write.move).wasCandidate) indexEntries += 1;
    moved.set(plan.message, plan);
  }
  const { moreUsers, slotsBack } = sharedWrites(moves);
  run.changeNodes(moves.length + (moreUsers === 0 ? 0 : 1) + slotsBack.size, indexEntries);
}
