// Values: what a number, a key and an item may be.
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type ContractBench, refusalOf } from '../contract-case.ts';
import {
  dynamoDbCase,
  get,
  type Item,
  itemOf,
  keyOf,
  put,
  tableName,
  textOfBytes,
  update,
} from './dynamodb-calls.ts';

const TYPES = 'DynamoDB Developer Guide, Supported data types and naming rules in DynamoDB';
const QUOTAS = 'DynamoDB Developer Guide, Quotas in Amazon DynamoDB';
const REFUSED = { error: 'ValidationException' };

/** Cases of values that are stored, and of such as are not. */
export const values = [
  dynamoDbCase({
    title: 'numbers keep 38 digits exactly and lose their needless zeros',
    async run(bench) {
      const digits = '12345678901234567890123456789012345678';
      const numbers = [digits, `-0.${digits}`, '007', '1.500', '1e3', '-0', '.5'];
      const stored: unknown[] = [];
      for (const N of numbers) stored.push(await numberStored(bench, N));
      return stored;
    },
    expected: [
      '12345678901234567890123456789012345678',
      '-0.12345678901234567890123456789012345678',
      '7',
      '1.5',
      '1000',
      '0',
      '0.5',
    ],
    source: TYPES,
  }),
  dynamoDbCase({
    title: 'a number of 39 digits, or beyond the range, or none at all is refused',
    async run(bench) {
      const refused: unknown[] = [];
      for (const N of ['1'.repeat(39), '1e126', '1e-131', 'one', '']) {
        refused.push(await refusalOf(put(bench, { ...keyOf('a'), used: { N } })));
      }
      return refused;
    },
    expected: [REFUSED, REFUSED, REFUSED, REFUSED, REFUSED],
    source: TYPES,
  }),
  dynamoDbCase({
    title: 'sums are exact, where doubles are not',
    async run(bench) {
      await put(bench, { ...keyOf('a'), used: { N: '0.1' } });
      await update(bench, 'a', 'ADD used :v', { ':v': 0.2 });
      return get(bench, 'a');
    },
    expected: { pk: 'cell', sk: 'a', used: 0.3 },
    source: TYPES,
  }),
  dynamoDbCase({
    title: 'every type of value comes back as it went in',
    async run(bench) {
      const item: Item = {
        ...keyOf('a'),
        text: { S: '' },
        flag: { BOOL: false },
        none: { NULL: true },
        bytes: { B: Uint8Array.of(0, 255) },
        list: { L: [{ N: '1' }, { M: {} }, { L: [] }] },
        home: { M: { supernode: { S: 'nü' } } },
        tags: { SS: ['one'] },
      };
      await put(bench, item);
      const { Item } = await bench.dynamodb.send(
        new GetItemCommand({ TableName: tableName(bench), Key: keyOf('a') }),
      );
      return Object.entries(Item ?? {})
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => [name, value.B === undefined ? value : { B: [...value.B] }]);
    },
    expected: [
      ['bytes', { B: [0, 255] }],
      ['flag', { BOOL: false }],
      ['home', { M: { supernode: { S: 'nü' } } }],
      ['list', { L: [{ N: '1' }, { M: {} }, { L: [] }] }],
      ['none', { NULL: true }],
      ['pk', { S: 'cell' }],
      ['sk', { S: 'a' }],
      ['tags', { SS: ['one'] }],
      ['text', { S: '' }],
    ],
    source: TYPES,
  }),
  dynamoDbCase({
    title: 'empty keys are refused, of the table and of the index',
    async run(bench) {
      return [
        await refusalOf(put(bench, itemOf(''))),
        await refusalOf(put(bench, itemOf('a', {}, ''))),
        await refusalOf(put(bench, itemOf('a', { candidateCell: '' }))),
      ];
    },
    expected: [REFUSED, REFUSED, REFUSED],
    source: TYPES,
  }),
  dynamoDbCase({
    title: 'a key of another type than its schema says is refused, also of the index',
    async run(bench) {
      return [
        await refusalOf(put(bench, { pk: { S: 'cell' }, sk: { N: '1' } })),
        await refusalOf(put(bench, itemOf('a', { candidateCell: 1 }))),
        await refusalOf(update(bench, 'a', 'SET candidateCell = :v', { ':v': 1 })),
      ];
    },
    expected: [REFUSED, REFUSED, REFUSED],
    source: TYPES,
  }),
  dynamoDbCase({
    title: 'partition keys have up to 2048 bytes, sort keys 1024, and not one more',
    async run(bench) {
      const long = (bytes: number) => textOfBytes(bytes);
      return [
        await refusalOf(put(bench, itemOf(long(1024), {}, long(2048)))),
        await refusalOf(put(bench, itemOf(long(1025)))),
        await refusalOf(put(bench, itemOf('a', {}, long(2049)))),
        await refusalOf(put(bench, itemOf('a', { candidateCell: long(2049) }))),
      ];
    },
    expected: ['accepted', REFUSED, REFUSED, REFUSED],
    source: QUOTAS,
  }),
  dynamoDbCase({
    title: 'an item has up to 400 KB, names included, and an update may not take it beyond',
    async run(bench) {
      // Keys and names take 13 bytes.
      const whole = itemOf('a', { text: textOfBytes(400 * 1024 - 13) });
      const over = itemOf('b', { text: textOfBytes(400 * 1024 - 12) });
      return [
        await refusalOf(put(bench, whole)),
        await refusalOf(put(bench, over)),
        await refusalOf(update(bench, 'a', 'SET used = :v', { ':v': 1 })),
      ];
    },
    expected: ['accepted', REFUSED, REFUSED],
    source: QUOTAS,
  }),
  dynamoDbCase({
    title: 'an empty set and a set with a double are refused',
    async run(bench) {
      const sets: Item[] = [
        { tags: { SS: [] } },
        { tags: { SS: ['x', 'x'] } },
        { tags: { NS: ['1', '1.0'] } },
      ];
      const refused: unknown[] = [];
      for (const set of sets) refused.push(await refusalOf(put(bench, { ...keyOf('a'), ...set })));
      return refused;
    },
    expected: [REFUSED, REFUSED, REFUSED],
    source: TYPES,
  }),
];

async function numberStored(bench: ContractBench, N: string): Promise<string | undefined> {
  const TableName = tableName(bench);
  await bench.dynamodb.send(
    new PutItemCommand({ TableName, Item: { ...keyOf('a'), used: { N } } }),
  );
  const { Item } = await bench.dynamodb.send(
    new GetItemCommand({ TableName, Key: keyOf('a'), ConsistentRead: true }),
  );
  return Item?.used?.N;
}
