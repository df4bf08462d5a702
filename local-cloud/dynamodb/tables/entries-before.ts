// An earlier state of a table or index, made from the present one and the changes since.
import type { Entry, OrderedStore, Partition } from './ordered-store.ts';
import { comparePartitions, partitionHash } from './ordered-store.ts';
import type { Change, Index } from './table.ts';
import { samePlace } from './table.ts';

/** The part of a store that a query or scan needs. */
export type EntrySource = Pick<OrderedStore, 'entriesOf' | 'compare'> & {
  partitionsInHashOrder(): readonly Pick<Partition, 'key' | 'hash' | 'entries'>[];
};

type Replacement = { readonly before: Entry | undefined; readonly after: Entry | undefined };

/** The entries of a table, or of one of its indexes, as they were before these changes. */
export function entriesBefore(
  store: OrderedStore,
  index: Index | undefined,
  changes: readonly Change[],
): EntrySource {
  const partitions = new Map<string, Entry[]>();
  const entriesOf = (partition: string) => partitions.get(partition) ?? store.entriesOf(partition);
  const undo = (entry: Entry, isThere: boolean): void => {
    const others = entriesOf(entry.partition).filter((other) => !samePlace(other, entry));
    const position = others.findIndex((other) => store.compare(other, entry) > 0);
    if (isThere) others.splice(position < 0 ? others.length : position, 0, entry);
    partitions.set(entry.partition, others);
  };
  for (const change of changes) {
    const { before, after } = replacementIn(index, change);
    if (after !== undefined) undo(after, false);
    if (before !== undefined) undo(before, true);
  }
  return {
    entriesOf,
    compare: (a, b) => store.compare(a, b),
    partitionsInHashOrder: () => {
      const now = store.partitionsInHashOrder().filter(({ key }) => !partitions.has(key));
      const then = [...partitions].map(([key, entries]) => {
        return { key, hash: partitionHash(key), entries };
      });
      return [...now, ...then].sort(comparePartitions);
    },
  };
}

function replacementIn(index: Index | undefined, change: Change): Replacement {
  if (index === undefined) return change;
  const found = change.indexChanges.find((each) => each.index === index);
  return found ?? { before: undefined, after: undefined };
}
