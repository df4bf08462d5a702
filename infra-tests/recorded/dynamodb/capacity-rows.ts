// What writes cost in the table and in its index, in a transaction and alone; what a replay costs.

import type { RecordedRow, RecordedSource } from '../recorded-row.ts';
import { type Asker, dynoxide, N, padding, parity, S, tableRow } from './dynamodb-asks.ts';

const inTransactions = dynoxide('transactional_index_consumed_capacity.rs, pull request 188');
const alone = dynoxide('index_consumed_capacity.rs, issue 176', '2026-08-12');
const sizing = dynoxide('index_consumed_capacity.rs, sizing');

type Item = Record<string, object>;
const key = { pk: S('a'), sk: S('1') };
const itemOf = (more: Item = {}): Item => ({ ...key, ...more });
const inIndex = (more: Item = {}) => itemOf({ gsiPk: S('g1'), ...more });
const set = (UpdateExpression: string, value?: object): object => ({
  Key: key,
  UpdateExpression,
  ...(value !== undefined && { ExpressionAttributeValues: { ':v': value } }),
});

type Action = readonly [kind: 'Put' | 'Update' | 'Delete' | 'ConditionCheck', input: object];
type Units = { readonly total: number; readonly table: number; readonly index?: number };
type Line = readonly [
  title: string,
  source: RecordedSource,
  former: Item | undefined,
  action: Action,
  units: Units,
];

const TRANSACTIONS: readonly Line[] = [
  [
    'a put with an entry',
    inTransactions,
    undefined,
    ['Put', { Item: inIndex() }],
    { total: 3, table: 2, index: 1 },
  ],
  [
    'a put without an entry',
    inTransactions,
    undefined,
    ['Put', { Item: itemOf({ extra: S('o') }) }],
    { total: 2, table: 2 },
  ],
  [
    'the same item put again',
    inTransactions,
    inIndex(),
    ['Put', { Item: inIndex() }],
    { total: 2, table: 2 },
  ],
  [
    'an update of what the index does not copy',
    inTransactions,
    inIndex({ extra: S('o') }),
    ['Update', set('SET extra = :v', S('o2'))],
    { total: 2, table: 2 },
  ],
  [
    'an entry that moves',
    inTransactions,
    inIndex(),
    ['Update', set('SET gsiPk = :v', S('g2'))],
    { total: 4, table: 2, index: 2 },
  ],
  [
    'a delete with an entry',
    inTransactions,
    inIndex(),
    ['Delete', { Key: key }],
    { total: 3, table: 2, index: 1 },
  ],
  [
    'a check',
    inTransactions,
    inIndex(),
    ['ConditionCheck', { Key: key, ConditionExpression: 'attribute_exists(pk)' }],
    { total: 2, table: 2 },
  ],
  [
    'a delete of 3 KB in table and index',
    inTransactions,
    inIndex({ proj: padding(3000) }),
    ['Delete', { Key: key }],
    { total: 9, table: 6, index: 3 },
  ],
  [
    'an entry of 1.5 KB that moves',
    inTransactions,
    inIndex({ proj: padding(1500) }),
    ['Update', set('SET gsiPk = :v', S('g9'))],
    { total: 8, table: 4, index: 4 },
  ],
];

const SINGLES: readonly Line[] = [
  [
    'a put with an entry',
    alone,
    undefined,
    ['Put', { Item: inIndex() }],
    { total: 2, table: 1, index: 1 },
  ],
  ['a put without an entry', alone, undefined, ['Put', { Item: itemOf() }], { total: 1, table: 1 }],
  [
    'the same item put again',
    alone,
    inIndex(),
    ['Put', { Item: inIndex() }],
    { total: 1, table: 1 },
  ],
  [
    'an item whose set is spelled in another order',
    alone,
    inIndex({ proj: { SS: ['a', 'b'] } }),
    ['Put', { Item: inIndex({ proj: { SS: ['b', 'a'] } }) }],
    { total: 1, table: 1 },
  ],
  [
    'an update of what the index does not copy',
    alone,
    inIndex({ proj: S('p'), extra: S('o') }),
    ['Update', set('SET extra = :v', S('o2'))],
    { total: 1, table: 1 },
  ],
  [
    'an update of what the index copies',
    alone,
    inIndex({ proj: S('p') }),
    ['Update', set('SET proj = :v', S('p2'))],
    { total: 2, table: 1, index: 1 },
  ],
  [
    'an entry that moves',
    alone,
    inIndex(),
    ['Update', set('SET gsiPk = :v', S('g2'))],
    { total: 3, table: 1, index: 2 },
  ],
  [
    'an entry that goes',
    alone,
    inIndex(),
    ['Update', set('REMOVE gsiPk')],
    { total: 2, table: 1, index: 1 },
  ],
  [
    'a delete with an entry',
    alone,
    inIndex(),
    ['Delete', { Key: key }],
    { total: 2, table: 1, index: 1 },
  ],
  ['a delete without an entry', alone, itemOf(), ['Delete', { Key: key }], { total: 1, table: 1 }],
  [
    'a large item with a small entry',
    sizing,
    undefined,
    ['Put', { Item: inIndex({ extra: padding(3000) }) }],
    { total: 4, table: 3, index: 1 },
  ],
  [
    'an entry that grows to 3 KB',
    sizing,
    inIndex(),
    ['Put', { Item: inIndex({ proj: padding(3000) }) }],
    { total: 6, table: 3, index: 3 },
  ],
  [
    'an entry that shrinks from 3 KB',
    sizing,
    inIndex({ proj: padding(3000) }),
    ['Put', { Item: inIndex() }],
    { total: 6, table: 3, index: 3 },
  ],
  [
    'an entry of 3 KB that moves and shrinks',
    sizing,
    inIndex({ proj: padding(3000) }),
    ['Put', { Item: itemOf({ gsiPk: S('g2') }) }],
    { total: 7, table: 3, index: 4 },
  ],
  [
    'a delete of 3 KB',
    sizing,
    inIndex({ proj: padding(3000) }),
    ['Delete', { Key: key }],
    { total: 6, table: 3, index: 3 },
  ],
];

const transactions = TRANSACTIONS.map(([title, source, former, [kind, input], units]) =>
  tableRow(
    `units in a transaction: ${title}`,
    { source, table: 'G' },
    async (asker) => {
      if (former !== undefined) await asker.send('PutItem', { Item: former });
      return unitsOf(await transact(asker, [[kind, input]]));
    },
    units,
  ),
);

const singles = SINGLES.map(([title, source, former, [kind, input], units]) =>
  tableRow(
    `units alone: ${title}`,
    { source, table: 'G' },
    async (asker) => {
      if (former !== undefined) await asker.send('PutItem', { Item: former });
      const operation = ({ Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem' } as const)[
        kind as 'Put' | 'Update' | 'Delete'
      ];
      const { ConsumedCapacity } = await asker.send(operation, { ...input, ...INDEXES });
      return unitsOf(ConsumedCapacity);
    },
    units,
  ),
);

/** A transaction that is sent again costs the reading of what it was sized by. */
const REPLAYS: readonly (readonly [
  title: string,
  former: Item | undefined,
  action: Action,
  units: number,
])[] = [
  ['of a put of 9 KB', undefined, ['Put', { Item: itemOf({ proj: padding(9000) }) }], 6],
  ['of a put that shrank 9 KB', itemOf({ proj: padding(9000) }), ['Put', { Item: itemOf() }], 6],
  ['of a delete of 9 KB', itemOf({ proj: padding(9000) }), ['Delete', { Key: key }], 6],
];
const replays = REPLAYS.map(([title, former, action, units]) =>
  tableRow(
    `units of the replay ${title}`,
    { source: inTransactions, table: 'G' },
    async (asker) => {
      if (former !== undefined) await asker.send('PutItem', { Item: former });
      await transact(asker, [action], 'once');
      return unitsOf(await transact(asker, [action], 'once')).total;
    },
    units,
  ),
);

const reads = [
  tableRow(
    'units of a transaction that reads an item and one that is not there',
    { source: dynoxide('pull request 57', '2026-05-28') },
    async (asker) => {
      await asker.send('PutItem', { Item: { pk: S('a') } });
      const { ConsumedCapacity } = await asker.send('TransactGetItems', {
        TransactItems: ['a', 'b'].map((pk) => ({
          Get: { TableName: asker.table, Key: { pk: S(pk) } },
        })),
        ...INDEXES,
      });
      return unitsOf((ConsumedCapacity as readonly unknown[])[0]);
    },
    { total: 4, table: 4 },
  ),
];

/** A row for each count of digits: an item of 400 KB is stored, one of a byte more is not. */
const NUMBERS: readonly (readonly [number: string, bytes: number])[] = [
  ['0', 1],
  ['1', 2],
  ['123', 3],
  ['100', 2],
  ['1010', 3],
  ['0.0000001', 2],
  ['1E125', 2],
  ['1.5', 3],
  ['-42', 3],
  ['12345678901234567890123456789012345678', 20],
];
const sizes = NUMBERS.map(([number, bytes]) =>
  tableRow(
    `the number ${number} counts ${bytes} bytes of an item's 400 KB`,
    { source: parity('tier3/limits/numberByteSize.test.ts', '2026-08-18'), table: 'C' },
    async (asker) => {
      const used = 'pk'.length + 1 + 'sk'.length + 1 + 'n'.length + bytes + 'p'.length;
      const put = (total: number) =>
        asker.outcome('PutItem', { Item: itemOf({ n: N(number), p: padding(total - used) }) });
      return [await put(400 * 1024), await put(400 * 1024 + 1)];
    },
    ['accepted', 'ValidationException: Item size has exceeded the maximum allowed size'],
  ),
);

/** Units of writes, replays and reads, and bytes of numbers. */
export const capacityRows: readonly RecordedRow[] = [
  ...transactions,
  ...singles,
  ...replays,
  ...reads,
  ...sizes,
];

const INDEXES = { ReturnConsumedCapacity: 'INDEXES' };

async function transact(
  asker: Asker,
  actions: readonly Action[],
  ClientRequestToken?: string,
): Promise<unknown> {
  const { ConsumedCapacity } = await asker.send('TransactWriteItems', {
    TransactItems: actions.map(([kind, input]) => ({
      [kind]: { TableName: asker.table, ...input },
    })),
    ClientRequestToken,
    ...INDEXES,
  });
  return (ConsumedCapacity as readonly unknown[])[0];
}

type Capacity = {
  readonly CapacityUnits: number;
  readonly Table: { readonly CapacityUnits: number };
  readonly GlobalSecondaryIndexes?: { readonly inc?: { readonly CapacityUnits: number } };
};

function unitsOf(capacity: unknown): Units {
  const { CapacityUnits: total, Table, GlobalSecondaryIndexes } = capacity as Capacity;
  const index = GlobalSecondaryIndexes?.inc?.CapacityUnits;
  return { total, table: Table.CapacityUnits, ...(index !== undefined && { index }) };
}
