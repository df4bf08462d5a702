// Putting and deleting: units of the table and of the index, old values, batches.
import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  type WriteRequest,
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
  textOfBytes,
  unitsOf,
  update,
} from './dynamodb-calls.ts';

const UNITS = 'DynamoDB Developer Guide, DynamoDB read and write operations';
const INDEXES = 'DynamoDB Developer Guide, Using Global Secondary Indexes in DynamoDB';
const BATCH = 'DynamoDB API reference, BatchWriteItem';

/** Cases of PutItem, DeleteItem and BatchWriteItem, and what any write costs. */
export const writes = [
  dynamoDbCase({
    title: 'a write costs a unit for each KB begun, names of attributes included',
    async run(bench) {
      // Keys and names take 15 bytes here, so that the items are 1024 bytes and one more.
      return [
        await put(bench, itemOf('a', { text: textOfBytes(1024 - 13) })),
        await put(bench, itemOf('b', { text: textOfBytes(1025 - 13) })),
      ];
    },
    expected: [{ table: 1 }, { table: 2 }],
    source: UNITS,
  }),
  dynamoDbCase({
    title: 'replacing or deleting a large item costs by the larger of before and after',
    async run(bench) {
      await put(bench, itemOf('a', { text: textOfBytes(3000) }));
      const smaller = await put(bench, itemOf('a'));
      await put(bench, itemOf('a', { text: textOfBytes(3000) }));
      const { ConsumedCapacity } = await remove(bench, 'a');
      return { smaller, deleted: unitsOf(ConsumedCapacity) };
    },
    expected: { smaller: { table: 3 }, deleted: { table: 3 } },
    source: UNITS,
  }),
  dynamoDbCase({
    title: 'deleting what is not there succeeds, for one unit and with no old values',
    async run(bench) {
      const { Attributes, ConsumedCapacity } = await remove(bench, 'none');
      return { old: Attributes, ...unitsOf(ConsumedCapacity) };
    },
    expected: { table: 1 },
    source: UNITS,
  }),
  dynamoDbCase({
    title: 'ALL_OLD returns what a put replaced and what a delete removed',
    async run(bench) {
      await put(bench, itemOf('a', { epoch: 1 }));
      const replaced = await bench.dynamodb.send(
        new PutItemCommand({
          TableName: tableName(bench),
          Item: itemOf('a', { epoch: 2 }),
          ReturnValues: 'ALL_OLD',
        }),
      );
      const deleted = await remove(bench, 'a');
      return [plain(replaced.Attributes ?? {}), plain(deleted.Attributes ?? {})];
    },
    expected: [
      { pk: 'cell', sk: 'a', epoch: 1 },
      { pk: 'cell', sk: 'a', epoch: 2 },
    ],
    source: 'DynamoDB API reference, PutItem',
  }),
  dynamoDbCase({
    title: 'a put of a candidate pays for its entry in the index, another one does not',
    async run(bench) {
      return {
        candidate: await put(bench, itemOf('a', { candidateCell: 'cell' })),
        other: await put(bench, itemOf('b', { nodeId: 'n1' })),
        overOther: await put(bench, itemOf('b', { nodeId: 'n2' })),
      };
    },
    expected: { candidate: { table: 1, index: 1 }, other: { table: 1 }, overOther: { table: 1 } },
    source: INDEXES,
  }),
  dynamoDbCase({
    title: 'an update pays for the index when a projected attribute changes, and only then',
    async run(bench) {
      await put(bench, itemOf('a', { candidateCell: 'cell', epoch: 1, role: 'client' }));
      const units = async (expression: string, values: object) => {
        const { ConsumedCapacity } = await update(bench, 'a', expression, values, {
          ReturnConsumedCapacity: 'INDEXES',
        });
        return unitsOf(ConsumedCapacity);
      };
      return {
        projected: await units('SET epoch = :v', { ':v': 2 }),
        unchanged: await units('SET epoch = :v', { ':v': 2 }),
        otherAttribute: await units('SET slots = :v', { ':v': 300 }),
        moved: await units('SET candidateCell = :v', { ':v': 'other' }),
        removed: await units('REMOVE candidateCell ADD slots :v', { ':v': 1 }),
      };
    },
    expected: {
      projected: { table: 1, index: 1 },
      unchanged: { table: 1 },
      otherAttribute: { table: 1 },
      moved: { table: 1, index: 2 },
      removed: { table: 1, index: 1 },
    },
    source: INDEXES,
  }),
  dynamoDbCase({
    title: 'a batch of writes costs the sum, and deletes of missing items one unit each',
    async run(bench) {
      await put(bench, itemOf('old', { text: textOfBytes(1500) }));
      const { UnprocessedItems, ConsumedCapacity } = await batch(bench, [
        { PutRequest: { Item: itemOf('a') } },
        { PutRequest: { Item: itemOf('b', { candidateCell: 'cell' }) } },
        { DeleteRequest: { Key: keyOf('old') } },
        { DeleteRequest: { Key: keyOf('none') } },
      ]);
      return {
        left: Object.keys(UnprocessedItems ?? {}).length,
        ...unitsOf(ConsumedCapacity?.[0]),
        gone: (await get(bench, 'old')) === undefined,
      };
    },
    expected: { left: 0, table: 5, index: 1, gone: true },
    source: BATCH,
  }),
  dynamoDbCase({
    title: 'a batch that writes one item twice is refused, and none of it is done',
    async run(bench) {
      const refused = await refusalOf(
        batch(bench, [
          { PutRequest: { Item: itemOf('b') } },
          { PutRequest: { Item: itemOf('a') } },
          { DeleteRequest: { Key: keyOf('a') } },
        ]),
      );
      return { refused, done: (await get(bench, 'b')) !== undefined };
    },
    expected: { refused: { error: 'ValidationException' }, done: false },
    source: BATCH,
  }),
  dynamoDbCase({
    title: 'a batch of more than 25 writes is refused',
    run: (bench) =>
      refusalOf(
        batch(
          bench,
          Array.from({ length: 26 }, (_, index) => ({ PutRequest: { Item: itemOf(`n${index}`) } })),
        ),
      ),
    expected: { error: 'ValidationException' },
    source: BATCH,
  }),
];

function remove(bench: ContractBench, sk: string) {
  return bench.dynamodb.send(
    new DeleteItemCommand({
      TableName: tableName(bench),
      Key: keyOf(sk),
      ReturnValues: 'ALL_OLD',
      ReturnConsumedCapacity: 'INDEXES',
    }),
  );
}

function batch(bench: ContractBench, requests: WriteRequest[]) {
  return bench.dynamodb.send(
    new BatchWriteItemCommand({
      RequestItems: { [tableName(bench)]: requests },
      ReturnConsumedCapacity: 'INDEXES',
    }),
  );
}
