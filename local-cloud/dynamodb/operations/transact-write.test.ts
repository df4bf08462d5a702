import fc from 'fast-check';
import type { JsonObject } from '#local-cloud/service.ts';
import { sampleCloud, sampleKey } from '#testing/local-cloud/sample-cloud.ts';

const TableName = 'sample';

test('a transaction does all of its actions or none, and says why not for each', () => {
  fc.assert(
    fc.property(fc.uniqueArray(slot, { maxLength: 4 }), actions, (existing, planned) => {
      const { call, dynamoDb } = sampleCloud();
      for (const sk of existing) call('PutItem', { Item: itemAt(sk) });
      const before = dynamoDb.scan(TableName);
      const failing = planned.map(({ sk, wants }) => existing.includes(sk) !== wants);
      const result = attempt(() => transact(call, planned.map(toRequest)));
      if (!failing.includes(true)) {
        expect(result).toBeUndefined();
        expect(dynamoDb.scan(TableName)).toHaveLength(countAfter(existing, planned));
        return;
      }
      expect(dynamoDb.scan(TableName)).toEqual(before);
      expect(call('Scan', { IndexName: 'byTeam' })).toMatchObject({ Count: existing.length });
      const codes = failing.map((fails) => (fails ? 'ConditionalCheckFailed' : 'None'));
      const reasons = codes.map((Code) => expect.objectContaining({ Code }));
      expect(result).toMatchObject({ details: { CancellationReasons: reasons } });
    }),
  );
});

test('the item of a failed condition is returned when asked for', () => {
  const { call } = sampleCloud();
  call('PutItem', { Item: itemAt(1) });
  const put = {
    TableName,
    Item: sampleKey('a', 1),
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
  expect(attempt(() => transact(call, [{ Put: put }]))).toMatchObject({
    code: 'TransactionCanceledException',
    details: { CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item: itemAt(1) }] },
  });
});

test('an update that does not fit its item cancels with the reason ValidationError', () => {
  const { call, dynamoDb } = sampleCloud();
  const update = { TableName, Key: sampleKey('a', 1), UpdateExpression: 'SET x = gone' };
  const put = { Put: { TableName, Item: itemAt(2) } };
  expect(attempt(() => transact(call, [put, { Update: update }]))).toMatchObject({
    details: { CancellationReasons: [{ Code: 'None' }, { Code: 'ValidationError' }] },
  });
  expect(dynamoDb.scan(TableName)).toEqual([]);
});

test('a transaction sent again with its token is done once, for ten minutes', () => {
  const { call, dynamoDb, time } = sampleCloud();
  const increment = {
    Update: {
      TableName,
      Key: sampleKey('a', 1),
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    },
  };
  const count = () => dynamoDb.scan(TableName)[0]?.n;
  transact(call, [increment], 'token');
  time.nowMs = 10 * 60_000 - 1;
  transact(call, [increment], 'token');
  expect(count()).toEqual({ N: '1' });
  time.nowMs++;
  transact(call, [increment], 'token');
  expect(count()).toEqual({ N: '2' });
  const other = { Put: { TableName, Item: itemAt(3) } };
  expect(attempt(() => transact(call, [other], 'token'))).toMatchObject({
    code: 'IdempotentParameterMismatchException',
  });
});

test('the order of members makes no other transaction of it, another value does', () => {
  const { call } = sampleCloud();
  const put = (Item: JsonObject) => ({ Put: { TableName, Item } });
  const value = { M: { b: { N: '1' }, c: { N: '2' } } };
  const turned = { M: { c: { N: '2' }, b: { N: '1' } } };
  transact(call, [put({ ...sampleKey('a', 1), value })], 'token');
  transact(call, [put({ value: turned, sk: { N: '1' }, pk: { S: 'a' } })], 'token');
  const other = put({ ...sampleKey('a', 1), value: { M: { b: { N: '1' } } } });
  expect(attempt(() => transact(call, [other], 'token'))).toMatchObject({
    code: 'IdempotentParameterMismatchException',
  });
});

test('a replay costs the reading of what the transaction was sized by, gone as it may be', () => {
  const { call, metered } = sampleCloud();
  call('PutItem', { Item: { ...itemAt(1), fill: { S: 'x'.repeat(9000) } } });
  const remove = { Delete: { TableName, Key: sampleKey('a', 1) } };
  transact(call, [remove], 'token');
  transact(call, [remove], 'token');
  expect(metered['dynamodb.readUnits']).toBe(6);
});

test('two actions on one item, none and more than 100 are refused', () => {
  const { call } = sampleCloud();
  const put = (sk: number) => ({ Put: { TableName, Item: itemAt(sk) } });
  const check = {
    ConditionCheck: {
      TableName,
      Key: { pk: { S: 'a' }, sk: { N: '1.0' } },
      ConditionExpression: 'attribute_exists(pk)',
    },
  };
  expect(() => transact(call, [put(1), check])).toThrow('multiple operations on one item');
  expect(() => transact(call, [])).toThrow('length greater than or equal to 1');
  const many = Array.from({ length: 101 }, (_, sk) => put(sk));
  expect(() => transact(call, many)).toThrow('length less than or equal to 100');
  expect(transact(call, many.slice(0, 100))).toEqual({});
});

type Action = { readonly sk: number; readonly kind: Kind; readonly wants: boolean };
type Kind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

const slot = fc.integer({ min: 1, max: 5 });
const kind = fc.constantFrom<Kind>('Put', 'Update', 'Delete', 'ConditionCheck');
const actions = fc.uniqueArray(fc.record({ sk: slot, kind, wants: fc.boolean() }), {
  minLength: 1,
  maxLength: 5,
  selector: ({ sk }) => sk,
});

function toRequest({ sk, kind: actionKind, wants }: Action): JsonObject {
  const isPut = actionKind === 'Put';
  return {
    [actionKind]: {
      TableName,
      ...(isPut ? { Item: itemAt(sk) } : { Key: sampleKey('a', sk) }),
      ...(actionKind === 'Update' && { UpdateExpression: 'SET done = pk' }),
      ConditionExpression: wants ? 'attribute_exists(pk)' : 'attribute_not_exists(pk)',
    },
  };
}

function countAfter(existing: readonly number[], planned: readonly Action[]): number {
  const left = new Set(existing);
  for (const action of planned) {
    if (action.kind === 'Delete') left.delete(action.sk);
    else if (action.kind !== 'ConditionCheck') left.add(action.sk);
  }
  return left.size;
}

function itemAt(sk: number): JsonObject {
  return { ...sampleKey('a', sk), team: { S: 'red' } };
}

type Call = ReturnType<typeof sampleCloud>['call'];

function transact(call: Call, TransactItems: readonly JsonObject[], token?: string): JsonObject {
  return call('TransactWriteItems', {
    TableName: undefined,
    TransactItems,
    ClientRequestToken: token,
  });
}

function attempt(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}
