// GetItem, PutItem, UpdateItem and DeleteItem.
import type { JsonObject } from '#local-cloud/service.ts';
import { ServiceError } from '#local-cloud/service.ts';
import type { ReadConsistency, Usage } from '../capacity.ts';
import { checkUsage, consumedCapacity, readUnits, readUsage, writeUsage } from '../capacity.ts';
import type { Path } from '../expressions/document-path.ts';
import { projectItem } from '../expressions/document-path.ts';
import { ExpressionParameters } from '../expressions/expression-parameters.ts';
import { readProjection } from '../expressions/projection.ts';
import { meterUsage } from '../meter-usage.ts';
import { flagParameter, objectParameter } from '../parameters.ts';
import {
  CAPACITY_WORDS,
  METRICS_WORDS,
  ON_FAILURE_WORDS,
  RETURN_WORDS,
  refuseMissing,
  refuseTableName,
  refuseUnknownWords,
} from '../request-constraints.ts';
import { commitChanges } from '../tables/commit-changes.ts';
import type { Database } from '../tables/database.ts';
import { tableNamed } from '../tables/database.ts';
import { refusePathsIntoKeys } from '../tables/key-paths.ts';
import type { KeyTexts } from '../tables/primary-key.ts';
import { keyOfLookup } from '../tables/primary-key.ts';
import type { AsOf } from '../tables/read-view.ts';
import { drawAsOf, itemSeen } from '../tables/read-view.ts';
import type { Change, Table } from '../tables/table.ts';
import { validationError, withCountedErrors } from '../validation-error.ts';
import type { Item } from '../values/attribute-value.ts';
import { parseItem } from '../values/attribute-value.ts';
import { refuseConflict } from './transaction-conflict.ts';
import type { WriteAction, WriteKind } from './write-action.ts';
import { judgeWrite, readWriteRequest, refuseLargePut, writeActionFor } from './write-action.ts';

/** Carries out GetItem. */
export function getItem(database: Database, input: JsonObject): JsonObject {
  refuseMissing(input, 'Key');
  refuseTableName(database, input.TableName);
  refuseUnknownWords(input, READ_WORDS);
  const given = parseItem(objectParameter(input, 'Key'));
  const parameters = new ExpressionParameters(input);
  const paths = readProjection(input, parameters);
  parameters.refuseUnused();
  const consistency = flagParameter(input, 'ConsistentRead', false) ? 'strong' : 'eventual';
  const table = tableNamed(database, input.TableName);
  refusePathsIntoKeys(table.definition, paths ?? NO_PATHS, parameters);
  const key = keyOfLookup(table.definition.key, given);
  const asOf = drawAsOf(database, table, consistency);
  const { item, usage } = readOne(table, key, paths, consistency, asOf);
  meterUsage(database, [usage]);
  return { ...(item && { Item: item }), ...capacityMember(usage, input) };
}

/** Carries out PutItem. */
export function putItem(database: Database, input: JsonObject): JsonObject {
  return writeOne(database, 'Put', input);
}

/** Carries out DeleteItem. */
export function deleteItem(database: Database, input: JsonObject): JsonObject {
  return writeOne(database, 'Delete', input);
}

/** Carries out UpdateItem. */
export function updateItem(database: Database, input: JsonObject): JsonObject {
  return writeOne(database, 'Update', input);
}

/** One item by its key, or the part that a projection picks, and the usage of the read. */
export function readOne(
  table: Table,
  key: KeyTexts,
  paths: readonly Path[] | undefined,
  consistency: ReadConsistency,
  asOf?: AsOf,
): { readonly item: Item | undefined; readonly sizeBytes: number; readonly usage: Usage } {
  const entry = itemSeen(table, key, asOf);
  const sizeBytes = entry?.sizeBytes ?? 0;
  const units = readUnits(sizeBytes, consistency);
  const usage = readUsage(table.definition.name, units, undefined, key.partition);
  return { item: entry && returnedItem(entry.item, paths), sizeBytes, usage };
}

/** A copy of an item that its caller may change, or the part that a projection picks. */
export function returnedItem(item: Item, paths: readonly Path[] | undefined): Item {
  return paths === undefined ? { ...item } : projectItem(item, paths);
}

const NO_PATHS: readonly Path[] = [];
const READ_WORDS = [CAPACITY_WORDS];
const UPDATE_WORDS = [RETURN_WORDS];
const WRITE_WORDS = [CAPACITY_WORDS, RETURN_WORDS, METRICS_WORDS, ON_FAILURE_WORDS];

function writeOne(
  database: Database,
  kind: 'Put' | 'Update' | 'Delete',
  input: JsonObject,
): JsonObject {
  refuseTableName(database, input.TableName);
  refuseMissing(input, kind === 'Put' ? 'Item' : 'Key');
  // For an update AWS reports this fault first and alone.
  if (kind === 'Update') refuseUnknownWords(input, UPDATE_WORDS);
  refuseUnknownWords(input, WRITE_WORDS);
  const request = withCountedErrors(() => {
    refuseReturnsOfUpdates(kind, input);
    return readWriteRequest(kind, input);
  });
  refuseLargePut(request);
  const action = writeActionFor(tableNamed(database, input.TableName), request);
  return write(database, input, action);
}

function refuseReturnsOfUpdates(kind: WriteKind, { ReturnValues: returned }: JsonObject): void {
  if (kind === 'Update' || returned === undefined) return;
  if (returned === 'NONE' || returned === 'ALL_OLD') return;
  throw validationError('ReturnValues can only be ALL_OLD or NONE');
}

function write(database: Database, input: JsonObject, action: WriteAction): JsonObject {
  refuseConflict(database, action);
  const verdict = judgeWrite(action);
  if (verdict.kind !== 'change') {
    const { existing } = verdict;
    const usage = checkUsage(action.table.definition.name, existing);
    meterUsage(database, [usage], { isRefused: true });
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
  meterUsage(database, [usage]);
  const attributes = returnedAttributes(change, action, String(input.ReturnValues ?? 'NONE'));
  return { ...(attributes && { Attributes: attributes }), ...capacity };
}

function returnedAttributes(
  { before, after }: Change,
  { update }: WriteAction,
  returned: string,
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
