import type { JsonObject } from '#local-cloud/service.ts';
import { sampleCloud, sampleKey } from '#testing/local-cloud/sample-cloud.ts';

const Key = sampleKey('a', 1);

test.each<[string, string, JsonObject, string]>([
  ['an unknown word', 'GetItem', { Key, ReturnConsumedCapacity: 'SOME' }, "Value 'SOME' at"],
  ['a broken expression', 'GetItem', { Key, ProjectionExpression: 'a,' }, 'Syntax error'],
  [
    'an unused value',
    'UpdateItem',
    { Key, UpdateExpression: 'REMOVE a', ExpressionAttributeValues: { ':v': { S: 'x' } } },
    'unused in expressions: keys: {:v}',
  ],
  ['a value that is none', 'PutItem', { Item: { ...Key, n: { N: 'x' } } }, 'numeric value: x'],
  ['a segment without a number of segments', 'Scan', { Segment: 0 }, 'The TotalSegments'],
])('%s is reported before a table that is not there', (_, operation, input, message) => {
  const { call } = sampleCloud();
  expect(() => call(operation, { TableName: 'nowhere', ...input })).toThrow(message);
});

test('a request without a fault of its own is answered that its table is not there', () => {
  const { call } = sampleCloud();
  expect(() => call('GetItem', { TableName: 'nowhere', Key })).toThrow(
    'Requested resource not found',
  );
});

test('a fault of a later action is reported before the missing table of an earlier one', () => {
  const { call } = sampleCloud();
  const missing = { Put: { TableName: 'nowhere', Item: Key } };
  const broken = { ConditionCheck: { TableName: 'sample', Key, ConditionExpression: 'a =' } };
  const TransactItems = [missing, broken];
  expect(() => call('TransactWriteItems', { TableName: undefined, TransactItems })).toThrow(
    'Syntax error; token: "<EOF>", near: "="',
  );
});

test('a table answers to its ARN, and to no other', () => {
  const { call } = sampleCloud({ arnPrefix: 'arn:aws:dynamodb:here:1:table/' });
  call('PutItem', { TableName: 'arn:aws:dynamodb:here:1:table/sample', Item: Key });
  expect(call('GetItem', { Key })).toEqual({ Item: Key });
  expect(() =>
    call('GetItem', { TableName: 'arn:aws:dynamodb:there:1:table/sample', Key }),
  ).toThrow('Requested resource not found');
});
