import fc from 'fast-check';
import { FAULTS_NONE, FaultInjector } from '#local-cloud/faults.ts';
import { seededRandom } from '#local-cloud/seeded-random.ts';
import type { JsonObject } from '#local-cloud/service.ts';
import { sampleCloud, sampleKey } from '#testing/local-cloud/sample-cloud.ts';
import { STALE_MS_MAX } from './read-view.ts';

const CALLER = { isSubjectToFaults: true, answerInMs: 5 };
const TableName = 'sample';

/** A table whose eventually consistent reads are all stale, and its former states by time. */
function forgetfulTable(seed = 1) {
  const meters = { add: () => {} };
  const plan = { ...FAULTS_NONE, staleRead: 1 };
  const faults = new FaultInjector({ plan, random: seededRandom(seed), meters });
  const cloud = sampleCloud({ faults });
  const { dynamoDb, time } = cloud;
  const read = (operation: string, input: JsonObject = {}) =>
    dynamoDb.call(operation, { TableName, ...input }, CALLER);
  const states: [number, string][] = [[0, '[]']];
  const put = (pk: string, sk: number, score: number) => {
    cloud.call('PutItem', { Item: itemOf(pk, sk, score) });
    states.push([time.nowMs, JSON.stringify(dynamoDb.scan(TableName))]);
  };
  const remove = (pk: string, sk: number) => {
    cloud.call('DeleteItem', { Key: sampleKey(pk, sk) });
    states.push([time.nowMs, JSON.stringify(dynamoDb.scan(TableName))]);
  };
  /** The states of the table at any moment of the last second. */
  const recentStates = () => {
    const before = states.filter(([atMs]) => atMs <= time.nowMs - STALE_MS_MAX).at(-1);
    const since = states.filter(([atMs]) => atMs > time.nowMs - STALE_MS_MAX);
    return [...(before === undefined ? [] : [before]), ...since].map(([, text]) => text);
  };
  return { ...cloud, read, put, remove, recentStates };
}

const itemOf = (pk: string, sk: number, score: number): JsonObject => ({
  ...sampleKey(pk, sk),
  score: { N: String(score) },
});

test('a stale read answers from up to a second ago; a consistent one never does', () => {
  const { put, read, time } = forgetfulTable();
  const Key = sampleKey('a', 1);
  const scoreSeen = (input: JsonObject = {}) => {
    const item = read('GetItem', { Key, ...input }).Item as JsonObject | undefined;
    return (item?.score as JsonObject | undefined)?.N;
  };
  put('a', 1, 1);
  time.nowMs = 500;
  put('a', 1, 2);

  const seen = new Set(Array.from({ length: 50 }, () => scoreSeen()));
  expect([...seen].sort()).toEqual(['1', undefined]);
  expect(scoreSeen({ ConsistentRead: true })).toBe('2');
  time.nowMs = 500 + STALE_MS_MAX;
  expect(new Set(Array.from({ length: 50 }, () => scoreSeen()))).toEqual(new Set(['2']));
});

test('how long ago does not depend on how many changes there were since', () => {
  const { put, read, time } = forgetfulTable();
  const changesAtMs = [0, 600, 1_200, 1_250];
  for (const [index, atMs] of changesAtMs.entries()) {
    time.nowMs = atMs;
    put('a', 1, index);
  }
  time.nowMs = 1_300;
  const scores = Array.from({ length: 100 }, () => {
    const item = read('GetItem', { Key: sampleKey('a', 1) }).Item as JsonObject | undefined;
    return (item?.score as JsonObject | undefined)?.N;
  });
  expect([...new Set(scores)].sort()).toEqual(['0', '1', '2', '3']);
});

test('a batch sees one moment, and a query of an index may lag', () => {
  const { put, read, call } = forgetfulTable();
  put('a', 1, 1);
  put('a', 2, 2);
  const RequestItems = { sample: { Keys: [sampleKey('a', 1), sampleKey('a', 2)] } };
  const batch = read('BatchGetItem', { TableName: undefined, RequestItems });
  expect((batch.Responses as JsonObject).sample).toEqual([]);

  const query = {
    TableName,
    IndexName: 'byScore',
    KeyConditionExpression: 'pk = :a',
    ExpressionAttributeValues: { ':a': { S: 'a' } },
  };
  expect(read('Query', query).Count).toBe(0);
  // An operator's reads are never stale.
  expect(call('Query', query).Count).toBe(2);
});

test('what a stale scan or query sees is a state that there was', () => {
  const step = fc.record({
    isPut: fc.boolean(),
    pk: fc.constantFrom('a', 'b'),
    sk: fc.integer({ min: 1, max: 3 }),
    score: fc.integer({ min: 1, max: 3 }),
    pauseMs: fc.integer({ min: 0, max: 700 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), fc.integer(), (steps, seed) => {
      const table = forgetfulTable(seed);
      for (const { isPut, pk, sk, score, pauseMs } of steps) {
        table.time.nowMs += pauseMs;
        if (isPut) table.put(pk, sk, score);
        else table.remove(pk, sk);
        const states = table.recentStates();
        expect(states).toContain(JSON.stringify(table.read('Scan').Items));
        const inIndex = table.read('Scan', { IndexName: 'byScore' }).Items as JsonObject[];
        const sorted = (items: JsonObject[]) => items.map((item) => JSON.stringify(item)).sort();
        const past = states.map((text) => sorted(JSON.parse(text)).join());
        expect(past).toContain(sorted(inIndex).join());
      }
    }),
  );
});
