// What can be found of a stack at its services, whether CloudFormation still knows of it or not.

/** What a thing is, in the words of a report. */
export type FoundKind =
  | 'stack'
  | 'queue'
  | 'table'
  | 'function'
  | 'event source mapping'
  | 'state machine'
  | 'log group'
  | 'secret'
  | 'alarm'
  | 'dashboard'
  | 'schedule'
  | 'key';

/** One thing, as its own service lists it. */
export interface Found {
  readonly kind: FoundKind;
  /** The name to show. */
  readonly name: string;
  /** What its service deletes it by, where that is not the name: a URL or an ARN. */
  readonly deleteBy?: string;
  /** Its other names: an ARN, a URL, an id, the function that a mapping belongs to. */
  readonly ids: readonly string[];
  /** The stack that its tags name, where its service lists tags. */
  readonly stackTag?: string | undefined;
  /** What else is worth knowing, such as `deleted for good on 2026-12-30`; empty: nothing. */
  readonly note: string;
  readonly upkeep: Upkeep;
}

/** What decides how much a thing costs while nobody uses it. */
export interface Upkeep {
  /** Bytes that a table or a log group keeps. */
  readonly storedBytes?: number;
  /** Capacity that is reserved a second, with that of the indexes. */
  readonly readCapacity?: number;
  readonly writeCapacity?: number;
  /** The maximum concurrency of an enabled mapping, null where it has none. */
  readonly pollsAtMost?: number | null;
  /** An alarm, in the words of a template; null: a composite one. */
  readonly alarm?: Readonly<Record<string, unknown>> | null;
  /** A secret or a key that waits for its deletion is free. */
  readonly isEnding?: boolean;
}

/** What is asked of one service. */
export interface Question {
  readonly service: string;
  /** What it is asked for, in words: `queues`. */
  readonly what: string;
  /** Everything of this kind in the account and region. */
  list(): Promise<Found[]>;
  /** Asks about one thing what the list does not say. */
  look?(found: Found): Promise<Found>;
}

/** A tag that CloudFormation itself puts on what it makes. */
export const stackTagKey = 'aws:cloudformation:stack-name';

/** Reads a list page by page. @param page takes the mark of a page; the first has none */
export async function everyPage<Item>(
  page: (
    mark: string | undefined,
  ) => Promise<{ items: readonly Item[]; next?: string | undefined }>,
): Promise<Item[]> {
  const all: Item[] = [];
  let mark: string | undefined;
  do {
    const { items, next } = await page(mark);
    all.push(...items);
    mark = next || undefined;
  } while (mark !== undefined);
  return all;
}
