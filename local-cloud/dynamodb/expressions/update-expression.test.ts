import type { JsonObject } from '#local-cloud/service.ts';
import { sampleCloud, sampleKey } from '#testing/local-cloud/sample-cloud.ts';

const ITEM = {
  n: { N: '0.1' },
  s: { S: 'x' },
  things: { L: [{ N: '1' }, { N: '2' }, { N: '3' }] },
  nested: { M: { leaf: { N: '1' } } },
  tags: { SS: ['a', 'b'] },
};

describe('an update', () => {
  test.each<[string, JsonObject, JsonObject]>([
    ['SET n = n + :v', { ':v': { N: '0.2' } }, { n: { N: '0.3' } }],
    ['SET n = :v - n', { ':v': { N: '1' } }, { n: { N: '0.9' } }],
    ['SET n = :v, s = n', { ':v': { N: '7' } }, { n: { N: '7' }, s: { N: '0.1' } }],
    ['SET z = if_not_exists(z, :v) + :v', { ':v': { N: '2' } }, { z: { N: '4' } }],
    [
      'SET things = list_append(:v, things)',
      { ':v': { L: [{ S: 'h' }] } },
      { things: { L: [{ S: 'h' }, ...ITEM.things.L] } },
    ],
    [
      'SET things[9] = :v, things[7] = :w',
      { ':v': { N: '9' }, ':w': { N: '7' } },
      { things: { L: [...ITEM.things.L, { N: '7' }, { N: '9' }] } },
    ],
    [
      'REMOVE things[0], things[2] SET things[1] = :v',
      { ':v': { S: 'kept' } },
      { things: { L: [{ S: 'kept' }] } },
    ],
    [
      'SET nested.extra = :v',
      { ':v': { N: '2' } },
      { nested: { M: { leaf: { N: '1' }, extra: { N: '2' } } } },
    ],
    ['ADD n :v, z :v', { ':v': { N: '1' } }, { n: { N: '1.1' }, z: { N: '1' } }],
    ['ADD tags :v', { ':v': { SS: ['b', 'c'] } }, { tags: { SS: ['a', 'b', 'c'] } }],
    ['DELETE tags :v', { ':v': { SS: ['b', 'c'] } }, { tags: { SS: ['a'] } }],
  ])('%s', (UpdateExpression, ExpressionAttributeValues, changed) => {
    const input = { UpdateExpression, ExpressionAttributeValues, ReturnValues: 'ALL_NEW' };
    expect(update(input)).toEqual({ ...sampleKey('a', 1), ...ITEM, ...changed });
  });

  test('that empties a set removes the attribute', () => {
    const all = { ':v': { SS: ['a', 'b'] } };
    const input = { UpdateExpression: 'DELETE tags :v', ExpressionAttributeValues: all };
    expect(update({ ...input, ReturnValues: 'ALL_NEW' })).not.toHaveProperty('tags');
  });

  test('returns what it touched, as it was or as it became', () => {
    const input = { UpdateExpression: 'SET nested.leaf = nested.leaf + nested.leaf REMOVE s' };
    expect(update({ ...input, ReturnValues: 'UPDATED_NEW' })).toEqual({
      nested: { M: { leaf: { N: '2' } } },
    });
    expect(update({ ...input, ReturnValues: 'UPDATED_OLD' })).toEqual({
      nested: { M: { leaf: { N: '1' } } },
      s: { S: 'x' },
    });
  });

  test('of an item that is not there makes it', () => {
    const { call } = sampleCloud();
    const input = { Key: sampleKey('new', 1), ReturnValues: 'ALL_NEW' };
    expect(call('UpdateItem', input)).toEqual({ Attributes: sampleKey('new', 1) });
  });

  test.each<[string, JsonObject | undefined, string]>([
    ['SET nested = :v, nested.leaf = :v', { ':v': { N: '1' } }, 'paths overlap'],
    ['SET nested.leaf = :v REMOVE nested[0]', { ':v': { N: '1' } }, 'paths conflict'],
    ['SET pk = :v', { ':v': { S: 'b' } }, 'Cannot update attribute pk'],
    ['SET z = gone', undefined, 'does not exist in the item'],
    ['SET z = s + :v', { ':v': { N: '1' } }, 'incorrect data type'],
    ['SET z = n + :v', { ':v': { S: '1' } }, 'operand type: S'],
    ['SET gone.z = :v', { ':v': { N: '1' } }, 'invalid for update'],
    ['REMOVE gone.z', undefined, 'invalid for update'],
    ['DELETE gone.z :v', { ':v': { SS: ['a'] } }, 'invalid for update'],
    ['SET n = :v SET s = :v', { ':v': { N: '1' } }, 'section can only be used once'],
    ['SET z = size(s)', undefined, 'not allowed in an update expression'],
    ['SET score = :v', { ':v': { S: 'high' } }, 'Type mismatch for Index Key score'],
    ['SET z = :v', { ':v': { S: 'x'.repeat(400 * 1024) } }, 'maximum allowed size'],
  ])('%s is refused and changes nothing', (UpdateExpression, values, message) => {
    const { call, dynamoDb } = withItem();
    const input = { UpdateExpression, ExpressionAttributeValues: values };
    expect(() => call('UpdateItem', { Key: sampleKey('a', 1), ...input })).toThrow(message);
    expect(dynamoDb.scan('sample')).toEqual([{ ...sampleKey('a', 1), ...ITEM }]);
  });
});

function update(input: JsonObject): unknown {
  return withItem().call('UpdateItem', { Key: sampleKey('a', 1), ...input }).Attributes;
}

function withItem() {
  const cloud = sampleCloud();
  cloud.call('PutItem', { Item: { ...sampleKey('a', 1), ...ITEM } });
  return cloud;
}
