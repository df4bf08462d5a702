// Calls at random: writes here, reads in files of their own.
import fc from 'fast-check';
import type { JsonObject } from '#local-cloud/service.ts';
import { type Call, callOf, present } from '../call.ts';
import { type Expression, writeExpressions } from '../request-pieces.ts';
import type { DifferentialTable } from '../tables.ts';
import { anyCondition, seldom } from './random-expressions.ts';
import { batchGet, getItem, transactGet } from './random-gets.ts';
import { anyItem, anyKey, distinct, updateOf } from './random-items.ts';
import { query, scan } from './random-pages.ts';
import { capacity, maybe } from './random-values.ts';

/** Calls to one table, all operations that the local cloud has. */
export function anyCall(table: DifferentialTable): fc.Arbitrary<Call> {
  const put = fc.record({ given: anyItem(table), ...WRITE });
  const update = fc.record({
    given: anyKey(table),
    change: fc.option(updateOf(table), { nil: undefined, freq: 20 }),
    ...WRITE,
  });
  const remove = fc.record({ given: anyKey(table), ...WRITE });
  return fc.oneof(
    {
      weight: 4,
      arbitrary: put.map((each) =>
        single('PutItem', table, { Item: each.given }, each, NONE_OR_OLD),
      ),
    },
    {
      weight: 8,
      arbitrary: update.map((each) =>
        single('UpdateItem', table, { Key: each.given }, each, RETURN_VALUES),
      ),
    },
    {
      weight: 2,
      arbitrary: remove.map((each) =>
        single('DeleteItem', table, { Key: each.given }, each, NONE_OR_OLD),
      ),
    },
    { weight: 5, arbitrary: transactWrite(table) },
    { weight: 2, arbitrary: batchWrite(table) },
    { weight: 1, arbitrary: getItem(table) },
    { weight: 2, arbitrary: batchGet(table) },
    { weight: 1, arbitrary: transactGet(table) },
    { weight: 4, arbitrary: query(table) },
    { weight: 1, arbitrary: scan(table) },
  );
}

const RETURN_VALUES = ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'];
const NONE_OR_OLD = ['NONE', 'ALL_OLD'];

const WRITE = {
  condition: maybe(anyCondition, 3),
  returned: fc.nat(4),
  onFailure: fc.constantFrom(undefined, 'ALL_OLD'),
  capacity,
};
interface Write {
  readonly condition: Expression | undefined;
  readonly change?: Expression | undefined;
  readonly returned: number;
  readonly onFailure: string | undefined;
  readonly capacity: string | undefined;
}

function single(
  operation: string,
  table: DifferentialTable,
  given: JsonObject,
  { condition, change, returned, onFailure, capacity }: Write,
  returnable: readonly string[],
): Call {
  return callOf(operation, {
    TableName: table.name,
    ...given,
    ...writeExpressions({ UpdateExpression: change, ConditionExpression: condition }),
    ReturnValues: returnable[returned % returnable.length],
    ReturnValuesOnConditionCheckFailure: onFailure,
    ReturnConsumedCapacity: capacity,
  });
}

function transactWrite(table: DifferentialTable): fc.Arbitrary<Call> {
  const action = fc
    .record({
      kind: fc.constantFrom('Put', 'Update', 'Update', 'Update', 'Delete', 'ConditionCheck'),
      item: anyItem(table),
      key: anyKey(table),
      condition: maybe(anyCondition, 3),
      always: fc.oneof(anyCondition, fc.constant<Expression>(['attribute_not_exists(gone)'])),
      change: updateOf(table),
      onFailure: fc.constantFrom(undefined, 'ALL_OLD'),
    })
    .map(({ kind, item, key, condition, always, change, onFailure }) => ({
      [kind]: present({
        TableName: table.name,
        ...(kind === 'Put' ? { Item: item } : { Key: key }),
        ...writeExpressions({
          UpdateExpression: kind === 'Update' ? change : undefined,
          ConditionExpression: kind === 'ConditionCheck' ? always : condition,
        }),
        ReturnValuesOnConditionCheckFailure: onFailure,
      }),
    }));
  // Few tokens, so that some come twice, with the same actions or with others.
  const token = maybe(fc.constantFrom('token-1', 'token-2'), 4);
  return fc
    .tuple(fc.array(action, { minLength: 1, maxLength: 4 }), token, capacity, seldom)
    .map(([actions, ClientRequestToken, ReturnConsumedCapacity, doubles]) =>
      callOf('TransactWriteItems', {
        TransactItems: doubles ? actions : distinct(actions, table),
        ClientRequestToken,
        ReturnConsumedCapacity,
      }),
    );
}

function batchWrite(table: DifferentialTable): fc.Arbitrary<Call> {
  const request = fc.oneof(
    anyItem(table).map((Item) => ({ PutRequest: { Item } })),
    anyKey(table).map((Key) => ({ DeleteRequest: { Key } })),
  );
  return fc
    .tuple(fc.array(request, { minLength: 1, maxLength: 4 }), capacity, seldom)
    .map(([requests, ReturnConsumedCapacity, doubles]) =>
      callOf('BatchWriteItem', {
        RequestItems: { [table.name]: doubles ? requests : distinct(requests, table) },
        ReturnConsumedCapacity,
      }),
    );
}
