// BatchGetItem and BatchWriteItem: many requests in one call, each for itself; nothing is left
// unprocessed here.
import type { JsonObject } from '#local-cloud/service.ts';
import { UnsupportedError } from '#local-cloud/service.ts';
import type { Item } from './attribute-value.ts';
import type { Usage } from './capacity.ts';
import { consumedCapacity, meterUsage, totalUsage, writeUsage } from './capacity.ts';
import type { Database } from './database.ts';
import { tableNamed } from './database.ts';
import { ExpressionParameters } from './expression-parameters.ts';
import { readOne } from './item-operations.ts';
import {
  flagParameter,
  listParameter,
  objectParameter,
  refuseUnknownParameters,
} from './parameters.ts';
import { keyId, keyOfItem, parseKey } from './primary-key.ts';
import { readProjection } from './projection.ts';
import type { Table } from './table.ts';
import { validationError } from './validation-error.ts';
import type { WriteAction } from './write-action.ts';
import { judgeWrite, readWriteAction } from './write-action.ts';

// AWS "Service quotas": up to 100 items in a BatchGetItem, 25 in a BatchWriteItem.
const BATCH_GET_ITEMS_MAX = 100;
const BATCH_WRITE_ITEMS_MAX = 25;

/** Carries out BatchGetItem. */
export function batchGetItem(database: Database, input: JsonObject): JsonObject {
  const requests = objectParameter(input, 'RequestItems');
  const reads = Object.keys(requests).map((tableName) => {
    const table = tableNamed(database, tableName);
    return { tableName, table, ...readKeys(table, objectParameter(requests, tableName)) };
  });
  refuseMany('BatchGetItem', reads.flatMap(({ keys }) => keys).length, BATCH_GET_ITEMS_MAX);
  const usages: Usage[] = [];
  const responses: [string, Item[]][] = reads.map(({ tableName, table, keys, ...options }) => {
    const found = keys.map((key) => readOne(table, key, options.paths, options.consistency));
    usages.push(...found.map(({ usage }) => usage));
    return [tableName, found.flatMap(({ item }) => (item === undefined ? [] : [item]))];
  });
  return {
    Responses: Object.fromEntries(responses),
    UnprocessedKeys: {},
    ...book(database, usages, input),
  };
}

/** Carries out BatchWriteItem: puts and deletes without conditions, not atomic together. */
export function batchWriteItem(database: Database, input: JsonObject): JsonObject {
  const requests = objectParameter(input, 'RequestItems');
  const actions = Object.keys(requests).flatMap((tableName) => {
    const table = tableNamed(database, tableName);
    return listParameter(requests, tableName, BATCH_WRITE_ITEMS_MAX).map((request) =>
      readWriteRequest(table, request),
    );
  });
  refuseMany('BatchWriteItem', actions.length, BATCH_WRITE_ITEMS_MAX);
  refuseDuplicates(actions.map(({ table, key }) => `${table.definition.name}/${keyId(key)}`));
  const verdicts = actions.map(judgeWrite);
  const usages: Usage[] = [];
  for (const verdict of verdicts) {
    if (verdict.kind !== 'change') continue;
    usages.push(writeUsage(verdict.change));
    verdict.change.table.commit(verdict.change);
  }
  return { UnprocessedItems: {}, ...book(database, usages, input) };
}

/** Meters a request's usages and answers with them, table by table, if it asked. */
export function book(database: Database, usages: readonly Usage[], input: JsonObject): JsonObject {
  const totals = totalUsage(usages);
  meterUsage(database.meters, totals);
  const asked = input.ReturnConsumedCapacity;
  const capacities = totals.flatMap((usage) => consumedCapacity(usage, asked) ?? []);
  return capacities.length > 0 ? { ConsumedCapacity: capacities } : {};
}

function readKeys(table: Table, request: JsonObject) {
  refuseUnknownParameters('BatchGetItem', request, [
    'Keys',
    'ProjectionExpression',
    'ExpressionAttributeNames',
    'ConsistentRead',
  ]);
  const parameters = new ExpressionParameters(request);
  const paths = readProjection(request, parameters);
  parameters.refuseUnused();
  const keys = listParameter(request, 'Keys', BATCH_GET_ITEMS_MAX);
  const schema = table.definition.key;
  refuseDuplicates(keys.map((key) => keyId(keyOfItem(schema, parseKey(schema, key)))));
  const isConsistent = flagParameter(request, 'ConsistentRead', false);
  return { keys, paths, consistency: isConsistent ? 'strong' : 'eventual' } as const;
}

function readWriteRequest(table: Table, request: JsonObject): WriteAction {
  const [kind, ...others] = Object.keys(request).filter((each) => request[each] !== undefined);
  if (kind === undefined || others.length > 0) {
    throw validationError(
      'Supplied request must contain exactly one of PutRequest or DeleteRequest',
    );
  }
  if (kind !== 'PutRequest' && kind !== 'DeleteRequest') {
    throw new UnsupportedError(`the BatchWriteItem request ${kind}`, [
      'PutRequest',
      'DeleteRequest',
    ]);
  }
  const isPut = kind === 'PutRequest';
  return readWriteAction(table, isPut ? 'Put' : 'Delete', objectParameter(request, kind));
}

function refuseMany(operation: string, count: number, countMax: number): void {
  if (count > 0 && count <= countMax) return;
  throw validationError(
    count === 0
      ? `${operation}: RequestItems must have length greater than or equal to 1`
      : `Too many items requested for the ${operation} call`,
  );
}

function refuseDuplicates(ids: readonly string[]): void {
  if (new Set(ids).size < ids.length) {
    throw validationError('Provided list of item keys contains duplicates');
  }
}
