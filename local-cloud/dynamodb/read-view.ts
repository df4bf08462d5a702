// The one place that decides what a read sees. Today that is always the latest write; an eventually
// consistent read (of a table with ConsistentRead false, or of any index) may be served something
// older from here.
import type { ReadConsistency } from './capacity.ts';
import type { Entry, OrderedStore } from './ordered-store.ts';
import type { KeyTexts } from './primary-key.ts';
import type { Index, Table } from './table.ts';

/** The item under a key, as a read of that consistency sees it. */
export function itemSeen(
  table: Table,
  key: KeyTexts,
  _consistency: ReadConsistency,
): Entry | undefined {
  return table.find(key);
}

/** The entries of a table or of one of its indexes, as a read of that consistency sees them. */
export function entriesSeen(
  table: Table,
  index: Index | undefined,
  _consistency: ReadConsistency,
): OrderedStore {
  return index === undefined ? table.store : index.store;
}
