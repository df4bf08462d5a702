// Sequences that the local cloud and DynamoDB Local once answered differently.
import type { JsonObject } from '#local-cloud/service.ts';
import type { Call } from './call.ts';

/** One such sequence. */
export interface Counterexample {
  /** What the local cloud did wrong, and AWS does. */
  readonly title: string;
  readonly calls: readonly Call[];
}

const TableName = 'network';

/** All of them. */
export const COUNTEREXAMPLES: readonly Counterexample[] = [
  {
    title: 'the digits of a number are paired from its point on, so 3.5 takes three bytes',
    calls: ['3.5', '120.5', '12.5', '123', '-2.25', '0.05'].flatMap((N) =>
      // 1024 bytes are one unit, one more are two: each width on both sides of the border.
      [1003, 1004, 1005, 1006].map((padding) =>
        put({ ...key('CELL#r#0', 'NODE#1'), used: { N }, note: { S: 'x'.repeat(padding) } }),
      ),
    ),
  },
  {
    title: 'an index refuses a key that is too long',
    calls: [2048, 2049].map((length) =>
      put({ ...key('CELL#r#0', 'NODE#1'), candidateCell: { S: 'x'.repeat(length) } }),
    ),
  },
  {
    title: 'one item cannot be read twice in a transaction',
    calls: [transactGet(key('CELL#r#0', 'CELL'), key('CELL#r#0', 'CELL'))],
  },
  {
    title: 'a key of a wrong type cancels a transaction, and does not refuse it',
    calls: [
      transact({ Delete: { Key: { pk: { N: '1' }, sk: { S: 'CELL' } } } }),
      transact(
        { Put: { Item: key('CELL#r#0', 'CELL') } },
        { Put: { Item: { ...key('CELL#r#0', 'NODE#1'), candidateCell: { N: '1' } } } },
      ),
      transactGet({ pk: { S: 'CELL#r#0' }, sk: { N: '1' } }),
    ],
  },
  {
    title: 'a key that is too long cancels a transaction, and an empty one refuses it',
    calls: ['x'.repeat(1025), ''].map((sk) => transact({ Put: { Item: key('CELL#r#0', sk) } })),
  },
];

function key(pk: string, sk: string): JsonObject {
  return { pk: { S: pk }, sk: { S: sk } };
}

function put(Item: JsonObject): Call {
  return { operation: 'PutItem', input: { TableName, Item, ReturnConsumedCapacity: 'INDEXES' } };
}

function transact(...actions: readonly { readonly [kind: string]: JsonObject }[]): Call {
  const TransactItems = actions.map((action) =>
    Object.fromEntries(
      Object.entries(action).map(([kind, request]) => [kind, { TableName, ...request }]),
    ),
  );
  return { operation: 'TransactWriteItems', input: { TransactItems } };
}

function transactGet(...keys: readonly JsonObject[]): Call {
  const TransactItems = keys.map((Key) => ({ Get: { TableName, Key } }));
  return { operation: 'TransactGetItems', input: { TransactItems } };
}
