// Conditions: when they hold, what a failed one returns and costs, and what is refused outright.
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type ContractBench, refusalOf } from '../contract-case.ts';
import {
  dynamoDbCase,
  get,
  itemOf,
  keyOf,
  plain,
  put,
  tableName,
  update,
  valuesOf,
} from './dynamodb-calls.ts';

const CONDITIONS = 'DynamoDB Developer Guide, Comparison operator and function reference';
const FAILED = { error: 'ConditionalCheckFailedException' };
const REFUSED = { error: 'ValidationException' };

/** Cases of conditional writes. */
export const conditions = [
  dynamoDbCase({
    title: 'a put under attribute_not_exists is made once',
    async run(bench) {
      const putNew = (epoch: number) =>
        refusalOf(
          bench.dynamodb.send(
            new PutItemCommand({
              TableName: tableName(bench),
              Item: itemOf('a', { epoch }),
              ConditionExpression: 'attribute_not_exists(pk)',
            }),
          ),
        );
      return [await putNew(1), await putNew(2), await get(bench, 'a')];
    },
    expected: ['accepted', FAILED, { pk: 'cell', sk: 'a', epoch: 1 }],
    source: CONDITIONS,
  }),
  dynamoDbCase({
    title: 'a failed condition changes nothing and can return the item as it is',
    async run(bench) {
      await put(bench, itemOf('a', { epoch: 3 }));
      try {
        await update(
          bench,
          'a',
          'SET epoch = :new',
          { ':new': 9, ':read': 2 },
          {
            ConditionExpression: 'epoch = :read',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return { returned: plain(error.Item ?? {}), item: await get(bench, 'a') };
      }
      return 'accepted';
    },
    expected: {
      returned: { pk: 'cell', sk: 'a', epoch: 3 },
      item: { pk: 'cell', sk: 'a', epoch: 3 },
    },
    source: 'DynamoDB API reference, UpdateItem',
  }),
  dynamoDbCase({
    title: 'comparisons with a missing attribute fail, whichever they are',
    run: (bench) =>
      verdicts(bench, ['used < :v', 'used >= :v', 'used = :v', 'NOT used = :v', 'used <> :v'], {
        ':v': 1,
      }),
    expected: [FAILED, FAILED, FAILED, 'accepted', 'accepted'],
    source: CONDITIONS,
  }),
  dynamoDbCase({
    title: 'values of different types are not equal, and in no order',
    run: (bench) => verdicts(bench, ['nodeId = :v', 'nodeId < :v', 'nodeId > :v'], { ':v': 1 }),
    expected: [FAILED, FAILED, FAILED],
    source: CONDITIONS,
  }),
  dynamoDbCase({
    title: 'attributes are compared with each other, and numbers by their value',
    run: (bench) =>
      verdicts(bench, ['epoch < slots', 'slots < epoch', 'epoch <> slots'], undefined),
    expected: ['accepted', FAILED, 'accepted'],
    source: CONDITIONS,
  }),
  dynamoDbCase({
    title: 'AND binds before OR, NOT before both, and brackets before all',
    run: (bench) =>
      verdicts(
        bench,
        [
          'epoch = :nine OR epoch = :two AND slots = :ten',
          '(epoch = :two OR epoch = :nine) AND slots = :nine',
          'NOT epoch = :nine AND slots = :ten',
          'NOT (epoch = :two AND slots = :ten)',
        ],
        { ':two': 2, ':nine': 9, ':ten': 10 },
        true,
      ),
    expected: ['accepted', FAILED, 'accepted', FAILED],
    source: CONDITIONS,
  }),
  dynamoDbCase({
    title: 'paths into documents, their types and sizes can be asked for',
    run: (bench) =>
      verdicts(
        bench,
        [
          'rollCall.attempt < :three',
          'rollCall.messageId = :id',
          'attribute_type(healDueAtMs, :null)',
          'size(nodeId) = :two',
          'begins_with(nodeId, :id)',
          'contains(nodeId, :id)',
          'epoch BETWEEN :two AND :three',
          'epoch IN (:three, :two)',
        ],
        { ':three': 3, ':two': 2, ':id': 'n', ':null': 'NULL' },
        true,
      ),
    expected: [
      'accepted',
      FAILED,
      'accepted',
      'accepted',
      'accepted',
      'accepted',
      'accepted',
      'accepted',
    ],
    source: CONDITIONS,
  }),
  dynamoDbCase({
    title: 'a reserved word must have an alias',
    async run(bench) {
      return [
        await refusalOf(
          update(
            bench,
            'a',
            'SET #role = :v',
            { ':v': 1 },
            {
              ConditionExpression: 'attribute_not_exists(state)',
              ExpressionAttributeNames: { '#role': 'role' },
            },
          ),
        ),
        await refusalOf(update(bench, 'a', 'SET status = :v', { ':v': 1 })),
        await refusalOf(
          update(
            bench,
            'a',
            'SET #s = :v',
            { ':v': 1 },
            { ExpressionAttributeNames: { '#s': 'status' } },
          ),
        ),
      ];
    },
    expected: [REFUSED, REFUSED, 'accepted'],
    source: 'DynamoDB Developer Guide, Reserved words in DynamoDB',
  }),
  dynamoDbCase({
    title: 'a placeholder that is unused or undefined is refused',
    async run(bench) {
      return [
        await refusalOf(update(bench, 'a', 'SET used = :v', { ':v': 1, ':w': 2 })),
        await refusalOf(update(bench, 'a', 'SET used = :v', undefined)),
      ];
    },
    expected: [REFUSED, REFUSED],
    source: 'DynamoDB Developer Guide, Using expression attribute values in DynamoDB',
  }),
  dynamoDbCase({
    title: 'a delete under a condition that fails leaves the item',
    async run(bench) {
      await put(bench, itemOf('a', { epoch: 3 }));
      const removal = new DeleteItemCommand({
        TableName: tableName(bench),
        Key: keyOf('a'),
        ConditionExpression: 'epoch = :epoch',
        ExpressionAttributeValues: valuesOf({ ':epoch': 2 }),
      });
      return [await refusalOf(bench.dynamodb.send(removal)), await get(bench, 'a')];
    },
    expected: [FAILED, { pk: 'cell', sk: 'a', epoch: 3 }],
    source: 'DynamoDB API reference, DeleteItem',
  }),
];

/**
 * Tries conditions on one item, each with an update that changes nothing they ask for.
 * @param picked whether each condition gets only those values that it names
 */
async function verdicts(
  bench: ContractBench,
  expressions: readonly string[],
  values: { readonly [placeholder: string]: unknown } | undefined,
  picked = false,
): Promise<unknown[]> {
  const item = {
    nodeId: 'n1',
    epoch: 2,
    slots: 10,
    healDueAtMs: null,
    rollCall: { attempt: 2, messageId: 'm' },
  };
  await put(bench, itemOf('a', item));
  const ended: unknown[] = [];
  for (const ConditionExpression of expressions) {
    const names = (placeholder: string) => !picked || ConditionExpression.includes(placeholder);
    const given = Object.entries(values ?? {}).filter(([placeholder]) => names(placeholder));
    const more = { ConditionExpression };
    const call = update(
      bench,
      'a',
      'SET touched = :t',
      { ':t': 1, ...Object.fromEntries(given) },
      more,
    );
    ended.push(await refusalOf(call));
  }
  return ended;
}
