// Moves the nodes of a batch that share a row: functions/membership/move-together.ts.
import { sharedWrites, shareMoves } from '#domain/membership/share-moves.ts';
import { messageKind } from '../queues/message-pool.ts';
import { move, type PlannedMessage, planMessage } from './apply-change.ts';
import type { HandledCell } from './handled-cell.ts';

/** Moves the nodes of a batch that can be moved together. @returns what was planned for each */
export function moveTogether(
  handled: HandledCell,
  batch: readonly number[],
): ReadonlyMap<number, PlannedMessage> {
  const { network, run, cell } = handled;
  const { messages } = network;
  const changes = batch.filter((message) => messages.kind(message) !== messageKind.renewed);
  if (changes.length < 2) return nobody;
  const planned = changes.map((message) => ({ message, ...planMessage(handled, message) }));
  const writes = planned.map(({ message, change: { write } }) => {
    return { node: messages.node(message), write };
  });
  const moved = new Map<number, PlannedMessage>();
  for (const places of shareMoves(writes)) {
    const group = places.flatMap((place) => planned[place] ?? []);
    const moves = group.flatMap(({ change: { write } }) =>
      write.kind === 'move' ? [write.move] : [],
    );
    const { moreUsers, slotsBack } = sharedWrites(moves);
    let indexEntries = 0;
    for (const [at, one] of moves.entries()) {
      const { message, ...plan } = group[at] as PlannedMessage & { readonly message: number };
      if (move(network, cell, message, one).wasCandidate) indexEntries += 1;
      moved.set(message, plan);
    }
    run.changeNodes(moves.length + (moreUsers === 0 ? 0 : 1) + slotsBack.size, indexEntries);
  }
  return moved;
}

const nobody: ReadonlyMap<number, PlannedMessage> = new Map();
