import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Place } from '#domain/events.ts';
import { cellKey } from './items.ts';
import type { Table } from './table.ts';
import { updateAction } from './transaction.ts';

/**
 * Adds users to a cell's population, or takes them off. It is part of the transaction that switches
 * their nodes on or off. So the count always equals the number of nodes that are not offline. It
 * fails if the cell's row is gone.
 */
export function populationChange(table: Table, place: Place, by: number): TransactWriteItem {
  const condition = 'attribute_exists(pk)';
  return updateAction(table, cellKey(place), 'ADD population :by', condition, { ':by': by });
}
