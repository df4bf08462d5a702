// BatchGetItem and BatchWriteItem: many requests in one call, each for itself.
import type { JsonObject } from '#local-cloud/service.ts';
import { UnsupportedError } from '#local-cloud/service.ts';
import type { Item } from './attribute-value.ts';
import type { Usage } from './capacity.ts';
import { consumedCapacity, meterUsage, totalUsage, writeUsage } from './capacity.ts';
import { commitChanges } from './commit-changes.ts';
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
import { drawAsOf } from './read-view.ts';
import type { Table } from './table.ts';
import { validationError } from './validation-error.ts';
import type { WriteAction } from './write-action.ts';
import { judgeWrite, readWriteAction } from './write-action.ts';

// AWS "Service quotas": up to 100 items in a BatchGetItem, 25 in a BatchWriteItem.
const BATCH_GET_ITEMS_MAX = 100;
const BATCH_WRITE_ITEMS_MAX = 25;
// API reference, BatchGetItem: up to 16 MB of items in an answer; the rest is left unprocessed.
const ANSWER_BYTES_MAX = 16 * 1024 * 1024;

/** Carries out BatchGetItem. */
export function batchGetItem(database: Database, input: JsonObject): JsonObject {
  const requests = objectParameter(input, 'RequestItems');
  const reads = Object.keys(requests).map((tableName) => {
    const table = tableNamed(database, tableName);
    return { tableName, table, ...readKeys(table, objectParameter(requests, tableName)) };
  });
  refuseMany('BatchGetItem', reads.flatMap(({ keys }) => keys).length, BATCH_GET_ITEMS_MAX);
  const room = { bytes: ANSWER_BYTES_MAX };
  const answers = reads.map((read) => ({ ...read, ...readWhatFits(database, read, room) }));
  const unfinished = answers.filter(({ processedCount, keys }) => processedCount < keys.length);
  return {
    Responses: Object.fromEntries(answers.map(({ tableName, items }) => [tableName, items])),
    UnprocessedKeys: Object.fromEntries(
      unfinished.map(({ tableName, request, processedCount }) => {
        const Keys = (request.Keys as readonly unknown[]).slice(processedCount);
        return [tableName, { ...request, Keys }];
      }),
    ),
    ...book(
      database,
      answers.flatMap(({ usages }) => usages),
      input,
    ),
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
  const changes = verdicts.flatMap((verdict) => (verdict.kind === 'change' ? verdict.change : []));
  const usages = changes.map((change) => writeUsage(change));
  commitChanges(database, 'BatchWriteItem', changes);
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

type Read = { readonly table: Table } & ReturnType<typeof readKeys>;

/** Reads keys in their order until an item no longer fits; what is left unread costs nothing. */
function readWhatFits(
  database: Database,
  { table, keys, paths, consistency }: Read,
  room: { bytes: number },
) {
  const asOf = drawAsOf(database, table, consistency);
  const usages: Usage[] = [];
  const items: Item[] = [];
  for (const key of keys) {
    const { item, sizeBytes, usage } = readOne(table, key, paths, consistency, asOf);
    room.bytes -= sizeBytes;
    if (room.bytes < 0) break;
    usages.push(usage);
    if (item !== undefined) items.push(item);
  }
  return { items, usages, processedCount: usages.length };
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
  const schema = table.definition.key;
  const keys = listParameter(request, 'Keys', BATCH_GET_ITEMS_MAX).map((key) =>
    keyOfItem(schema, parseKey(schema, key)),
  );
  refuseDuplicates(keys.map(keyId));
  const isConsistent = flagParameter(request, 'ConsistentRead', false);
  return { request, keys, paths, consistency: isConsistent ? 'strong' : 'eventual' } as const;
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
