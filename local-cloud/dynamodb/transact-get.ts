import type { JsonObject } from '#local-cloud/service.ts';
import { book } from './batch.ts';
import type { Database } from './database.ts';
import { tableNamed } from './database.ts';
import { ExpressionParameters } from './expression-parameters.ts';
import { readOne } from './item-operations.ts';
import { listParameter, objectParameter, refuseUnknownParameters } from './parameters.ts';
import { readProjection } from './projection.ts';

// AWS "Service quotas": up to 100 items in a transaction.
const ITEMS_MAX = 100;

/**
 * Carries out TransactGetItems: items read at one moment, an empty response for each that is not
 * there.
 */
export function transactGetItems(database: Database, input: JsonObject): JsonObject {
  const reads = listParameter(input, 'TransactItems', ITEMS_MAX).map((request) => {
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
    return readOne(table, objectParameter(get, 'Key'), paths, 'transactional');
  });
  const usages = reads.map(({ usage }) => usage);
  const responses = reads.map(({ item }) => (item === undefined ? {} : { Item: item }));
  return { Responses: responses, ...book(database, usages, input) };
}
