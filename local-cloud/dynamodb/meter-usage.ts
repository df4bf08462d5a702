// What requests used: units on the meters, and by the second of each table, index and partition
// key, which AWS would throttle by.
import type { Peaks } from '#local-cloud/peaks.ts';
import { totalUnits, type Usage } from './capacity.ts';
import type { Database } from './tables/database.ts';

/** Books usages on the meters `dynamodb.readUnits` and `dynamodb.writeUnits`, and as rates. */
export function meterUsage(
  { meters, peaks }: Pick<Database, 'meters' | 'peaks'>,
  usages: readonly Usage[],
): void {
  noteRates(peaks, usages);
  for (const usage of usages) meters.add(`dynamodb.${usage.kind}Units`, totalUnits(usage));
}

/**
 * Notes what requests used as rates, which refuse nothing: which partition an item lies in, and
 * what a partition may use in a burst, AWS alone knows.
 */
export function noteRates(peaks: Peaks | undefined, usages: readonly Usage[]): void {
  if (peaks === undefined) return;
  for (const usage of usages) {
    const { tableName, tableUnits, indexUnits, partition, indexPartitions } = usage;
    const kind = usage.kind === 'read' ? 'Read' : 'Write';
    const note = (of: string, units: number, key: string | undefined): void => {
      peaks.add(`dynamodb.table${kind}UnitsPerSecond`, of, units);
      if (key === undefined) return;
      peaks.add(`dynamodb.partition${kind}UnitsPerSecond`, `${of}/${key}`, units);
    };
    if (tableUnits > 0) note(tableName, tableUnits, partition);
    for (const [index, units] of indexUnits)
      note(`${tableName}/${index}`, units, indexPartitions?.get(index) ?? partition);
  }
}
