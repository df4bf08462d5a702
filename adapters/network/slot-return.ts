import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Place } from '#domain/events.ts';
import { slotReturned } from '#domain/membership/node-writes.ts';
import type { SupernodeRecord } from '#domain/network.ts';
import { supernodeKey } from './items.ts';
import type { Table } from './table.ts';
import { writeAction } from './write-expression.ts';

/**
 * Returns a client's slot to the registration that held it, in the transaction that moves the
 * client away.
 */
export function slotReturn(
  table: Table,
  place: Place,
  { nodeId, epoch }: SupernodeRecord,
): TransactWriteItem {
  return writeAction(table, supernodeKey(place, nodeId), slotReturned({ epoch }));
}
