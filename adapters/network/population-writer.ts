import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Place } from '#domain/events.ts';
import { cellKey } from './items.ts';
import type { Table } from './table.ts';
import { updateAction } from './transaction.ts';

/**
 * Counts users in or out, as part of what switches them on or off: the count equals what a scan of
 * the nodes that are not offline would find. Fails where the cell's row is gone.
 */
export function populationChange(table: Table, place: Place, by: number): TransactWriteItem {
  const condition = 'attribute_exists(pk)';
  return updateAction(table, cellKey(place), 'ADD population :by', condition, { ':by': by });
}
