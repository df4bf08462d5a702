import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Place } from '#domain/events.ts';
import { slotReturned } from '#domain/membership/node-writes.ts';
import type { SupernodeRecord } from '#domain/network.ts';
import { supernodeKey } from './items.ts';
import type { Table } from './table.ts';
import { writeAction } from './write-expression.ts';

/**
 * Gives clients' slots back to the registration that held them, as part of what takes the clients
 * away.
 */
export function slotReturn(
  table: Table,
  place: Place,
  { nodeId, epoch }: SupernodeRecord,
  count = 1,
): TransactWriteItem {
  return writeAction(table, supernodeKey(place, nodeId), slotReturned({ epoch }, count));
}
