import type { JsonObject, ServiceError } from '#local-cloud/service.ts';
import type { Path } from '../expressions/document-path.ts';
import { ExpressionParameters } from '../expressions/expression-parameters.ts';
import { readProjection } from '../expressions/projection.ts';
import { objectParameter, refuseUnknownParameters } from '../parameters.ts';
import { CAPACITY_WORDS, refuseUnknownWords } from '../request-constraints.ts';
import type { Database } from '../tables/database.ts';
import { refusePathsIntoKeys } from '../tables/key-paths.ts';
import type { KeyTexts } from '../tables/primary-key.ts';
import { keyId, keyOfLookup } from '../tables/primary-key.ts';
import type { Table } from '../tables/table.ts';
import { validationError } from '../validation-error.ts';
import type { Item } from '../values/attribute-value.ts';
import { parseItem } from '../values/attribute-value.ts';
import { book } from './batch.ts';
import { readOne } from './item-operations.ts';
import type { WithTable } from './transact-items.ts';
import { transactItems, withTables } from './transact-items.ts';
import { allOrCancel, transactionCancelled } from './transaction-cancelled.ts';
import { CONFLICT_REASON, conflictsOf } from './transaction-conflict.ts';

/**
 * Carries out TransactGetItems. All items are read at one moment. A missing item has an empty
 * response.
 */
export function transactGetItems(database: Database, input: JsonObject): JsonObject {
  refuseUnknownWords(input, WORDS);
  const wishes = transactItems(input).map((request) => readGet(request));
  const gets = allOrCancel(withTables(database, wishes), getFrom);
  refuseDuplicates(gets);
  const conflicts = conflictsOf(database, gets);
  if (conflicts !== undefined) throw cancelledByConflicts(conflicts);
  const reads = gets.map(({ table, key, paths }) => readOne(table, key, paths, 'transactional'));
  const usages = reads.map(({ usage }) => usage);
  const responses = reads.map(({ item }) => (item === undefined ? {} : { Item: item }));
  return { Responses: responses, ...book(database, usages, input, { isTransaction: true }) };
}

const WORDS = [CAPACITY_WORDS];

type GetWish = {
  readonly tableName: unknown;
  readonly given: Item;
  readonly parameters: ExpressionParameters;
  readonly paths: readonly Path[] | undefined;
};
type Get = GetWish & { readonly table: Table; readonly key: KeyTexts };

function readGet(request: JsonObject): GetWish {
  refuseUnknownParameters('TransactGetItems', request, ['Get']);
  const get = objectParameter(request, 'Get');
  refuseUnknownParameters('TransactGetItems Get', get, [
    'TableName',
    'Key',
    'ProjectionExpression',
    'ExpressionAttributeNames',
  ]);
  const given = parseItem(objectParameter(get, 'Key'));
  const parameters = new ExpressionParameters(get);
  const paths = readProjection(get, parameters);
  parameters.refuseUnused();
  return { tableName: get.TableName, given, parameters, paths };
}

function getFrom({ table, wish }: WithTable<GetWish>): Get {
  refusePathsIntoKeys(table.definition, wish.paths ?? [], wish.parameters);
  return { ...wish, table, key: keyOfLookup(table.definition.key, wish.given) };
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
