// Counts what requests used. The meters get the units. The peaks get the units in each second of
// each table, index and partition key, by which AWS would throttle.
import type { Peaks } from '#local-cloud/peaks.ts';
import { totalUnits, type Usage } from './capacity.ts';
import type { Database } from './tables/database.ts';

/** Books usages on the meters `dynamodb.readUnits` and `dynamodb.writeUnits`, and as rates. */
export function meterUsage(
  { meters, peaks }: Pick<Database, 'meters' | 'peaks'>,
  usages: readonly Usage[],
): void {
  noteRates(peaks, usages);
  for (const usage of usages) meters.add(UNITS_METERS[usage.kind], totalUnits(usage));
}

const UNITS_METERS = { read: 'dynamodb.readUnits', write: 'dynamodb.writeUnits' } as const;

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
