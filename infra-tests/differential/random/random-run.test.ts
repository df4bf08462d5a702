// The comparison itself, without DynamoDB Local: the other database is the local cloud once more.

import type { Call } from '../call.ts';
import { type Answer, type Database, openLocalDatabase } from '../databases.ts';
import { runAtRandom } from './random-run.ts';

const callsMin = 1_500;

test('the random calls take in every operation, most of which are carried out', async () => {
  const { tally, counterexample } = await runAtRandom(async () => openLocalDatabase(), {
    callsMin,
    seed: 1,
  });
  expect(counterexample).toBeUndefined();
  expect([...tally.byOperation.keys()].sort()).toEqual([
    'BatchGetItem',
    'BatchWriteItem',
    'DeleteItem',
    'GetItem',
    'PutItem',
    'Query',
    'Scan',
    'TransactGetItems',
    'TransactWriteItems',
    'UpdateItem',
  ]);
  expect([...tally.byError.keys()].sort()).toEqual([
    'ConditionalCheckFailedException',
    'IdempotentParameterMismatchException',
    'TransactionCanceledException',
    'ValidationException',
  ]);
  const refused = [...tally.byError.values()].reduce((total, count) => total + count, 0);
  expect(refused).toBeLessThan(tally.calls / 2);
});

test.each<[string, (call: Call, answer: Answer) => Answer]>([
  ['a unit too many', oneUnitMore],
  ['an item that is not there', itemsForgotten],
  ['another error', anotherError],
])('%s is found, and the sequence is shortened', async (_title, spoil) => {
  const spoilt = async (): Promise<Database> => {
    const database = openLocalDatabase();
    return { call: async (call) => spoil(call, await database.call(call)) };
  };
  const { counterexample } = await runAtRandom(spoilt, { callsMin, seed: 1 });
  expect(counterexample?.difference).toBeDefined();
  expect(counterexample?.calls.length).toBeLessThanOrEqual(3);
});

function oneUnitMore({ operation }: Call, answer: Answer): Answer {
  const capacity = answer.kind === 'output' ? answer.output.ConsumedCapacity : undefined;
  if (operation !== 'PutItem' || answer.kind === 'refusal' || !capacity) return answer;
  return { kind: 'output', output: { ...answer.output, ConsumedCapacity: { CapacityUnits: 9 } } };
}

function itemsForgotten({ operation }: Call, answer: Answer): Answer {
  if (operation !== 'Query' || answer.kind === 'refusal') return answer;
  return { kind: 'output', output: { ...answer.output, Items: [] } };
}

function anotherError({ operation }: Call, answer: Answer): Answer {
  const isMeant = operation === 'TransactWriteItems' && answer.kind === 'refusal';
  return isMeant ? { ...answer, error: 'ConditionalCheckFailedException' } : answer;
}
