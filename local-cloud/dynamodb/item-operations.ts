// GetItem, PutItem, UpdateItem and DeleteItem.
import type { JsonObject } from '#local-cloud/service.ts';
import { ServiceError } from '#local-cloud/service.ts';
import type { Item } from './attribute-value.ts';
import type { ReadConsistency, Usage } from './capacity.ts';
import {
  checkUsage,
  consumedCapacity,
  meterUsage,
  readUnits,
  readUsage,
  writeUsage,
} from './capacity.ts';
import { commitChanges } from './commit-changes.ts';
import type { Database } from './database.ts';
import { tableNamed } from './database.ts';
import type { Path } from './document-path.ts';
import { projectItem } from './document-path.ts';
import { ExpressionParameters } from './expression-parameters.ts';
import { flagParameter, objectParameter, wordParameter } from './parameters.ts';
import type { KeyTexts } from './primary-key.ts';
import { keyOfItem, parseKey } from './primary-key.ts';
import { readProjection } from './projection.ts';
import type { AsOf } from './read-view.ts';
import { drawAsOf, itemSeen } from './read-view.ts';
import type { Change, Table } from './table.ts';
import { refuseConflict } from './transaction-conflict.ts';
import type { WriteAction } from './write-action.ts';
import { judgeWrite, readWriteAction } from './write-action.ts';

/** Carries out GetItem. */
export function getItem(database: Database, input: JsonObject): JsonObject {
  const table = tableNamed(database, input.TableName);
  const parameters = new ExpressionParameters(input);
  const paths = readProjection(input, parameters);
  parameters.refuseUnused();
  const consistency = flagParameter(input, 'ConsistentRead', false) ? 'strong' : 'eventual';
  const schema = table.definition.key;
  const key = keyOfItem(schema, parseKey(schema, objectParameter(input, 'Key')));
  const asOf = drawAsOf(database, table, consistency);
  const { item, usage } = readOne(table, key, paths, consistency, asOf);
  meterUsage(database.meters, [usage]);
  return { ...(item && { Item: item }), ...capacityMember(usage, input) };
}

/** Carries out PutItem. */
export function putItem(database: Database, input: JsonObject): JsonObject {
  const returned = wordParameter(input, 'ReturnValues', ['NONE', 'ALL_OLD']);
  const action = readWriteAction(tableNamed(database, input.TableName), 'Put', input);
  return write(database, input, action, returned);
}

/** Carries out DeleteItem. */
export function deleteItem(database: Database, input: JsonObject): JsonObject {
  const returned = wordParameter(input, 'ReturnValues', ['NONE', 'ALL_OLD']);
  const action = readWriteAction(tableNamed(database, input.TableName), 'Delete', input);
  return write(database, input, action, returned);
}

/** Carries out UpdateItem. */
export function updateItem(database: Database, input: JsonObject): JsonObject {
  const returned = wordParameter(input, 'ReturnValues', RETURN_VALUES);
  const action = readWriteAction(tableNamed(database, input.TableName), 'Update', input);
  return write(database, input, action, returned);
}

/** One item by its key, or what a projection leaves of it, and what the read used. */
export function readOne(
  table: Table,
  key: KeyTexts,
  paths: readonly Path[] | undefined,
  consistency: ReadConsistency,
  asOf?: AsOf,
): { readonly item: Item | undefined; readonly sizeBytes: number; readonly usage: Usage } {
  const entry = itemSeen(table, key, asOf);
  const sizeBytes = entry?.sizeBytes ?? 0;
  const usage = readUsage(table.definition.name, readUnits(sizeBytes, consistency));
  return { item: entry && returnedItem(entry.item, paths), sizeBytes, usage };
}

/**
 * A copy of an item for a caller, who may do with it as he likes, or the part that a projection
 * picks.
 */
export function returnedItem(item: Item, paths: readonly Path[] | undefined): Item {
  return paths === undefined ? { ...item } : projectItem(item, paths);
}

const RETURN_VALUES = ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'] as const;
type ReturnValues = (typeof RETURN_VALUES)[number];

function write(
  database: Database,
  input: JsonObject,
  action: WriteAction,
  returned: ReturnValues,
): JsonObject {
  refuseConflict(database, action);
  const verdict = judgeWrite(action);
  if (verdict.kind !== 'change') {
    const { existing } = verdict;
    meterUsage(database.meters, [checkUsage(action.table.definition.name, existing)]);
    database.meters.add('dynamodb.conditionalFailures', 1);
    const item = action.returnsItemOnFailure ? existing?.item : undefined;
    throw new ServiceError('ConditionalCheckFailedException', 'The conditional request failed', {
      details: item === undefined ? {} : { Item: returnedItem(item, undefined) },
    });
  }
  const { change } = verdict;
  const usage = writeUsage(change);
  const capacity = capacityMember(usage, input);
  commitChanges(database, `${action.kind}Item`, [change]);
  meterUsage(database.meters, [usage]);
  const attributes = returnedAttributes(change, action, returned);
  return { ...(attributes && { Attributes: attributes }), ...capacity };
}

function returnedAttributes(
  { before, after }: Change,
  { update }: WriteAction,
  returned: ReturnValues,
): Item | undefined {
  if (returned === 'NONE') return undefined;
  const item = returned.endsWith('OLD') ? before?.item : after?.item;
  if (item === undefined) return undefined;
  if (returned.startsWith('ALL')) return returnedItem(item, undefined);
  const updated = projectItem(item, update?.paths ?? []);
  return Object.keys(updated).length > 0 ? updated : undefined;
}

function capacityMember(usage: Usage, input: JsonObject): JsonObject {
  const capacity = consumedCapacity(usage, input.ReturnConsumedCapacity);
  return capacity === undefined ? {} : { ConsumedCapacity: capacity };
}
