import type { JsonObject } from '#local-cloud/service.ts';
import { sampleCloud, sampleKey } from '#testing/local-cloud/sample-cloud.ts';

const Key = sampleKey('a', 1);
const names = { ExpressionAttributeNames: { '#k': 'pk' } };

test.each<[string, string, JsonObject, string]>([
  ['a projection', 'GetItem', { Key, ProjectionExpression: '#k.a', ...names }, 'Key: pk'],
  ['a filter', 'Scan', { FilterExpression: 'attribute_exists(team[0])' }, 'IndexKey: team'],
  ['a condition', 'DeleteItem', { Key, ConditionExpression: 'attribute_exists(sk.a)' }, 'Key: sk'],
  [
    'what an update writes',
    'UpdateItem',
    { Key, UpdateExpression: 'REMOVE score.a' },
    'IndexKey: score',
  ],
  [
    'what an update reads',
    'UpdateItem',
    { Key, UpdateExpression: 'SET a = if_not_exists(#k.a, team.b)', ...names },
    'Key: pk',
  ],
])('%s may not look into a key', (_, operation, input, message) => {
  const { call } = sampleCloud();
  expect(() => call(operation, input)).toThrow(`are not allowed: ${message}`);
});

test('whole keys and other documents may be named', () => {
  const { call } = sampleCloud();
  call('PutItem', { Item: { ...Key, a: { M: { pk: { S: 'x' } } } } });
  const ProjectionExpression = 'pk, a.pk';
  expect(call('GetItem', { Key, ProjectionExpression })).toEqual({
    Item: { pk: { S: 'a' }, a: { M: { pk: { S: 'x' } } } },
  });
});
