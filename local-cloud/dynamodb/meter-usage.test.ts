import { sampleCloud, sampleKey } from '#testing/local-cloud/sample-cloud.ts';
import { PeakBook } from '../peaks.ts';
import type { ServiceError } from '../service.ts';
import { readUsage } from './capacity.ts';
import { noteRates } from './meter-usage.ts';

function rates() {
  let nowMs = 0;
  const peaks = new PeakBook(() => nowMs);
  return {
    peaks,
    read: (partition: string | undefined, units: number, index?: string) =>
      noteRates(peaks, [readUsage('network', units, index, partition)]),
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

test('a partition is as busy as its busiest second, and so is the table', () => {
  const { peaks, read, pass } = rates();
  read('a', 40);
  read('b', 50);
  pass(999);
  read('a', 20);
  pass(1);
  read('a', 55);
  expect(peaks.snapshot()).toEqual({
    'dynamodb.partitionReadUnitsPerSecond': 60,
    'dynamodb.tableReadUnitsPerSecond': 110,
  });
});

test('an index is another table, and what names no partition is of the table alone', () => {
  const { peaks, read } = rates();
  read('a', 10);
  read('a', 15, 'candidates');
  read(undefined, 7);
  expect(peaks.snapshot()).toEqual({
    'dynamodb.partitionReadUnitsPerSecond': 15,
    'dynamodb.tableReadUnitsPerSecond': 17,
  });
});

test('peaks that are started anew know nothing of what came before', () => {
  let nowMs = 0;
  const peaks = new PeakBook(() => nowMs);
  peaks.add('rate', 'table', 5);
  peaks.note('depth', 9);
  peaks.startAnew();
  nowMs = 500;
  peaks.add('rate', 'table', 2);
  expect(peaks.snapshot()).toEqual({ rate: 2 });
});

describe('the details of units', () => {
  const Item = { ...sampleKey('a', 1), team: { S: 'red' } };
  const TableName = 'sample';
  const condition = { ConditionExpression: 'attribute_not_exists(pk)' };

  /** What a piece of work adds to the meters of write or read units. */
  function added(
    kind: 'write' | 'read',
    work: (call: Call) => void,
    before?: (call: Call) => void,
  ) {
    const { call, metered } = sampleCloud();
    before?.(call);
    const earlier = { ...metered };
    try {
      work(call);
    } catch (error) {
      if (!/Conditional|TransactionCanceled/.test(String((error as ServiceError).code)))
        throw error;
    }
    const of = Object.keys(metered).filter((name) => name.startsWith(`dynamodb.${kind}Units`));
    const gained = of.map((name) => [
      name.replace(`dynamodb.${kind}Units`, 'all').replace('all.', ''),
      (metered[name] ?? 0) - (earlier[name] ?? 0),
    ]);
    return Object.fromEntries(gained.filter(([, quantity]) => quantity !== 0));
  }

  test('a write is of the table and of each index that it changes', () => {
    const put = (call: Call) => call('PutItem', { Item });
    expect(added('write', put)).toEqual({ all: 2, table: 1, index: 1 });
  });

  test('what a condition stopped is billed, and is no write of an index', () => {
    const put = (call: Call) => call('PutItem', { Item, ...condition });
    expect(added('write', put, put)).toEqual({ all: 1, table: 1, refused: 1 });
  });

  test('a transaction counts twice but for its indexes, and refused for all its actions', () => {
    const transact = (call: Call) =>
      call('TransactWriteItems', {
        TableName: undefined,
        TransactItems: [
          { Put: { TableName, Item, ...condition } },
          { Put: { TableName, Item: sampleKey('a', 2) } },
        ],
      });
    expect(added('write', transact)).toEqual({ all: 5, table: 4, index: 1, transactional: 5 });
    expect(added('write', transact, transact)).toEqual({
      all: 4,
      table: 4,
      transactional: 4,
      refused: 4,
    });
  });

  test('a read is of the table, or of the index that it asks', () => {
    const get = (call: Call) => call('GetItem', { Key: sampleKey('a', 1), ConsistentRead: true });
    expect(added('read', get)).toEqual({ all: 1, table: 1 });
    const query = (call: Call) =>
      call('Query', {
        IndexName: 'byTeam',
        KeyConditionExpression: 'team = :team',
        ExpressionAttributeValues: { ':team': { S: 'red' } },
      });
    expect(added('read', query)).toEqual({ all: 0.5, index: 0.5 });
    const together = (call: Call) =>
      call('TransactGetItems', {
        TableName: undefined,
        TransactItems: [{ Get: { TableName, Key: sampleKey('a', 1) } }],
      });
    expect(added('read', together)).toEqual({ all: 2, table: 2, transactional: 2 });
  });
});

type Call = ReturnType<typeof sampleCloud>['call'];
