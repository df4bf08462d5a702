import type { JsonObject } from '#local-cloud/service.ts';
import { sampleCloud, sampleKey } from '#testing/local-cloud/sample-cloud.ts';
import { readUnits } from './capacity.ts';

const KB = 1024;

describe('read units, as the developer guide works them out', () => {
  test.each([
    ['an item of 8 KB read consistently', 8 * KB, 'strong', 2],
    ['an item of 8 KB read eventually consistently', 8 * KB, 'eventual', 1],
    ['an item of 8 KB read in a transaction', 8 * KB, 'transactional', 4],
    ['an item of 3.5 KB, rounded up to 4 KB', 3.5 * KB, 'strong', 1],
    ['a query of 40.8 KB, rounded up to 44 KB', 40.8 * KB, 'strong', 11],
    ['1,500 items of 64 bytes in one query', 1500 * 64, 'strong', 24],
    ['nothing at all', 0, 'eventual', 0.5],
  ] as const)('%s', (_, bytes, consistency, units) => {
    expect(readUnits(bytes, consistency)).toBe(units);
  });

  test('a batch rounds each item for itself: 1.5 KB and 6.5 KB are read as 12 KB', () => {
    const { call, metered } = sampleCloud();
    call('PutItem', { Item: itemOf(1.5 * KB, 1) });
    call('PutItem', { Item: itemOf(6.5 * KB, 2) });
    const Keys = [sampleKey('a', 1), sampleKey('a', 2)];
    call('BatchGetItem', {
      TableName: undefined,
      RequestItems: { sample: { Keys, ConsistentRead: true } },
    });
    expect(metered['dynamodb.readUnits']).toBe(3);
  });
});

describe('write units', () => {
  test('a put counts the larger of the item before and after', () => {
    expect(unitsOf('PutItem', { Item: itemOf(1.5 * KB, 1) })).toBe(2);
    expect(unitsOf('PutItem', { Item: itemOf(100, 1) }, itemOf(3.5 * KB, 1))).toBe(4);
  });

  test('a delete counts what it deletes, and 1 when there is nothing', () => {
    expect(unitsOf('DeleteItem', { Key: sampleKey('a', 1) }, itemOf(3.5 * KB, 1))).toBe(4);
    expect(unitsOf('DeleteItem', { Key: sampleKey('a', 1) })).toBe(1);
  });

  test('an item without the index key costs the index nothing', () => {
    expect(unitsOf('PutItem', { Item: sampleKey('a', 1) })).toBe(1);
  });

  test('an index entry that appears, changes its key or goes costs 1, 2 and 1', () => {
    const red = { ...sampleKey('a', 1), team: { S: 'red' } };
    const blue = { ...red, team: { S: 'blue' } };
    expect(unitsOf('PutItem', { Item: red })).toBe(1 + 1);
    expect(unitsOf('PutItem', { Item: blue }, red)).toBe(1 + 2);
    expect(unitsOf('PutItem', { Item: sampleKey('a', 1) }, red)).toBe(1 + 1);
  });

  test('a change that an index does not project costs it nothing', () => {
    const red = { ...sampleKey('a', 1), team: { S: 'red' } };
    expect(unitsOf('PutItem', { Item: { ...red, note: { S: 'x' } } }, red)).toBe(1);
  });

  test('a change that an index projects costs it the size of the entry', () => {
    const scored = { ...itemOf(1.5 * KB, 1), score: { N: '1' } };
    expect(unitsOf('PutItem', { Item: { ...scored, note: { S: 'x' } } }, scored)).toBe(2 + 2);
  });

  test('a failed condition costs the size of the item that is there', () => {
    const { call, metered } = sampleCloud();
    call('PutItem', { Item: itemOf(2.5 * KB, 1) });
    const units = metered['dynamodb.writeUnits'] ?? 0;
    const refused = { Item: sampleKey('a', 1), ConditionExpression: 'attribute_not_exists(pk)' };
    expect(() => call('PutItem', refused)).toThrow('The conditional request failed');
    expect((metered['dynamodb.writeUnits'] ?? 0) - units).toBe(3);
    expect(metered['dynamodb.conditionalFailures']).toBe(1);
    expect(metered['dynamodb.requests']).toBe(2);
  });

  test.each([
    ['a put with an entry', undefined, 'Put', { team: 'red' }, { table: 2, byTeam: 1 }],
    ['a move of the entry', { team: 'red' }, 'Put', { team: 'blue' }, { table: 2, byTeam: 2 }],
    ['a removal of the entry', { team: 'red' }, 'Put', {}, { table: 2, byTeam: 1 }],
    ['a write that the index does not see', { team: 'red' }, 'Put', { team: 'red' }, { table: 2 }],
    ['a delete of 3 KB', { team: 'red', fill: 3000 }, 'Delete', {}, { table: 6, byTeam: 1 }],
  ] as const)('a transaction doubles the table alone: %s', (_, former, kind, next, expected) => {
    const { call } = sampleCloud();
    if (former !== undefined) call('PutItem', { Item: teamItem(former) });
    const what = kind === 'Put' ? { Item: teamItem(next) } : { Key: sampleKey('a', 1) };
    const { ConsumedCapacity } = call('TransactWriteItems', {
      TableName: undefined,
      TransactItems: [{ [kind]: { TableName: 'sample', ...what } }],
      ReturnConsumedCapacity: 'INDEXES',
    });
    expect(armsOf(ConsumedCapacity)).toEqual(expected);
  });

  test('an index that holds items whole is billed at the size of its entry, once', () => {
    const { call } = sampleCloud();
    const scored = (score: string) => ({ ...itemOf(1.5 * KB, 1), score: { N: score } });
    call('PutItem', { Item: scored('1') });
    const { ConsumedCapacity } = call('TransactWriteItems', {
      TableName: undefined,
      TransactItems: [{ Put: { TableName: 'sample', Item: scored('2') } }],
      ReturnConsumedCapacity: 'INDEXES',
    });
    expect(armsOf(ConsumedCapacity)).toEqual({ table: 4, byScore: 4 });
  });
});

function unitsOf(operation: string, input: JsonObject, existing?: JsonObject): number {
  const { call, metered } = sampleCloud();
  if (existing !== undefined) call('PutItem', { Item: existing });
  const before = metered['dynamodb.writeUnits'] ?? 0;
  call(operation, input);
  return (metered['dynamodb.writeUnits'] ?? 0) - before;
}

// The names and values take 11 bytes without the filling: pk + "a" 3, sk + number 4, `fill` 4.
function itemOf(bytes: number, sk: number): JsonObject {
  return { ...sampleKey('a', sk), fill: { S: 'x'.repeat(bytes - 11) } };
}

function teamItem({ team, fill }: { readonly team?: string; readonly fill?: number }): JsonObject {
  return {
    ...sampleKey('a', 1),
    ...(team !== undefined && { team: { S: team } }),
    ...(fill !== undefined && { fill: { S: 'x'.repeat(fill) } }),
  };
}

/** The units of the table and of each index, after a check that they add up to the total. */
function armsOf(capacities: unknown): { readonly [part: string]: number } {
  const [first] = capacities as [Capacity];
  const indexes = Object.entries(first.GlobalSecondaryIndexes ?? {});
  const arms = Object.fromEntries([
    ['table', first.Table.CapacityUnits],
    ...indexes.map(([name, { CapacityUnits }]) => [name, CapacityUnits]),
  ]) as { readonly [part: string]: number };
  const sum = Object.values(arms).reduce((total, units) => total + units, 0);
  expect(first.CapacityUnits).toBe(sum);
  return arms;
}

type Units = { readonly CapacityUnits: number };
type Capacity = Units & {
  readonly Table: Units;
  readonly GlobalSecondaryIndexes?: { readonly [name: string]: Units };
};
