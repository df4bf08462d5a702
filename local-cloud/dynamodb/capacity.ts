// Read and write units as DynamoDB counts them on demand. Source: Amazon DynamoDB Developer Guide,
// "Read and write operations" and "Managing complex transactions" (November 2026).
import type { JsonObject } from '#local-cloud/service.ts';
import type { Entry } from './tables/ordered-store.ts';
import type { Change, IndexChange } from './tables/table.ts';
import { samePlace } from './tables/table.ts';

const WRITE_UNIT_BYTES = 1024;
const READ_UNIT_BYTES = 4096;
// A transaction prepares and commits: two underlying reads or writes for each item. The index
// entries of an item are written once, as by any other write. Measured on AWS (eu-west-2, August
// 2026): nubo-db/dynoxide, pull request 188.
const TRANSACTION_FACTOR = 2;

/**
 * The consistency of a read. An eventually consistent read costs half a unit, a transactional one
 * two.
 */
export type ReadConsistency = 'eventual' | 'strong' | 'transactional';

/** Units that one request used of one table: in the table itself and in each index by name. */
export type Usage = {
  readonly tableName: string;
  readonly kind: 'read' | 'write';
  readonly tableUnits: number;
  readonly indexUnits: ReadonlyMap<string, number>;
  /**
   * The partition key that was used, of the table or of the index that was read. Undefined if
   * several were used.
   */
  readonly partition?: string | undefined;
  /** The partition keys of the indexes that were written. */
  readonly indexPartitions?: ReadonlyMap<string, string>;
};

/**
 * Read units for a number of bytes that are read at once. A read of nothing counts as one block.
 */
export function readUnits(bytes: number, consistency: ReadConsistency): number {
  const blocks = Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES));
  if (consistency === 'eventual') return blocks / 2;
  return consistency === 'strong' ? blocks : blocks * TRANSACTION_FACTOR;
}

const NO_INDEXES: ReadonlyMap<string, number> = new Map();

/** The usage of a read of a table or of one of its indexes. */
export function readUsage(
  tableName: string,
  units: number,
  indexName?: string,
  partition?: string,
): Usage {
  if (indexName === undefined) {
    return { tableName, kind: 'read', tableUnits: units, indexUnits: NO_INDEXES, partition };
  }
  const indexUnits = new Map([[indexName, units]]);
  return { tableName, kind: 'read', tableUnits: 0, indexUnits, partition };
}

/**
 * The usage of a write. The table counts the larger of the item before and after, twice in a
 * transaction. Each index entry that was put, deleted or replaced adds one write (two when an index
 * key changed), in a transaction or not.
 */
export function writeUsage(change: Change, isTransaction = false): Usage {
  const factor = isTransaction ? TRANSACTION_FACTOR : 1;
  const indexUnits = new Map<string, number>();
  const indexPartitions = new Map<string, string>();
  for (const each of change.indexChanges) {
    const units = indexWriteUnits(each);
    if (units === 0) continue;
    indexUnits.set(each.index.definition.name, units);
    const { partition } = each.after ?? each.before ?? {};
    if (partition !== undefined) indexPartitions.set(each.index.definition.name, partition);
  }
  return {
    tableName: change.table.definition.name,
    kind: 'write',
    tableUnits: writeUnits(change.before, change.after) * factor,
    partition: (change.after ?? change.before)?.partition,
    indexUnits,
    indexPartitions,
  };
}

/**
 * The usage of a condition check, or of a write whose condition failed: the size of the existing
 * item, and no index.
 */
export function checkUsage(
  tableName: string,
  existing: Entry | undefined,
  isTransaction = false,
): Usage {
  const units = writeUnits(existing, undefined) * (isTransaction ? TRANSACTION_FACTOR : 1);
  const partition = existing?.partition;
  return { tableName, kind: 'write', tableUnits: units, indexUnits: new Map(), partition };
}

/**
 * Adds up the usages of a request, table by table, in the order in which the tables first occur.
 */
export function totalUsage(usages: readonly Usage[]): readonly Usage[] {
  const totals = new Map<string, Usage>();
  for (const usage of usages) {
    const former = totals.get(usage.tableName);
    totals.set(usage.tableName, former === undefined ? usage : sum(former, usage));
  }
  return [...totals.values()];
}

/**
 * Adds the usage of one more item. It is added to the last usage if that has the same partition, as
 * most items of a batch do.
 */
export function addUsage(usages: Usage[], more: Usage): void {
  const last = usages.at(-1);
  const isOfSame = last?.tableName === more.tableName && last.partition === more.partition;
  if (isOfSame) usages[usages.length - 1] = sum(last, more);
  else usages.push(more);
}

/** A usage as the `ConsumedCapacity` of an answer, or undefined when the request did not ask. */
export function consumedCapacity(usage: Usage, asked: unknown): JsonObject | undefined {
  if (asked === undefined || asked === 'NONE') return undefined;
  const capacity = { TableName: usage.tableName, CapacityUnits: totalUnits(usage) };
  if (asked === 'TOTAL') return capacity;
  const table = { ...capacity, Table: { CapacityUnits: usage.tableUnits } };
  if (usage.indexUnits.size === 0) return table;
  const indexes = [...usage.indexUnits].map(([name, units]) => [name, { CapacityUnits: units }]);
  return { ...table, GlobalSecondaryIndexes: Object.fromEntries(indexes) };
}

function writeUnits(before: Entry | undefined, after: Entry | undefined): number {
  const bytes = Math.max(before?.sizeBytes ?? 0, after?.sizeBytes ?? 0);
  return Math.max(1, Math.ceil(bytes / WRITE_UNIT_BYTES));
}

function indexWriteUnits({ before, after }: IndexChange): number {
  if (before === undefined && after === undefined) return 0;
  if (before !== undefined && after !== undefined && !samePlace(before, after)) {
    return writeUnits(before, undefined) + writeUnits(undefined, after);
  }
  return writeUnits(before, after);
}

/** All units of a usage, of the table and of its indexes. */
export function totalUnits({ tableUnits, indexUnits }: Usage): number {
  let units = tableUnits;
  for (const each of indexUnits.values()) units += each;
  return units;
}

function sum(a: Usage, b: Usage): Usage {
  const tableUnits = a.tableUnits + b.tableUnits;
  if (a.indexUnits.size === 0 && b.indexUnits.size === 0) return { ...a, tableUnits };
  const indexUnits = new Map(a.indexUnits);
  for (const [name, units] of b.indexUnits) {
    indexUnits.set(name, (indexUnits.get(name) ?? 0) + units);
  }
  return { ...a, tableUnits, indexUnits };
}
