// Reads by key at random.
import fc from 'fast-check';
import { type Call, callOf, present } from '../call.ts';
import { writeExpressions } from '../request-pieces.ts';
import type { DifferentialTable } from '../tables.ts';
import { anyProjection, seldom } from './random-expressions.ts';
import { anyKey, distinct, distinctKeys } from './random-items.ts';
import { capacity, maybe } from './random-values.ts';

/** A GetItem. */
export function getItem(table: DifferentialTable): fc.Arbitrary<Call> {
  return fc
    .record({ Key: anyKey(table), projection: maybe(anyProjection), ...READ })
    .map(({ Key, projection, ConsistentRead, capacity }) =>
      callOf('GetItem', {
        TableName: table.name,
        Key,
        ConsistentRead,
        ...writeExpressions({ ProjectionExpression: projection }),
        ReturnConsumedCapacity: capacity,
      }),
    );
}

/** A BatchGetItem. */
export function batchGet(table: DifferentialTable): fc.Arbitrary<Call> {
  const keys = fc.array(anyKey(table), { minLength: 1, maxLength: 6 });
  return fc
    .record({
      keys,
      projection: maybe(anyProjection),
      doubles: seldom,
      ...READ,
    })
    .map(({ keys: Keys, projection, doubles, ConsistentRead, capacity }) =>
      callOf('BatchGetItem', {
        RequestItems: {
          [table.name]: present({
            Keys: doubles ? Keys : distinctKeys(Keys),
            ConsistentRead,
            ...writeExpressions({ ProjectionExpression: projection }),
          }),
        },
        ReturnConsumedCapacity: capacity,
      }),
    );
}

/** A TransactGetItems. */
export function transactGet(table: DifferentialTable): fc.Arbitrary<Call> {
  const get = fc.tuple(anyKey(table), maybe(anyProjection)).map(([Key, projection]) => ({
    Get: { TableName: table.name, Key, ...writeExpressions({ ProjectionExpression: projection }) },
  }));
  return fc
    .tuple(fc.array(get, { minLength: 1, maxLength: 4 }), capacity, seldom)
    .map(([gets, ReturnConsumedCapacity, doubles]) =>
      callOf('TransactGetItems', {
        TransactItems: doubles ? gets : distinct(gets, table),
        ReturnConsumedCapacity,
      }),
    );
}

/** Parameters of every read. */
export const READ = { ConsistentRead: fc.constantFrom(undefined, false, true), capacity };
