import type { JsonObject } from '#local-cloud/service.ts';
import { ServiceError } from '#local-cloud/service.ts';
import { sampleCloud, sampleKey } from '#testing/local-cloud/sample-cloud.ts';

const TableName = 'sample';
const fits: JsonObject = { Delete: { TableName, Key: sampleKey('a', 1) } };
const ofWrongType: JsonObject = { Delete: { TableName, Key: { pk: { S: 'a' }, sk: { S: '1' } } } };
const empty: JsonObject = { Delete: { TableName, Key: { pk: { S: '' }, sk: { N: '1' } } } };

function refusalOf(operation: string, TransactItems: readonly JsonObject[]) {
  try {
    sampleCloud().dynamoDb.call(operation, { TransactItems });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const reasons = error.details.CancellationReasons as readonly JsonObject[] | undefined;
    return [error.code, ...(reasons ?? []).map(({ Code }) => Code)];
  }
  return 'accepted';
}

test('the first key of a wrong type cancels, before doubles are noticed', () => {
  expect(refusalOf('TransactWriteItems', [fits, fits, ofWrongType, ofWrongType])).toEqual([
    'TransactionCanceledException',
    'None',
    'None',
    'ValidationError',
    'None',
  ]);
});

test('an empty key refuses the request, also behind a key of a wrong type', () => {
  expect(refusalOf('TransactWriteItems', [ofWrongType, empty])).toEqual(['ValidationException']);
});

test('an index key that is of a wrong type or too long cancels', () => {
  const putWith = (attributes: JsonObject) => ({
    Put: { TableName, Item: { ...sampleKey('a', 1), ...attributes } },
  });
  const cancelled = ['TransactionCanceledException', 'ValidationError'];
  expect(refusalOf('TransactWriteItems', [putWith({ team: { N: '1' } })])).toEqual(cancelled);
  const long = { team: { S: 'x'.repeat(2049) } };
  expect(refusalOf('TransactWriteItems', [putWith(long)])).toEqual(cancelled);
});

test('reads are cancelled by a key of a wrong type and refused when one item comes twice', () => {
  const get = (Key: JsonObject) => ({ Get: { TableName, Key } });
  const wrong = get({ pk: { S: 'a' }, sk: { S: '1' } });
  expect(refusalOf('TransactGetItems', [get(sampleKey('a', 1)), wrong])).toEqual([
    'TransactionCanceledException',
    'None',
    'ValidationError',
  ]);
  const twice = [get(sampleKey('a', 1)), get(sampleKey('a', 1))];
  expect(refusalOf('TransactGetItems', twice)).toEqual(['ValidationException']);
});
