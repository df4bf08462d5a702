// Counts what requests used. The meters get the units. The peaks get the units in each second of
// each table, index and partition key, by which AWS would throttle.
import type { Peaks } from '#local-cloud/peaks.ts';
import { totalUnits, type Usage } from './capacity.ts';
import type { Database } from './tables/database.ts';

/** What is so of a whole request, and shows in details of its units. */
export type Circumstances = {
  /** Whether it is a transaction, whose units count twice. */
  readonly isTransaction?: boolean;
  /** Whether a condition or a conflict stopped it, which is billed all the same. */
  readonly isRefused?: boolean;
};

/**
 * Books the usages of one request on the meters `dynamodb.readUnits` and `dynamodb.writeUnits`, on
 * their details, and as rates. All usages of a request are of one kind.
 */
export function meterUsage(
  { meters, peaks }: Pick<Database, 'meters' | 'peaks'>,
  usages: readonly Usage[],
  { isTransaction = false, isRefused = false }: Circumstances = {},
): void {
  noteRates(peaks, usages);
  const [first] = usages;
  if (first === undefined) return;
  let total = 0;
  let ofTables = 0;
  for (const usage of usages) {
    total += totalUnits(usage);
    ofTables += usage.tableUnits;
  }
  const names = UNITS_METERS[first.kind];
  meters.add(names.all, total);
  if (ofTables > 0) meters.add(names.ofTables, ofTables);
  if (total > ofTables) meters.add(names.ofIndexes, total - ofTables);
  if (isTransaction) meters.add(names.transactional, total);
  if (isRefused) meters.add(names.refused, total);
}

const UNITS_METERS = {
  read: {
    all: 'dynamodb.readUnits',
    ofTables: 'dynamodb.readUnits.table',
    ofIndexes: 'dynamodb.readUnits.index',
    transactional: 'dynamodb.readUnits.transactional',
    refused: 'dynamodb.readUnits.refused',
  },
  write: {
    all: 'dynamodb.writeUnits',
    ofTables: 'dynamodb.writeUnits.table',
    ofIndexes: 'dynamodb.writeUnits.index',
    transactional: 'dynamodb.writeUnits.transactional',
    refused: 'dynamodb.writeUnits.refused',
  },
} as const;

/**
 * Adds what requests used to the rates. No rate refuses a request here: only AWS knows in which
 * partition an item is, and what a partition may use in a burst.
 */
export function noteRates(peaks: Peaks | undefined, usages: readonly Usage[]): void {
  if (peaks === undefined) return;
  for (const usage of usages) {
    const { tableName, tableUnits, indexUnits, partition, indexPartitions } = usage;
    const { ofTable, ofPartition } = RATES[usage.kind];
    const note = (of: string, units: number, key: string | undefined): void => {
      peaks.add(ofTable, of, units);
      if (key !== undefined) peaks.add(ofPartition, `${of}/${key}`, units);
    };
    if (tableUnits > 0) note(tableName, tableUnits, partition);
    for (const [index, units] of indexUnits)
      note(`${tableName}/${index}`, units, indexPartitions?.get(index) ?? partition);
  }
}

const RATES = {
  read: {
    ofTable: 'dynamodb.tableReadUnitsPerSecond',
    ofPartition: 'dynamodb.partitionReadUnitsPerSecond',
  },
  write: {
    ofTable: 'dynamodb.tableWriteUnitsPerSecond',
    ofPartition: 'dynamodb.partitionWriteUnitsPerSecond',
  },
} as const;
