import { validationError } from '../validation-error.ts';
import type { AttributeValue, Item } from '../values/attribute-value.ts';
import { itemsEqual } from '../values/compare-values.ts';
import { ITEM_BYTES_MAX, itemSizeBytes } from '../values/item-size.ts';
import type { Entry } from './ordered-store.ts';
import { OrderedStore } from './ordered-store.ts';
import type { KeyTexts } from './primary-key.ts';
import { keyId, keyInIndex, refuseUnfitForIndex } from './primary-key.ts';
import type { RecentChanges } from './recent-changes.ts';
import type { IndexDefinition, TableDefinition } from './table-definition.ts';

/** A global secondary index with its entries. */
export type Index = { readonly definition: IndexDefinition; readonly store: OrderedStore };

/** The effect of a write on one index. Both are absent when it does not change the index. */
export type IndexChange = {
  readonly index: Index;
  readonly before: Entry | undefined;
  readonly after: Entry | undefined;
};

/** A planned write. All checks have passed, but nothing is written yet. */
export type Change = {
  readonly table: Table;
  readonly before: Entry | undefined;
  readonly after: Entry | undefined;
  readonly indexChanges: readonly IndexChange[];
};

/** A table's items and its indexes, which change together. */
export class Table {
  readonly definition: TableDefinition;
  readonly createdAtMs: number;
  readonly store: OrderedStore;
  readonly indexes: readonly Index[];
  /** Kept only where reads may be stale. */
  readonly recentChanges: RecentChanges<Change> | undefined;

  constructor(
    definition: TableDefinition,
    createdAtMs: number,
    recentChanges?: RecentChanges<Change>,
  ) {
    this.definition = definition;
    this.recentChanges = recentChanges;
    this.createdAtMs = createdAtMs;
    this.store = new OrderedStore(definition.key.range?.type ?? 'S');
    this.indexes = definition.indexes.map((index) => ({
      definition: index,
      store: new OrderedStore(index.key.range?.type ?? 'S'),
    }));
  }

  find(key: KeyTexts): Entry | undefined {
    return this.store.find({ partition: key.partition, sort: key.sort, tie: '' });
  }

  /**
   * Plans putting an item (or, with undefined, deleting the existing one). It changes nothing.
   * @param sizeBytes the item's size, where it is known
   * @throws {ServiceError} ValidationException when the item is too large or unfit for an index
   */
  plan(
    key: KeyTexts,
    before: Entry | undefined,
    item: Item | undefined,
    sizeBytes?: number,
  ): Change {
    const after = item === undefined ? undefined : entryOf(key, item, sizeBytes);
    const indexChanges: IndexChange[] = [];
    for (const index of this.indexes) {
      if (item !== undefined) refuseUnfitForIndex(index.definition, item);
      indexChanges.push(indexChange(index, keyId(key), before, after));
    }
    return { table: this, before, after, indexChanges };
  }

  /** Carries out a planned write. The item must not have changed since it was planned. */
  commit({ before, after, indexChanges }: Change): void {
    replaceEntry(this.store, before, after);
    for (const change of indexChanges)
      replaceEntry(change.index.store, change.before, change.after);
  }
}

function entryOf(
  { partition, sort }: KeyTexts,
  item: Item,
  sizeBytes = itemSizeBytes(item),
): Entry {
  if (sizeBytes > ITEM_BYTES_MAX) {
    // A Put that is too large was refused before, so this is an update.
    throw validationError('Item size to update has exceeded the maximum allowed size');
  }
  return { item, sizeBytes, partition, sort, tie: '' };
}

function replaceEntry(
  store: OrderedStore,
  before: Entry | undefined,
  after: Entry | undefined,
): void {
  if (before !== undefined && (after === undefined || !samePlace(before, after))) {
    store.remove(before);
  }
  if (after !== undefined) store.put(after);
}

/** Whether two entries of a store have the same place. */
export function samePlace(a: Entry, b: Entry): boolean {
  return a.partition === b.partition && a.sort === b.sort && a.tie === b.tie;
}

function indexChange(
  index: Index,
  tie: string,
  before: Entry | undefined,
  after: Entry | undefined,
): IndexChange {
  const formerKey = before && keyInIndex(index.definition.key, before.item);
  const former = formerKey && index.store.find({ ...formerKey, tie });
  const next = after && projectEntry(index.definition, tie, after);
  if (former === undefined || next === undefined) return { index, before: former, after: next };
  if (itemsEqual(former.item, next.item)) return { index, before: undefined, after: undefined };
  return { index, before: former, after: next };
}

function projectEntry(
  { key, attributes }: IndexDefinition,
  tie: string,
  entry: Entry,
): Entry | undefined {
  const place = keyInIndex(key, entry.item);
  if (place === undefined) return undefined;
  if (attributes === undefined) return { ...entry, ...place, tie };
  const item = pick(entry.item, attributes);
  return { item, sizeBytes: itemSizeBytes(item), ...place, tie };
}

function pick(item: Item, names: ReadonlySet<string>): Item {
  const picked: { [name: string]: AttributeValue } = {};
  for (const name in item) {
    const value = item[name];
    if (value !== undefined && names.has(name)) picked[name] = value;
  }
  return picked;
}
