// Stores entries: partitions by partition key, each a list in the order of (sort key, tie). A table
// and each of its indexes is one such store. It is made for partitions of a few thousand entries,
// since a write moves all later entries.
import type { Item } from '../values/attribute-value.ts';
import type { OrderedType } from '../values/compare-values.ts';
import { compareKeyTexts } from '../values/compare-values.ts';

/** A stored item, or the part of it that an index holds. It never changes. */
export type Entry = {
  readonly item: Item;
  readonly sizeBytes: number;
  readonly partition: string;
  readonly sort: string;
  /** The item's own key in its table, so that an index can hold many items under one key. */
  readonly tie: string;
};

/** The place of an entry. */
export type Place = Pick<Entry, 'partition' | 'sort' | 'tie'>;

/** A partition's entries with the hash that places it in scan order. */
export type Partition = {
  readonly hash: number;
  readonly key: string;
  entries: Entry[];
  /** The same entries by sort key and tie, since most look-ups know both. */
  readonly byKey: Map<string, Entry>;
};

/** Entries by partition key, in order within. */
export class OrderedStore {
  readonly #partitions = new Map<string, Partition>();
  readonly #sortType: OrderedType;
  #inHashOrder: readonly Partition[] | undefined;
  #entryCount = 0;
  #sizeBytes = 0;

  constructor(sortType: OrderedType) {
    this.#sortType = sortType;
  }

  get entryCount(): number {
    return this.#entryCount;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  find(place: Place): Entry | undefined {
    return this.#partitions.get(place.partition)?.byKey.get(keyWithin(place));
  }

  /** The entries of a partition in order; not to be changed. */
  entriesOf(partition: string): readonly Entry[] {
    return this.#partitions.get(partition)?.entries ?? NONE;
  }

  /** Adds an entry. It replaces an entry at the same place. */
  put(entry: Entry): void {
    const { entries, byKey } = this.#partitionFor(entry.partition);
    byKey.set(keyWithin(entry), entry);
    const position = this.#positionOf(entries, entry);
    const former = entries[position];
    const replaces = former !== undefined && this.compare(former, entry) === 0;
    if (replaces) entries[position] = entry;
    else entries.splice(position, 0, entry);
    this.#entryCount += replaces ? 0 : 1;
    this.#sizeBytes += entry.sizeBytes - (replaces ? former.sizeBytes : 0);
  }

  /**
   * Removes the entry at a place. @throws {Error} when there is none: a table and its index
   * disagree
   */
  remove(place: Place): void {
    const partition = this.#partitionFor(place.partition);
    const position = this.#positionOf(partition.entries, place);
    const entry = partition.entries[position];
    if (entry === undefined || this.compare(entry, place) !== 0) {
      throw new Error(`nothing to remove at ${JSON.stringify(place)}`);
    }
    partition.entries.splice(position, 1);
    partition.byKey.delete(keyWithin(entry));
    this.#entryCount--;
    this.#sizeBytes -= entry.sizeBytes;
    if (partition.entries.length > 0) return;
    this.#partitions.delete(place.partition);
    this.#inHashOrder = undefined;
  }

  /**
   * All partitions in the order of a scan: by the hash of the key and not by the key, as in
   * DynamoDB.
   */
  partitionsInHashOrder(): readonly Partition[] {
    this.#inHashOrder ??= [...this.#partitions.values()].sort(comparePartitions);
    return this.#inHashOrder;
  }

  /** The order of two entries of one partition. */
  compare(a: Pick<Place, 'sort' | 'tie'>, b: Pick<Place, 'sort' | 'tie'>): number {
    const order = compareKeyTexts(this.#sortType, a.sort, b.sort);
    if (order !== 0) return order;
    return a.tie < b.tie ? -1 : a.tie > b.tie ? 1 : 0;
  }

  #positionOf(entries: readonly Entry[], place: Place): number {
    return firstIndex(entries, (entry) => this.compare(entry, place) >= 0);
  }

  #partitionFor(key: string): Partition {
    let partition = this.#partitions.get(key);
    if (partition === undefined) {
      partition = { hash: partitionHash(key), key, entries: [], byKey: new Map() };
      this.#partitions.set(key, partition);
      this.#inHashOrder = undefined;
    }
    return partition;
  }
}

/** A table's entries have no tie, so the sort key alone is enough. */
function keyWithin({ sort, tie }: Pick<Place, 'sort' | 'tie'>): string {
  return tie === '' ? sort : `${sort.length} ${sort}${tie}`;
}

/**
 * The first index at which `holds` is true, or the list's length. `holds` must stay true from there
 * on.
 */
export function firstIndex<T>(list: readonly T[], holds: (element: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const element = list[middle];
    if (element !== undefined && holds(element)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Order of partitions in a scan. */
export function comparePartitions(
  a: Pick<Partition, 'hash' | 'key'>,
  b: Pick<Partition, 'hash' | 'key'>,
): number {
  return a.hash - b.hash || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

/**
 * FNV-1a over UTF-16 units with a final mix, 32 bits. Any spread is good enough, but it must not
 * change.
 */
export function partitionHash(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

const NONE: readonly Entry[] = [];
