import fc from 'fast-check';
import type { JsonObject } from '#local-cloud/service.ts';
import { sampleCloud, sampleKey } from '#testing/local-cloud/sample-cloud.ts';

type Step = {
  readonly sk: number;
  readonly team: string | undefined;
  readonly score: number | undefined;
  readonly deletes: boolean;
};

const steps = fc.array(
  fc.record<Step>({
    sk: fc.integer({ min: 0, max: 4 }),
    team: fc.option(fc.constantFrom('red', 'blue'), { nil: undefined }),
    score: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
    deletes: fc.boolean(),
  }),
  { maxLength: 40 },
);

test('after any writes an index holds exactly the items that have its key, projected', () => {
  fc.assert(
    fc.property(steps, (history) => {
      const { call, dynamoDb } = sampleCloud();
      for (const step of history) carryOut(call, step);
      const items = dynamoDb.scan('sample');
      const teams = items.filter(({ team }) => team !== undefined);
      const projected = teams.map(({ pk, sk, team }) => ({ pk, sk, team }));
      expect(sorted(call('Scan', { IndexName: 'byTeam' }).Items)).toEqual(sorted(projected));
      const scored = items.filter(({ score }) => score !== undefined);
      expect(sorted(call('Scan', { IndexName: 'byScore' }).Items)).toEqual(sorted(scored));
    }),
  );
});

test.each<[string, JsonObject, string]>([
  ['no sort key', { pk: { S: 'a' } }, 'Missing the key sk'],
  ['an empty key', { pk: { S: '' }, sk: { N: '1' } }, 'empty string value. Key: pk'],
  ['a key of another type', { pk: { S: 'a' }, sk: { S: '1' } }, 'Type mismatch for key sk'],
  ['an index key of another type', { ...sampleKey('a', 1), team: { N: '1' } }, 'Index Key team'],
  ['an empty index key', { ...sampleKey('a', 1), team: { S: '' } }, 'IndexKey: team'],
  ['more than 400 KB', { ...sampleKey('a', 1), x: { S: 'x'.repeat(409_600) } }, 'maximum'],
  ['an empty set', { ...sampleKey('a', 1), x: { SS: [] } }, 'may not be empty'],
  ['a set with one element twice', { ...sampleKey('a', 1), x: { NS: ['1', '1.0'] } }, 'duplicates'],
  ['a value of two types', { ...sampleKey('a', 1), x: { S: 'a', N: '1' } }, 'more than one'],
  ['a value of no type', { ...sampleKey('a', 1), x: {} }, 'is empty'],
])('an item with %s is refused', (_, Item, message) => {
  const { call } = sampleCloud();
  expect(() => call('PutItem', { Item })).toThrow(message);
});

test('a key must name the key attributes and no others', () => {
  const { call } = sampleCloud();
  const message = 'does not match the schema';
  expect(() => call('GetItem', { Key: { pk: { S: 'a' } } })).toThrow(message);
  expect(() => call('GetItem', { Key: { ...sampleKey('a', 1), x: { S: '' } } })).toThrow(message);
});

test('one key spelled in two ways is one item', () => {
  const { call, dynamoDb } = sampleCloud();
  call('PutItem', { Item: { pk: { S: 'a' }, sk: { N: '1' } } });
  call('PutItem', { Item: { pk: { S: 'a' }, sk: { N: '1.0' } } });
  expect(dynamoDb.scan('sample')).toHaveLength(1);
});

test('a table with properties that are not modelled is refused by name', () => {
  const { dynamoDb } = sampleCloud();
  const properties = { BillingMode: 'PAY_PER_REQUEST', StreamSpecification: {} };
  expect(() => dynamoDb.createTable(properties, 'other')).toThrow('StreamSpecification');
  expect(() => dynamoDb.createTable({}, 'other')).toThrow('BillingMode PROVISIONED');
});

function carryOut(call: ReturnType<typeof sampleCloud>['call'], step: Step): void {
  const Key = sampleKey('a', step.sk);
  if (step.deletes) {
    call('DeleteItem', { Key });
    return;
  }
  const team = step.team === undefined ? {} : { team: { S: step.team } };
  const score = step.score === undefined ? {} : { score: { N: String(step.score) } };
  call('PutItem', { Item: { ...Key, ...team, ...score } });
}

function sorted(items: unknown): unknown[] {
  return (items as unknown[]).toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
}

function text(item: unknown): string {
  return JSON.stringify((item as { sk: unknown }).sk);
}
