// Reading by partition: order, prefixes, pages, filters, the sparse index, and what it costs.
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { type ContractBench, refusalOf } from '../contract-case.ts';
import {
  dynamoDbCase,
  type Item,
  itemOf,
  plain,
  put,
  query,
  sortKeys,
  tableName,
  textOfBytes,
  unitsOf,
  update,
} from './dynamodb-calls.ts';

const QUERY = 'DynamoDB API reference, Query';
const UNITS = 'DynamoDB Developer Guide, DynamoDB read and write operations';
const INDEXES = 'DynamoDB Developer Guide, Using Global Secondary Indexes in DynamoDB';

const IN_CELL = 'pk = :pk AND begins_with(sk, :prefix)';
const inCell = (prefix: string) => ({ ':pk': 'cell', ':prefix': prefix });
const CANDIDATES = { IndexName: 'candidates' };

/** Cases of Query and Scan. */
export const queries = [
  dynamoDbCase({
    title: 'a prefix of the sort key takes its items alone, in the order of their bytes',
    async run(bench) {
      for (const sk of ['NODE#2', 'NODE#10', 'CELL', 'NODE#1', 'SUPERNODE#1']) {
        await put(bench, itemOf(sk));
      }
      await put(bench, itemOf('NODE#3', {}, 'other'));
      const up = await query(bench, IN_CELL, inCell('NODE#'));
      const down = await query(bench, IN_CELL, inCell('NODE#'), { ScanIndexForward: false });
      return { up: sortKeys(up.Items), down: sortKeys(down.Items), count: up.Count };
    },
    expected: {
      up: ['NODE#1', 'NODE#10', 'NODE#2'],
      down: ['NODE#2', 'NODE#10', 'NODE#1'],
      count: 3,
    },
    source: QUERY,
  }),
  dynamoDbCase({
    title: 'the sizes of all items of a query are added up before they are rounded',
    async run(bench) {
      for (const sk of ['a', 'b', 'c']) await put(bench, itemOf(sk, { text: textOfBytes(2000) }));
      const units = async (ConsistentRead: boolean) => {
        const page = await query(bench, 'pk = :pk', { ':pk': 'cell' }, { ConsistentRead });
        return unitsOf(page.ConsumedCapacity).table;
      };
      return { strong: await units(true), eventual: await units(false) };
    },
    expected: { strong: 2, eventual: 1 },
    source: UNITS,
  }),
  dynamoDbCase({
    title: 'a query that finds nothing is paid for',
    async run(bench) {
      const strong = await query(bench, 'pk = :pk', { ':pk': 'none' }, { ConsistentRead: true });
      const eventual = await query(bench, 'pk = :pk', { ':pk': 'none' });
      return [strong, eventual].map(({ Count, ConsumedCapacity }) => [
        Count,
        unitsOf(ConsumedCapacity).table,
      ]);
    },
    expected: [
      [0, 1],
      [0, 0.5],
    ],
    source: UNITS,
  }),
  dynamoDbCase({
    title: 'a filter drops items after they were read, counted and paid for',
    async run(bench) {
      for (const [sk, used] of [
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ] as const) {
        await put(bench, itemOf(sk, { used, text: textOfBytes(2000) }));
      }
      const page = await query(
        bench,
        'pk = :pk',
        { ':pk': 'cell', ':one': 1 },
        { FilterExpression: 'used > :one', ConsistentRead: true },
      );
      const { Items, Count, ScannedCount, ConsumedCapacity } = page;
      return { found: sortKeys(Items), Count, ScannedCount, ...unitsOf(ConsumedCapacity) };
    },
    expected: { found: ['b', 'c'], Count: 2, ScannedCount: 3, table: 2 },
    source: UNITS,
  }),
  dynamoDbCase({
    title: 'a filter compares whole documents, as for a home',
    async run(bench) {
      await put(bench, itemOf('a', { home: { supernode: 'n1', epoch: 1 } }));
      await put(bench, itemOf('b', { home: { epoch: 2, supernode: 'n1' } }));
      const page = await query(
        bench,
        'pk = :pk',
        { ':pk': 'cell', ':home': { epoch: 1, supernode: 'n1' } },
        { FilterExpression: 'home = :home' },
      );
      return sortKeys(page.Items);
    },
    expected: ['a'],
    source: QUERY,
  }),
  dynamoDbCase({
    title: 'a filter on a key of the table is refused',
    run: (bench) =>
      refusalOf(
        query(bench, 'pk = :pk', { ':pk': 'cell' }, { FilterExpression: 'attribute_exists(sk)' }),
      ),
    expected: { error: 'ValidationException' },
    source: QUERY,
  }),
  dynamoDbCase({
    title: 'pages of a limit follow each other until none is left out',
    async run(bench) {
      for (const sk of ['a', 'b', 'c', 'd', 'e']) await put(bench, itemOf(sk));
      return pagesOf(bench, 2);
    },
    expected: [['a', 'b'], ['c', 'd'], ['e']],
    source: 'DynamoDB Developer Guide, Paginating table query results',
  }),
  dynamoDbCase({
    title: 'a limit counts items before the filter, so a page may be empty and not the last',
    async run(bench) {
      await put(bench, itemOf('a', { used: 1 }));
      await put(bench, itemOf('b', { used: 2 }));
      const page = await query(
        bench,
        'pk = :pk',
        { ':pk': 'cell', ':two': 2 },
        { FilterExpression: 'used = :two', Limit: 1 },
      );
      return { count: page.Count, scanned: page.ScannedCount, isLast: !page.LastEvaluatedKey };
    },
    expected: { count: 0, scanned: 1, isLast: false },
    source: 'DynamoDB Developer Guide, Paginating table query results',
  }),
  dynamoDbCase({
    title: 'a page ends at 1 MB, whatever the limit, and the next one goes on',
    async run(bench) {
      for (const sk of ['a', 'b', 'c', 'd']) {
        await put(bench, itemOf(sk, { text: textOfBytes(399_000) }));
      }
      return pagesOf(bench, 100);
    },
    expected: [['a', 'b', 'c'], ['d']],
    source: 'DynamoDB Developer Guide, Paginating table query results',
  }),
  dynamoDbCase({
    title: 'a query for a count returns no items and costs the same',
    async run(bench) {
      await put(bench, itemOf('a', { text: textOfBytes(5000) }));
      const page = await query(bench, 'pk = :pk', { ':pk': 'cell' }, { Select: 'COUNT' });
      return { Count: page.Count, items: page.Items, ...unitsOf(page.ConsumedCapacity) };
    },
    expected: { Count: 1, table: 1 },
    source: UNITS,
  }),
  dynamoDbCase({
    title: 'the index holds only items with its key, and of them what is projected',
    async run(bench) {
      await put(bench, itemOf('a', { candidateCell: 'cell', nodeId: 'n1', role: 'client' }));
      await put(bench, itemOf('b', { nodeId: 'n2' }));
      const { Items } = await candidates(bench);
      return (Items ?? []).map((item) => plain(item));
    },
    expected: [{ pk: 'cell', sk: 'a', candidateCell: 'cell', nodeId: 'n1' }],
    source: INDEXES,
  }),
  dynamoDbCase({
    title: 'an item leaves the index with its key, and comes back with it',
    async run(bench) {
      await put(bench, itemOf('a', { candidateCell: 'cell' }));
      await update(bench, 'a', 'REMOVE candidateCell', undefined);
      const gone = sortKeys((await candidates(bench)).Items);
      await update(bench, 'a', 'SET candidateCell = :cell', { ':cell': 'cell' });
      return { gone, back: sortKeys((await candidates(bench)).Items) };
    },
    expected: { gone: [], back: ['a'] },
    source: INDEXES,
  }),
  dynamoDbCase({
    title: 'a query of the index costs by the sizes of its entries, and the table nothing',
    async run(bench) {
      for (const sk of ['a', 'b']) {
        await put(bench, itemOf(sk, { candidateCell: 'cell', text: textOfBytes(9000) }));
      }
      return unitsOf((await candidates(bench)).ConsumedCapacity);
    },
    expected: { table: 0, index: 0.5 },
    source: INDEXES,
  }),
  dynamoDbCase({
    title: 'the index cannot be read consistently',
    run: (bench) => refusalOf(candidates(bench, { ConsistentRead: true })),
    expected: { error: 'ValidationException' },
    source: INDEXES,
  }),
  dynamoDbCase({
    title: 'the index refuses to return what it does not project',
    run: (bench) => refusalOf(candidates(bench, { ProjectionExpression: 'pk, population' })),
    expected: { error: 'ValidationException' },
    source: INDEXES,
  }),
  dynamoDbCase({
    title: 'a query needs its partition, and by equality',
    async run(bench) {
      return [
        await refusalOf(query(bench, 'sk = :sk', { ':sk': 'a' })),
        await refusalOf(query(bench, 'pk > :pk', { ':pk': 'a' })),
      ];
    },
    expected: [{ error: 'ValidationException' }, { error: 'ValidationException' }],
    source: QUERY,
  }),
  dynamoDbCase({
    title: 'a scan in segments finds every item once',
    async run(bench) {
      const names = Array.from({ length: 20 }, (_, index) => `p${index}`);
      for (const pk of names) await put(bench, itemOf('a', {}, pk));
      const found: unknown[] = [];
      for (const Segment of [0, 1, 2]) {
        const { Items } = await bench.dynamodb.send(
          new ScanCommand({ TableName: tableName(bench), Segment, TotalSegments: 3 }),
        );
        found.push(...(Items ?? []).map(({ pk }) => pk?.S));
      }
      return found.length === names.length && new Set(found).size === names.length;
    },
    expected: true,
    source: 'DynamoDB API reference, Scan',
  }),
];

function candidates(bench: ContractBench, more: Parameters<typeof query>[3] = {}) {
  return query(bench, 'candidateCell = :cell', { ':cell': 'cell' }, { ...CANDIDATES, ...more });
}

/** Sort keys page by page; a last page without items is left out, since AWS may send one. */
async function pagesOf(bench: ContractBench, Limit: number): Promise<unknown[]> {
  const pages: unknown[] = [];
  let start: Item | undefined;
  do {
    const page = await query(
      bench,
      'pk = :pk',
      { ':pk': 'cell' },
      { Limit, ExclusiveStartKey: start },
    );
    if (page.Count !== 0) pages.push(sortKeys(page.Items));
    start = page.LastEvaluatedKey;
  } while (start !== undefined && pages.length < 20);
  return pages;
}
