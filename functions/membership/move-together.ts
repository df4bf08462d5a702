// Writes the moves of a batch's nodes that share a row: one transaction for a group of them.
import { commitNodeChanges } from '#adapters/network/membership-writer.ts';
import type { Table } from '#adapters/network/table.ts';
import type { MembershipEvent } from '#domain/events.ts';
import { shareMoves } from '#domain/membership/share-moves.ts';
import { type Failed, failed, type Message } from '../batch-consumer.ts';
import { changeOf, type PlannedMessage, planMessage } from './apply-change.ts';
import type { MembershipCell } from './membership-cell.ts';

/**
 * Moves the nodes of a batch that can be moved together. Where one of a group has changed since it
 * was read, nobody of it is moved here, and each goes alone afterwards.
 * @returns what was planned for each message whose node was moved, or why its group failed
 */
export async function moveTogether(
  table: Table,
  cell: MembershipCell,
  messages: readonly Message<MembershipEvent>[],
): Promise<ReadonlyMap<Message<MembershipEvent>, PlannedMessage | Failed>> {
  const moved = new Map<Message<MembershipEvent>, PlannedMessage | Failed>();
  const planned = messages.map((message) => ({ message, ...planMessage(table, cell, message) }));
  const writes = planned.map(({ message: { event }, change: { write } }) => {
    return { node: event.nodeId, write };
  });
  for (const places of shareMoves(writes)) {
    const group = places.flatMap((place) => planned[place] ?? []);
    const changes = group.flatMap(({ handled, change: { write } }) =>
      write.kind === 'move' ? [changeOf(handled, write.move)] : [],
    );
    try {
      if (!(await commitNodeChanges(table, cell.place, changes))) continue;
      for (const { message, handled, change } of group) moved.set(message, { handled, change });
    } catch (cause) {
      for (const { message } of group) moved.set(message, failed(cause));
    }
  }
  return moved;
}
