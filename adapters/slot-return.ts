import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Place } from '#domain/events.ts';
import type { SupernodeRecord } from '#domain/network.ts';
import { supernodeKey } from './items.ts';
import type { Table } from './table.ts';
import { updateAction } from './transaction.ts';

/** Gives a client's slot back to the offer that held it, as part of what takes the client away. */
export function slotReturn(
  table: Table,
  place: Place,
  { nodeId, epoch }: SupernodeRecord,
): TransactWriteItem {
  const key = supernodeKey(place, nodeId);
  const values = { ':minusOne': -1, ':epoch': epoch };
  return updateAction(table, key, 'ADD used :minusOne', 'epoch = :epoch', values);
}
