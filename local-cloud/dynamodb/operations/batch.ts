// BatchGetItem and BatchWriteItem: many independent requests in one call.
import type { JsonObject } from '#local-cloud/service.ts';
import { UnsupportedError } from '#local-cloud/service.ts';
import type { ReadConsistency, Usage } from '../capacity.ts';
import { addUsage, consumedCapacity, totalUsage, writeUsage } from '../capacity.ts';
import { ExpressionParameters } from '../expressions/expression-parameters.ts';
import { readProjection } from '../expressions/projection.ts';
import { type Circumstances, meterUsage } from '../meter-usage.ts';
import {
  flagParameter,
  listParameter,
  objectParameter,
  refuseUnknownParameters,
} from '../parameters.ts';
import {
  CAPACITY_WORDS,
  lengthProblem,
  METRICS_WORDS,
  refuseTableName,
  refuseUnknownWords,
} from '../request-constraints.ts';
import { commitChanges } from '../tables/commit-changes.ts';
import type { Database } from '../tables/database.ts';
import { tableNamed } from '../tables/database.ts';
import { refusePathsIntoKeys } from '../tables/key-paths.ts';
import { keyId, keyOfLookup } from '../tables/primary-key.ts';
import { drawAsOf } from '../tables/read-view.ts';
import { constraintErrors, inOlderWords, validationError } from '../validation-error.ts';
import type { Item } from '../values/attribute-value.ts';
import { parseItem } from '../values/attribute-value.ts';
import { readOne } from './item-operations.ts';
import type { WriteRequest } from './write-action.ts';
import { judgeWrite, readWriteRequest, refuseLargePut, writeActionFor } from './write-action.ts';

// AWS "Service quotas": up to 100 items in a BatchGetItem, 25 in a BatchWriteItem.
const BATCH_GET_ITEMS_MAX = 100;
const BATCH_WRITE_ITEMS_MAX = 25;
// API reference, BatchGetItem: up to 16 MB of items in an answer; the rest is left unprocessed.
const ANSWER_BYTES_MAX = 16 * 1024 * 1024;

/** Carries out BatchGetItem. */
export function batchGetItem(database: Database, input: JsonObject): JsonObject {
  const requests = requestItems(database, input, 'Get');
  const wishes = Object.keys(requests).map((tableName) =>
    readKeysWish(tableName, objectParameter(requests, tableName)),
  );
  refuseMany('BatchGetItem', wishes.flatMap(({ keys }) => keys).length, BATCH_GET_ITEMS_MAX);
  const reads = wishes.map((wish) => readOf(database, wish));
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
  const requests = requestItems(database, input, 'Write');
  const wishes = inOlderWords(() =>
    Object.keys(requests).flatMap((tableName) =>
      listParameter(requests, tableName).map((request) => readWriteWish(tableName, request)),
    ),
  );
  refuseMany('BatchWriteItem', wishes.length, BATCH_WRITE_ITEMS_MAX);
  for (const wish of wishes) refuseLargePut(wish);
  const actions = wishes.map((wish) =>
    writeActionFor(tableNamed(database, wish.tableName), wish, true),
  );
  refuseDuplicates(actions.map(({ table, key }) => `${table.definition.name}/${keyId(key)}`));
  const verdicts = actions.map(judgeWrite);
  const changes = verdicts.flatMap((verdict) => (verdict.kind === 'change' ? verdict.change : []));
  const usages = changes.map((change) => writeUsage(change));
  commitChanges(database, 'BatchWriteItem', changes);
  return { UnprocessedItems: {}, ...book(database, usages, input) };
}

/** Meters a request's usages and answers with them, table by table, if it asked. */
export function book(
  database: Database,
  usages: readonly Usage[],
  input: JsonObject,
  circumstances?: Circumstances,
): JsonObject {
  const totals = totalUsage(usages);
  meterUsage(database, usages, circumstances);
  const asked = input.ReturnConsumedCapacity;
  const capacities = totals.flatMap((usage) => consumedCapacity(usage, asked) ?? []);
  return capacities.length > 0 ? { ConsumedCapacity: capacities } : {};
}

type KeysWish = ReturnType<typeof readKeysWish>;
type Read = ReturnType<typeof readOf>;

/** Reads keys in their order until an item no longer fits. Keys that are not read cost nothing. */
function readWhatFits(
  database: Database,
  { table, keys, paths, consistency }: Read,
  room: { bytes: number },
) {
  const asOf = drawAsOf(database, table, consistency);
  const usages: Usage[] = [];
  const items: Item[] = [];
  let processedCount = 0;
  for (const key of keys) {
    const { item, sizeBytes, usage } = readOne(table, key, paths, consistency, asOf);
    room.bytes -= sizeBytes;
    if (room.bytes < 0) break;
    processedCount += 1;
    addUsage(usages, usage);
    if (item !== undefined) items.push(item);
  }
  return { items, usages, processedCount };
}

/** The map of a batch, checked against AWS's model of the API. */
function requestItems(
  database: Database,
  input: JsonObject,
  operation: 'Get' | 'Write',
): JsonObject {
  const isWrite = operation === 'Write';
  refuseUnknownWords(input, isWrite ? WRITE_WORDS : GET_WORDS);
  const requests = objectParameter(input, 'RequestItems');
  const names = Object.keys(requests);
  const noTable = lengthProblem('RequestItems', names.length, 1, Number.MAX_SAFE_INTEGER);
  if (noTable !== undefined) throw constraintErrors([noTable]);
  for (const name of names) {
    refuseTableName(database, name);
    const problem = isWrite
      ? writeCountProblem(name, requests[name])
      : keyCountProblem(name, requests[name]);
    if (problem !== undefined) throw constraintErrors([problem]);
  }
  return requests;
}

const GET_WORDS = [CAPACITY_WORDS];
const WRITE_WORDS = [CAPACITY_WORDS, METRICS_WORDS];

function keyCountProblem(name: string, request: unknown): string | undefined {
  const keys = (request as JsonObject | null | undefined)?.Keys;
  if (!Array.isArray(keys)) return undefined;
  return lengthProblem(`RequestItems.${name}.member.Keys`, keys.length, 1, BATCH_GET_ITEMS_MAX);
}

function writeCountProblem(name: string, requests: unknown): string | undefined {
  if (!Array.isArray(requests)) return undefined;
  if (requests.length === 0) {
    const lengths =
      `Member must have length less than or equal to ${BATCH_WRITE_ITEMS_MAX}, ` +
      'Member must have length greater than or equal to 1';
    return (
      `Value '{${name}=[]}' at 'requestItems' failed to satisfy constraint: ` +
      `Map value must satisfy constraint: [${lengths}]`
    );
  }
  return lengthProblem(`RequestItems.${name}.member`, requests.length, 1, BATCH_WRITE_ITEMS_MAX);
}

function readKeysWish(tableName: string, request: JsonObject) {
  refuseUnknownParameters('BatchGetItem', request, [
    'Keys',
    'ProjectionExpression',
    'ExpressionAttributeNames',
    'ConsistentRead',
  ]);
  const keys = listParameter(request, 'Keys').map((key) => parseItem(key));
  const parameters = new ExpressionParameters(request);
  const paths = readProjection(request, parameters);
  parameters.refuseUnused();
  const isConsistent = flagParameter(request, 'ConsistentRead', false);
  const consistency: ReadConsistency = isConsistent ? 'strong' : 'eventual';
  return { tableName, request, keys, parameters, paths, consistency };
}

function readOf(database: Database, wish: KeysWish) {
  const table = tableNamed(database, wish.tableName);
  refusePathsIntoKeys(table.definition, wish.paths ?? [], wish.parameters);
  const keys = wish.keys.map((key) => keyOfLookup(table.definition.key, key));
  refuseDuplicates(keys.map(keyId));
  return { ...wish, table, keys };
}

function readWriteWish(tableName: string, request: JsonObject): WriteRequest {
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
  const wish = objectParameter(request, kind);
  const known = kind === 'PutRequest' ? 'Item' : 'Key';
  refuseUnknownParameters(`BatchWriteItem ${kind}`, wish, [known]);
  const isPut = kind === 'PutRequest';
  return readWriteRequest(isPut ? 'Put' : 'Delete', { ...wish, TableName: tableName });
}

/** Limits the whole batch, over all its tables. */
function refuseMany(operation: string, count: number, countMax: number): void {
  if (count > countMax) throw validationError(`Too many items requested for the ${operation} call`);
}

function refuseDuplicates(ids: readonly string[]): void {
  if (new Set(ids).size < ids.length) {
    throw validationError('Provided list of item keys contains duplicates');
  }
}
