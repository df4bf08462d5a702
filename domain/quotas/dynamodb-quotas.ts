// DynamoDB's quotas, for a table on demand.
import { counted, enforced, kept, type Quota, quota } from './quota.ts';

const guide = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';
const page = `${guide}/ServiceQuotas.html`;
const warmPage = `${guide}/warm-throughput-scenarios.html`;
const partitionPage = `${guide}/bp-partition-key-design.html`;
const transactionPage = `${guide}/transaction-apis.html`;
const reference = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference';

const row = (it: Omit<Parameters<typeof quota>[1], 'page'> & { page?: string }): Quota =>
  quota('DynamoDB', { page, ...it });

/** By a name for code. */
export const dynamoDbQuotas = {
  itemBytes: row({
    name: 'an item, names included',
    ...{ value: 409_600, unit: 'bytes', isAdjustable: false },
    local: enforced('ValidationException'),
    twin: kept('the largest item is the storm with its cells, which `cellsMax` bounds'),
    plan: '`nodeCount` and `cellNodes`: at most 10,000 cells',
  }),
  partitionKeyBytes: row({
    name: 'a partition key',
    ...{ value: 2_048, unit: 'bytes', isAdjustable: false },
    local: enforced('ValidationException'),
    twin: kept('names have at most 64 characters'),
    plan: null,
  }),
  sortKeyBytes: row({
    name: 'a sort key',
    ...{ value: 1_024, unit: 'bytes', isAdjustable: false },
    local: enforced('ValidationException'),
    twin: kept('names have at most 64 characters'),
    plan: null,
  }),
  transactionItems: row({
    ...{ name: 'items of a transaction', page: transactionPage },
    ...{ value: 100, unit: 'items', isAdjustable: false },
    local: enforced('ValidationException'),
    twin: kept('a group has nine: a supernode and `placementGroupMax` clients'),
    plan: null,
  }),
  transactionBytes: row({
    ...{ name: 'items of a transaction, together', page: transactionPage },
    ...{ value: 4_194_304, unit: 'bytes', isAdjustable: false },
    local: enforced('ValidationException'),
    twin: kept('nine items of less than a kilobyte'),
    plan: null,
  }),
  batchGetKeys: row({
    ...{ name: 'keys of a BatchGetItem', page: `${reference}/API_BatchGetItem.html` },
    ...{ value: 100, unit: 'keys', isAdjustable: false },
    local: enforced('ValidationException'),
    twin: kept('cells are read in hundreds'),
    plan: null,
  }),
  batchGetBytes: row({
    ...{ name: 'answer of a BatchGetItem', page: `${reference}/API_BatchGetItem.html` },
    ...{ value: 16_777_216, unit: 'bytes', isAdjustable: false },
    local: enforced('what is beyond comes back as unprocessed keys'),
    twin: kept('a hundred items of less than a kilobyte'),
    plan: null,
  }),
  batchWriteItems: row({
    ...{ name: 'items of a BatchWriteItem', page: `${reference}/API_BatchWriteItem.html` },
    ...{ value: 25, unit: 'items', isAdjustable: false },
    local: enforced('ValidationException'),
    twin: kept('the seeding is counted in twenty-fives'),
    plan: null,
  }),
  queryPageBytes: row({
    ...{ name: 'page of a query or a scan', page: `${reference}/API_Query.html` },
    ...{ value: 1_048_576, unit: 'bytes', isAdjustable: false },
    local: enforced('the next page begins there'),
    twin: kept('pages are counted'),
    plan: null,
  }),
  partitionWriteUnits: row({
    ...{ name: 'write units that one partition takes in a second', page: partitionPage },
    ...{ value: 1_000, unit: 'write units a second', isAdjustable: false },
    local: counted('the peak second of each partition key, and of each key of an index'),
    twin: counted('the peak second of each cell, table and index together'),
    plan: '`cellNodes`: at most 20,000',
  }),
  partitionReadUnits: row({
    ...{ name: 'read units that one partition takes in a second', page: partitionPage },
    ...{ value: 3_000, unit: 'read units a second', isAdjustable: false },
    local: counted('likewise'),
    twin: counted('likewise'),
    plan: '`cellNodes`: at most 20,000',
  }),
  newTableWriteUnits: row({
    ...{ name: 'write units that a new table on demand takes in a second', page: warmPage },
    ...{ value: 4_000, unit: 'write units a second', isAdjustable: true },
    local: counted('the peak second of the table, and of its index'),
    twin: counted('the peak second of each stack, table and index together'),
    plan: null,
  }),
  newTableReadUnits: row({
    ...{ name: 'read units that a new table on demand takes in a second', page: warmPage },
    ...{ value: 12_000, unit: 'read units a second', isAdjustable: true },
    local: counted('likewise'),
    twin: counted('likewise'),
    plan: null,
  }),
  tableWriteUnits: row({
    name: 'write units of a table on demand in a second, however old it is',
    ...{ value: 40_000, unit: 'write units a second', isAdjustable: true },
    local: counted('by the same peak as a new table'),
    twin: counted('likewise'),
    plan: null,
  }),
  tableReadUnits: row({
    name: 'read units of a table on demand in a second, however old it is',
    ...{ value: 40_000, unit: 'read units a second', isAdjustable: true },
    local: counted('by the same peak as a new table'),
    twin: counted('likewise'),
    plan: null,
  }),
} as const satisfies Record<string, Quota>;
