// Only this file decides what a read sees. It is the latest write, unless the fault `staleRead`
// strikes an eventually consistent read: of a table without ConsistentRead, or of any index.
import type { ReadConsistency } from '../capacity.ts';
import type { Database } from './database.ts';
import type { EntrySource } from './entries-before.ts';
import { entriesBefore } from './entries-before.ts';
import type { Entry } from './ordered-store.ts';
import type { KeyTexts } from './primary-key.ts';
import type { Index, Table } from './table.ts';

/**
 * How old a stale answer is at most, in ms. AWS says that copies are "usually consistent within one
 * second or less" (Developer Guide, "DynamoDB read consistency") and sets no limit. This is the
 * local cloud's limit.
 */
export const STALE_MS_MAX = 1_000;

/** The read misses every change after this moment, in ms; undefined when it misses none. */
export type AsOf = number | undefined;

/** Decides, once for each request, how old the state is that it sees. */
export function drawAsOf(
  { clock, caller, faults }: Database,
  table: Table,
  consistency: ReadConsistency,
): AsOf {
  if (consistency !== 'eventual' || table.recentChanges === undefined) return undefined;
  if (!caller.isSubjectToFaults || faults?.strikes('staleRead') !== true) return undefined;
  return clock.nowMs() - Math.ceil(faults.particular('staleRead') * STALE_MS_MAX);
}

/** The item under a key as a read sees it. */
export function itemSeen(table: Table, key: KeyTexts, asOf: AsOf): Entry | undefined {
  const eldest = changesMissed(table, asOf).findLast(({ before, after }) => {
    const entry = before ?? after;
    return entry?.partition === key.partition && entry.sort === key.sort;
  });
  return eldest === undefined ? table.find(key) : eldest.before;
}

/** The entries of a table or of one of its indexes as a read sees them. */
export function entriesSeen(table: Table, index: Index | undefined, asOf: AsOf): EntrySource {
  const store = index === undefined ? table.store : index.store;
  const missed = changesMissed(table, asOf);
  return missed.length === 0 ? store : entriesBefore(store, index, missed);
}

function changesMissed({ recentChanges }: Table, asOf: AsOf) {
  return asOf === undefined || recentChanges === undefined ? NONE : recentChanges.after(asOf);
}

const NONE: readonly never[] = [];
