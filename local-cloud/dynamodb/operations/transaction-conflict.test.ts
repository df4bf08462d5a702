import { FAULTS_NONE, FaultInjector } from '#local-cloud/faults.ts';
import { seededRandom } from '#local-cloud/seeded-random.ts';
import { type JsonObject, ServiceError } from '#local-cloud/service.ts';
import { sampleCloud, sampleKey } from '#testing/local-cloud/sample-cloud.ts';

const TableName = 'sample';
const CALLER = { isSubjectToFaults: true, answerInMs: 6 };

/** A cloud in which a transaction holds two items until 6 ms from the start. */
function busyCloud(naturalConflicts = true) {
  const cloud = sampleCloud({ naturalConflicts });
  const call = (operation: string, input: JsonObject) =>
    refusalOr(() => cloud.dynamoDb.call(operation, input, CALLER));
  const transact = (...TransactItems: JsonObject[]) =>
    call('TransactWriteItems', { TransactItems });
  expect(transact(put(1), check(2))).toBe('done');
  return { ...cloud, call, transact };
}

const put = (sk: number) => ({ Put: { TableName, Item: sampleKey('a', sk) } });
const check = (sk: number) => ({
  ConditionCheck: {
    TableName,
    Key: sampleKey('a', sk),
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});
const get = (sk: number) => ({ Get: { TableName, Key: sampleKey('a', sk) } });

/** `done`, or the error's code with the codes of its reasons. */
function refusalOr(act: () => unknown): string {
  try {
    act();
    return 'done';
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const reasons = (error.details as JsonObject).CancellationReasons as JsonObject[] | undefined;
    return [error.code, ...(reasons ?? []).map(({ Code }) => Code)].join(' ');
  }
}

test('a transaction at an item of one that is under way is cancelled, and says at which', () => {
  const { transact, metered } = busyCloud();
  const conflict = 'TransactionCanceledException';
  expect(transact(put(3), put(1))).toBe(`${conflict} None TransactionConflict`);
  expect(transact(check(2), put(1))).toBe(`${conflict} TransactionConflict TransactionConflict`);
  expect(transact(put(3))).toBe('done');
  expect(metered['dynamodb.conflicts']).toBe(3);
});

test.each([
  ['PutItem', { TableName, Item: sampleKey('a', 1) }],
  ['UpdateItem', { TableName, Key: sampleKey('a', 1) }],
  ['DeleteItem', { TableName, Key: sampleKey('a', 1) }],
])('%s at such an item is refused until the transaction is answered', (operation, input) => {
  const { call, time } = busyCloud();
  expect(call(operation, input)).toBe('TransactionConflictException');
  time.nowMs = 5;
  expect(call(operation, input)).toBe('TransactionConflictException');
  time.nowMs = 6;
  expect(call(operation, input)).toBe('done');
});

test('a transaction that reads is cancelled, too; other reads are answered', () => {
  const { call } = busyCloud();
  const reads = { TransactItems: [get(3), get(1)] };
  expect(call('TransactGetItems', reads)).toBe(
    'TransactionCanceledException None TransactionConflict',
  );
  expect(call('GetItem', get(1).Get)).toBe('done');
  expect(call('Scan', { TableName })).toBe('done');
});

test('a cancelled transaction keeps nobody out, nor does any where conflicts are off', () => {
  const busy = busyCloud();
  busy.transact(put(3), put(1));
  expect(busy.transact(put(3))).toBe('done');

  const calm = busyCloud(false);
  expect(calm.transact(put(1))).toBe('done');
});

describe('the fault', () => {
  const struck = () => {
    const meters = { add: () => {} };
    const plan = { ...FAULTS_NONE, conflict: 1 };
    const faults = new FaultInjector({ plan, random: seededRandom(1), meters });
    return sampleCloud({ faults });
  };

  test('cancels a transaction for one of its items, which is not written', () => {
    const { dynamoDb } = struck();
    const input = { TransactItems: [put(1), put(2), put(3)] };
    const outcomes = new Set(
      Array.from({ length: 30 }, () =>
        refusalOr(() => dynamoDb.call('TransactWriteItems', input, CALLER)),
      ),
    );
    const at = (codes: string) => `TransactionCanceledException ${codes}`;
    expect([...outcomes].sort()).toEqual([
      at('None None TransactionConflict'),
      at('None TransactionConflict None'),
      at('TransactionConflict None None'),
    ]);
    expect(dynamoDb.scan(TableName)).toEqual([]);
  });

  test('refuses a single write, but not that of an operator', () => {
    const { dynamoDb } = struck();
    const input = { TableName, Item: sampleKey('a', 1) };
    expect(refusalOr(() => dynamoDb.call('PutItem', input, CALLER))).toBe(
      'TransactionConflictException',
    );
    expect(refusalOr(() => dynamoDb.call('PutItem', input))).toBe('done');
  });
});
