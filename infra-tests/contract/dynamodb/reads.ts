// Reading by key: what is found, what it costs, and what a projection leaves.
import {
  BatchGetItemCommand,
  GetItemCommand,
  TransactGetItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { type ContractBench, refusalOf } from '../contract-case.ts';
import {
  dynamoDbCase,
  itemOf,
  keyOf,
  plain,
  put,
  tableName,
  textOfBytes,
  unitsOf,
} from './dynamodb-calls.ts';

const UNITS = 'DynamoDB Developer Guide, DynamoDB read and write operations';

/** Cases of GetItem, BatchGetItem and TransactGetItems. */
export const reads = [
  dynamoDbCase({
    title: 'a missing item is no error: the answer has no item, and a read is paid for',
    async run(bench) {
      return {
        eventual: await readUnits(bench, 'none', false),
        strong: await readUnits(bench, 'none', true),
      };
    },
    expected: { eventual: { units: 0.5, found: false }, strong: { units: 1, found: false } },
    source: UNITS,
  }),
  dynamoDbCase({
    title: 'a consistent read costs a unit for each 4 KB begun, an eventually consistent one half',
    async run(bench) {
      // Names and keys take 18 bytes: the item is 4096 bytes, or one more.
      await put(bench, itemOf('fits', { text: textOfBytes(4096 - 16) }));
      await put(bench, itemOf('over', { text: textOfBytes(4097 - 16) }));
      return {
        fits: [await readUnits(bench, 'fits', false), await readUnits(bench, 'fits', true)],
        over: [await readUnits(bench, 'over', false), await readUnits(bench, 'over', true)],
      };
    },
    expected: {
      fits: [
        { units: 0.5, found: true },
        { units: 1, found: true },
      ],
      over: [
        { units: 1, found: true },
        { units: 2, found: true },
      ],
    },
    source: UNITS,
  }),
  dynamoDbCase({
    title: 'a projection returns the attributes that it names, and spares no units',
    async run(bench) {
      await put(
        bench,
        itemOf('a', { epoch: 3, home: { epoch: 1, supernode: 'n1' }, text: textOfBytes(5000) }),
      );
      const { Item, ConsumedCapacity } = await bench.dynamodb.send(
        new GetItemCommand({
          TableName: tableName(bench),
          Key: keyOf('a'),
          ConsistentRead: true,
          ProjectionExpression: '#epoch, home.supernode, absent',
          ExpressionAttributeNames: { '#epoch': 'epoch' },
          ReturnConsumedCapacity: 'INDEXES',
        }),
      );
      return { item: plain(Item ?? {}), units: unitsOf(ConsumedCapacity).table };
    },
    expected: { item: { epoch: 3, home: { supernode: 'n1' } }, units: 2 },
    source: UNITS,
  }),
  dynamoDbCase({
    title: 'a batch of reads leaves missing items out and rounds each item up by itself',
    async run(bench) {
      await put(bench, itemOf('a', { text: textOfBytes(100) }));
      await put(bench, itemOf('b', { text: textOfBytes(100) }));
      const { found, units, unprocessed } = await readBatch(bench, ['a', 'b', 'none']);
      return { found, units, unprocessed };
    },
    expected: { found: ['a', 'b'], units: 3, unprocessed: 0 },
    source: UNITS,
  }),
  dynamoDbCase({
    title: 'a batch of more than 16 MB leaves keys unprocessed, and none is lost',
    async run(bench) {
      const names = Array.from({ length: 45 }, (_, index) => `n${String(index).padStart(2, '0')}`);
      for (const name of names) await put(bench, itemOf(name, { text: textOfBytes(399_000) }));
      const seen: string[] = [];
      let left = names;
      let rounds = 0;
      for (; left.length > 0 && rounds < 50; rounds += 1) {
        const { found, unprocessedKeys } = await readBatch(bench, left);
        seen.push(...found);
        left = unprocessedKeys;
      }
      return { isWhole: seen.sort().join() === names.join(), isOneRoundEnough: rounds === 1 };
    },
    expected: { isWhole: true, isOneRoundEnough: false },
    source: 'DynamoDB API reference, BatchGetItem',
  }),
  dynamoDbCase({
    title: 'a batch that names a key twice is refused',
    run: (bench) => refusalOf(readBatch(bench, ['a', 'a'])),
    expected: { error: 'ValidationException' },
    source: 'DynamoDB API reference, BatchGetItem',
  }),
  dynamoDbCase({
    title: 'a batch of more than a hundred keys is refused',
    run: (bench) =>
      refusalOf(
        readBatch(
          bench,
          Array.from({ length: 101 }, (_, index) => `n${index}`),
        ),
      ),
    expected: { error: 'ValidationException' },
    source: 'DynamoDB API reference, BatchGetItem',
  }),
  dynamoDbCase({
    title: 'a transaction reads missing items as empty answers, at two units an item',
    async run(bench) {
      await put(bench, itemOf('a', { epoch: 1 }));
      const { Responses, ConsumedCapacity } = await bench.dynamodb.send(
        new TransactGetItemsCommand({
          TransactItems: ['a', 'none'].map((sk) => ({
            Get: { TableName: tableName(bench), Key: keyOf(sk) },
          })),
          ReturnConsumedCapacity: 'INDEXES',
        }),
      );
      return {
        items: Responses?.map(({ Item }) => (Item ? plain(Item) : 'none')),
        units: unitsOf(ConsumedCapacity?.[0]).table,
      };
    },
    expected: { items: [{ pk: 'cell', sk: 'a', epoch: 1 }, 'none'], units: 4 },
    source: UNITS,
  }),
  dynamoDbCase({
    title: 'a key without its sort key, or with more than a key, is refused',
    async run(bench) {
      const read = (Key: ReturnType<typeof keyOf>) =>
        refusalOf(bench.dynamodb.send(new GetItemCommand({ TableName: tableName(bench), Key })));
      return [await read({ pk: { S: 'cell' } }), await read(itemOf('a', { epoch: 1 }))];
    },
    expected: [{ error: 'ValidationException' }, { error: 'ValidationException' }],
    source: 'DynamoDB API reference, GetItem',
  }),
  dynamoDbCase({
    title: 'a table that is not there is refused by name',
    run: ({ dynamodb, freshName }) =>
      refusalOf(
        dynamodb.send(new GetItemCommand({ TableName: freshName('none'), Key: keyOf('a') })),
      ),
    expected: { error: 'ResourceNotFoundException' },
    source: 'DynamoDB API reference, GetItem',
  }),
  dynamoDbCase({
    title: 'an item whose time to live has passed is served until it is deleted',
    async run(bench) {
      await put(bench, itemOf('a', { expiresAtSeconds: 1 }));
      return readUnits(bench, 'a', true);
    },
    expected: { units: 1, found: true },
    source: 'DynamoDB Developer Guide, Using time to live (TTL)',
  }),
];

async function readUnits(bench: ContractBench, sk: string, ConsistentRead: boolean) {
  const { Item, ConsumedCapacity } = await bench.dynamodb.send(
    new GetItemCommand({
      TableName: tableName(bench),
      Key: keyOf(sk),
      ConsistentRead,
      ReturnConsumedCapacity: 'INDEXES',
    }),
  );
  return { units: unitsOf(ConsumedCapacity).table, found: Item !== undefined };
}

async function readBatch(bench: ContractBench, names: readonly string[]) {
  const table = tableName(bench);
  const { Responses, UnprocessedKeys, ConsumedCapacity } = await bench.dynamodb.send(
    new BatchGetItemCommand({
      RequestItems: { [table]: { Keys: names.map((sk) => keyOf(sk)), ConsistentRead: true } },
      ReturnConsumedCapacity: 'INDEXES',
    }),
  );
  const unprocessedKeys = (UnprocessedKeys?.[table]?.Keys ?? []).map(({ sk }) => sk?.S ?? '');
  return {
    found: (Responses?.[table] ?? []).map(({ sk }) => sk?.S ?? '').sort(),
    units: unitsOf(ConsumedCapacity?.[0]).table,
    unprocessed: unprocessedKeys.length,
    unprocessedKeys,
  };
}
