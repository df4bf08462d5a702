import type { JsonObject, ServiceError } from '#local-cloud/service.ts';
import { book } from './batch.ts';
import type { Database } from './database.ts';
import { tableNamed } from './database.ts';
import type { Path } from './document-path.ts';
import { ExpressionParameters } from './expression-parameters.ts';
import { readOne } from './item-operations.ts';
import { listParameter, objectParameter, refuseUnknownParameters } from './parameters.ts';
import type { KeyTexts } from './primary-key.ts';
import { keyId, keyOfItem, parseKey } from './primary-key.ts';
import { readProjection } from './projection.ts';
import type { Table } from './table.ts';
import { readAllOrCancel, transactionCancelled } from './transaction-cancelled.ts';
import { CONFLICT_REASON, conflictsOf } from './transaction-conflict.ts';
import { validationError } from './validation-error.ts';

// AWS "Service quotas": up to 100 items in a transaction.
const ITEMS_MAX = 100;

/**
 * Carries out TransactGetItems: items read at one moment, an empty response for each that is not
 * there.
 */
export function transactGetItems(database: Database, input: JsonObject): JsonObject {
  const requests = listParameter(input, 'TransactItems', ITEMS_MAX);
  const gets = readAllOrCancel(requests, (request) => readGet(database, request));
  refuseDuplicates(gets);
  const conflicts = conflictsOf(database, gets);
  if (conflicts !== undefined) throw cancelledByConflicts(conflicts);
  const reads = gets.map(({ table, key, paths }) => readOne(table, key, paths, 'transactional'));
  const usages = reads.map(({ usage }) => usage);
  const responses = reads.map(({ item }) => (item === undefined ? {} : { Item: item }));
  return { Responses: responses, ...book(database, usages, input) };
}

type Get = {
  readonly table: Table;
  readonly key: KeyTexts;
  readonly paths: readonly Path[] | undefined;
};

function readGet(database: Database, request: JsonObject): Get {
  refuseUnknownParameters('TransactGetItems', request, ['Get']);
  const get = objectParameter(request, 'Get');
  refuseUnknownParameters('TransactGetItems Get', get, [
    'TableName',
    'Key',
    'ProjectionExpression',
    'ExpressionAttributeNames',
  ]);
  const parameters = new ExpressionParameters(get);
  const paths = readProjection(get, parameters);
  parameters.refuseUnused();
  const table = tableNamed(database, get.TableName);
  const schema = table.definition.key;
  const key = keyOfItem(schema, parseKey(schema, objectParameter(get, 'Key')));
  return { table, key, paths };
}

function cancelledByConflicts(conflicts: readonly boolean[]): ServiceError {
  return transactionCancelled(conflicts.map((is) => (is ? CONFLICT_REASON : { Code: 'None' })));
}

function refuseDuplicates(gets: readonly Get[]): void {
  const ids = new Set(gets.map(({ table, key }) => `${table.definition.name}/${keyId(key)}`));
  if (ids.size < gets.length) {
    throw validationError('Transaction request cannot include multiple operations on one item');
  }
}
