// Transactions: all or nothing, reasons in the order of the actions, tokens, and double units.
import { TransactionCanceledException, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type ContractBench, refusalOf } from '../contract-case.ts';
import {
  dynamoDbCase,
  get,
  itemOf,
  keyOf,
  plain,
  put,
  tableName,
  textOfBytes,
  transact,
  unitsOf,
  valuesOf,
} from './dynamodb-calls.ts';

const TRANSACT = 'DynamoDB API reference, TransactWriteItems';
const UNITS = 'DynamoDB Developer Guide, Amazon DynamoDB Transactions: How it works';

/** Cases of TransactWriteItems. */
export const transactions = [
  dynamoDbCase({
    title: 'a placement changes node and supernode together, at two units an item',
    async run(bench) {
      await put(bench, itemOf('NODE#1', { epoch: 1 }));
      await put(bench, itemOf('SUPERNODE#2', { epoch: 4, used: 0, slots: 2 }));
      const { ConsumedCapacity } = await transact(bench, placement(bench));
      const units = unitsOf(ConsumedCapacity?.[0]);
      return { units, node: await get(bench, 'NODE#1'), offer: await get(bench, 'SUPERNODE#2') };
    },
    expected: {
      units: { table: 4 },
      node: { pk: 'cell', sk: 'NODE#1', epoch: 1, home: 'n2' },
      offer: { pk: 'cell', sk: 'SUPERNODE#2', epoch: 4, used: 1, slots: 2 },
    },
    source: UNITS,
  }),
  dynamoDbCase({
    title: 'a failed condition cancels all, with a reason for each action in its place',
    async run(bench) {
      await put(bench, itemOf('NODE#1', { epoch: 1 }));
      await put(bench, itemOf('SUPERNODE#2', { epoch: 4, used: 2, slots: 2 }));
      const refused = await refusalOf(transact(bench, placement(bench)));
      return { refused, node: await get(bench, 'NODE#1') };
    },
    expected: {
      refused: {
        error: 'TransactionCanceledException',
        reasons: ['None', 'ConditionalCheckFailed'],
      },
      node: { pk: 'cell', sk: 'NODE#1', epoch: 1 },
    },
    source: TRANSACT,
  }),
  dynamoDbCase({
    title: 'every condition is judged, and those that ask for it get the item back',
    async run(bench) {
      await put(bench, itemOf('a', { epoch: 1 }));
      const action = (sk: string, more: object = {}): TransactWriteItem => ({
        ConditionCheck: {
          TableName: tableName(bench),
          Key: keyOf(sk),
          ConditionExpression: 'epoch > :nine',
          ExpressionAttributeValues: valuesOf({ ':nine': 9 }),
          ...more,
        },
      });
      try {
        await transact(bench, [
          action('a', { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
          action('none'),
        ]);
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        return (error.CancellationReasons ?? []).map(({ Code, Item }) => [
          Code,
          Item && plain(Item),
        ]);
      }
      return 'accepted';
    },
    expected: [
      ['ConditionalCheckFailed', { pk: 'cell', sk: 'a', epoch: 1 }],
      ['ConditionalCheckFailed', null],
    ],
    source: TRANSACT,
  }),
  dynamoDbCase({
    title: 'put, update, delete and check go together, each item paid twice, its index entry once',
    async run(bench) {
      await put(bench, itemOf('u', { used: 1 }));
      await put(bench, itemOf('d', { text: textOfBytes(1500) }));
      const TableName = tableName(bench);
      const { ConsumedCapacity } = await transact(bench, [
        { Put: { TableName, Item: itemOf('p', { candidateCell: 'cell' }) } },
        add(bench, 'u'),
        { Delete: { TableName, Key: keyOf('d') } },
        {
          ConditionCheck: {
            TableName,
            Key: keyOf('none'),
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
      ]);
      return { ...unitsOf(ConsumedCapacity?.[0]), gone: (await get(bench, 'd')) === undefined };
    },
    expected: { table: 10, index: 1, gone: true },
    // The documentation is silent on the index; it was measured (facts 5.16).
    source: `${UNITS}; nubo-db/dynoxide, pull request 188`,
  }),
  dynamoDbCase({
    title: 'a token makes a repeated transaction harmless, and the repetition costs reads',
    async run(bench) {
      const token = bench.freshName('token').slice(-36);
      const first = await transact(bench, [add(bench, 'a', 1500)], token);
      const second = await transact(bench, [add(bench, 'a', 1500)], token);
      const item = (await get(bench, 'a')) as { used: number };
      return {
        used: item.used,
        first: unitsOf(first.ConsumedCapacity?.[0]),
        second: unitsOf(second.ConsumedCapacity?.[0]),
      };
    },
    expected: { used: 1, first: { table: 4 }, second: { table: 2 } },
    source: TRANSACT,
  }),
  dynamoDbCase({
    title: 'a token with another transaction is refused',
    async run(bench) {
      const token = bench.freshName('token').slice(-36);
      await transact(bench, [add(bench, 'a')], token);
      return refusalOf(transact(bench, [add(bench, 'b')], token));
    },
    expected: { error: 'IdempotentParameterMismatchException' },
    source: TRANSACT,
  }),
  dynamoDbCase({
    title: 'a cancelled transaction leaves its token free',
    async run(bench) {
      const token = bench.freshName('token').slice(-36);
      await put(bench, itemOf('NODE#1', { epoch: 1 }));
      const refused = await refusalOf(transact(bench, placement(bench), token));
      await put(bench, itemOf('SUPERNODE#2', { epoch: 4, used: 0, slots: 2 }));
      return [refused, await refusalOf(transact(bench, placement(bench), token))];
    },
    expected: [
      { error: 'TransactionCanceledException', reasons: ['None', 'ConditionalCheckFailed'] },
      'accepted',
    ],
    source: TRANSACT,
  }),
  dynamoDbCase({
    title: 'two actions on one item are refused, a check among them too',
    async run(bench) {
      const check = {
        TableName: tableName(bench),
        Key: keyOf('a'),
        ConditionExpression: 'attribute_not_exists(pk)',
      };
      return refusalOf(transact(bench, [{ ConditionCheck: check }, add(bench, 'a')]));
    },
    expected: { error: 'ValidationException' },
    source: TRANSACT,
  }),
  dynamoDbCase({
    title: 'an update that does not fit its item cancels with a reason of its own',
    async run(bench) {
      await put(bench, itemOf('a', { used: 'many' }));
      return refusalOf(transact(bench, [add(bench, 'b'), add(bench, 'a')]));
    },
    expected: { error: 'TransactionCanceledException', reasons: ['None', 'ValidationError'] },
    source: TRANSACT,
  }),
  dynamoDbCase({
    title: 'a key of a wrong type cancels a transaction, an empty one refuses it',
    async run(bench) {
      const TableName = tableName(bench);
      const removal = (sk: object): TransactWriteItem => ({
        Delete: { TableName, Key: { ...keyOf('a'), ...valuesOf(sk) } },
      });
      return [
        await refusalOf(transact(bench, [add(bench, 'b'), removal({ sk: 1 })])),
        await refusalOf(transact(bench, [add(bench, 'b'), removal({ sk: '' })])),
      ];
    },
    expected: [
      { error: 'TransactionCanceledException', reasons: ['None', 'ValidationError'] },
      { error: 'ValidationException' },
    ],
    source: 'measured on AWS by others: dynamodb-conformance, pull requests 46 and 60',
  }),
  dynamoDbCase({
    title: 'a hundred actions are taken, and one more is refused',
    async run(bench) {
      const actions = Array.from({ length: 101 }, (_, index) => add(bench, `n${index}`));
      return [
        await refusalOf(transact(bench, actions.slice(0, 100))),
        await refusalOf(transact(bench, actions)),
        await refusalOf(transact(bench, [])),
      ];
    },
    expected: ['accepted', { error: 'ValidationException' }, { error: 'ValidationException' }],
    source: TRANSACT,
  }),
];

/** As the log-in function places a client: the node's home and the offer's slots together. */
function placement(bench: ContractBench): TransactWriteItem[] {
  const TableName = tableName(bench);
  return [
    {
      Update: {
        TableName,
        Key: keyOf('NODE#1'),
        UpdateExpression: 'SET home = :home REMOVE rollCall',
        ConditionExpression: 'epoch = :epoch AND attribute_not_exists(home)',
        ExpressionAttributeValues: valuesOf({ ':home': 'n2', ':epoch': 1 }),
      },
    },
    {
      Update: {
        TableName,
        Key: keyOf('SUPERNODE#2'),
        UpdateExpression: 'ADD used :one',
        ConditionExpression: 'epoch = :epoch AND used < slots',
        ExpressionAttributeValues: valuesOf({ ':one': 1, ':epoch': 4 }),
      },
    },
  ];
}

function add(bench: ContractBench, sk: string, bytes = 0): TransactWriteItem {
  return {
    Update: {
      TableName: tableName(bench),
      Key: keyOf(sk),
      UpdateExpression: 'ADD used :one SET note = :note',
      ExpressionAttributeValues: valuesOf({ ':one': 1, ':note': textOfBytes(bytes) }),
    },
  };
}
