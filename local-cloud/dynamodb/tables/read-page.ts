// The common part of Query and Scan: the store that they read, what they return of each entry, and
// where a page ends.
import type { JsonObject } from '#local-cloud/service.ts';
import type { ReadConsistency } from '../capacity.ts';
import { consumedCapacity, readUnits, readUsage } from '../capacity.ts';
import { attributesOf } from '../expressions/condition-attributes.ts';
import type { Condition } from '../expressions/condition-expression.ts';
import { parseCondition } from '../expressions/condition-expression.ts';
import { conditionHolds } from '../expressions/condition-verdict.ts';
import type { Path } from '../expressions/document-path.ts';
import { ExpressionParameters } from '../expressions/expression-parameters.ts';
import { refuseUnfitOperands } from '../expressions/operand-checks.ts';
import { readProjection } from '../expressions/projection.ts';
import {
  refuseContradiction,
  refuseUnprojected,
  refuseUnselectable,
} from '../expressions/selection.ts';
import { meterUsage } from '../meter-usage.ts';
import { returnedItem } from '../operations/item-operations.ts';
import { flagParameter } from '../parameters.ts';
import { isValidationError, validationError } from '../validation-error.ts';
import type { Item } from '../values/attribute-value.ts';
import { parseItem } from '../values/attribute-value.ts';
import type { Database } from './database.ts';
import { tableNamed } from './database.ts';
import type { EntrySource } from './entries-before.ts';
import { refuseConditionOnPartOfKey, refusePathsIntoKeys } from './key-paths.ts';
import type { Entry, Place } from './ordered-store.ts';
import type { KeyTexts } from './primary-key.ts';
import { keyId, matchingKey } from './primary-key.ts';
import { drawAsOf, entriesSeen } from './read-view.ts';
import type { Index, Table } from './table.ts';
import type { KeySchema } from './table-definition.ts';
import { keyNames } from './table-definition.ts';

/** A request for one page, as far as it can be read without a table. */
export type PageWish = {
  readonly parameters: ExpressionParameters;
  readonly filter: Condition | undefined;
  readonly paths: readonly Path[] | undefined;
  readonly isConsistent: boolean;
  readonly startKey: Item | undefined;
  readonly limit: number;
};

/** A request for one page of a table or index. */
export type PageRequest = PageWish & {
  readonly table: Table;
  readonly index: Index | undefined;
  /** The key of the table or index that is read. */
  readonly key: KeySchema;
  readonly store: EntrySource;
  readonly consistency: ReadConsistency;
  readonly countsOnly: boolean;
  /** The entry after which the page starts. */
  readonly startAfter: Place | undefined;
};

/**
 * Reads the request for a page.
 * @throws {ServiceError} ValidationException for a fault of the request itself
 */
export function readPageWish(operation: 'Query' | 'Scan', input: JsonObject): PageWish {
  const isConsistent = flagParameter(input, 'ConsistentRead', false);
  const parameters = new ExpressionParameters(input);
  const text = input.FilterExpression;
  const filter = parameters.read('FilterExpression', text, parseCondition, refuseUnfitOperands);
  const paths = readProjection(input, parameters);
  refuseContradiction(operation, input, paths !== undefined);
  const { ExclusiveStartKey: start, Limit } = input;
  return {
    parameters,
    filter,
    paths,
    isConsistent,
    startKey: start === undefined || start === null ? undefined : parseItem(start),
    limit: Limit === undefined ? Number.MAX_SAFE_INTEGER : Number(Limit),
  };
}

/**
 * Checks the request against the table or index that it names.
 * @throws {ServiceError} ValidationException, ResourceNotFoundException
 */
export function pageRequestFor(database: Database, input: JsonObject, wish: PageWish): PageRequest {
  const { filter, parameters, paths, isConsistent, startKey } = wish;
  const table = tableNamed(database, input.TableName);
  const index = indexNamed(table, input.IndexName);
  if (isConsistent && index !== undefined) {
    throw validationError('Consistent reads are not supported on global secondary indexes');
  }
  refuseUnselectable(input.Select, index);
  refuseConditionOnPartOfKey(table.definition, filter, parameters);
  refusePathsIntoKeys(table.definition, paths ?? NO_PATHS, parameters);
  const filtered = filter === undefined ? [] : attributesOf(filter, parameters);
  const projected = paths?.map(([name]) => String(name)) ?? [];
  refuseUnprojected(index, [...filtered, ...projected]);
  const consistency = isConsistent ? 'strong' : 'eventual';
  return {
    ...wish,
    table,
    index,
    consistency,
    key: index?.definition.key ?? table.definition.key,
    store: entriesSeen(table, index, drawAsOf(database, table, consistency)),
    countsOnly: input.Select === 'COUNT',
    startAfter: startKey === undefined ? undefined : startPlace(table, index, startKey),
  };
}

const NO_PATHS: readonly Path[] = [];

/** Reads entries until the page is full, meters what was read and makes the answer. */
export function answerPage(
  database: Database,
  input: JsonObject,
  request: PageRequest,
  entries: Iterable<Entry>,
): JsonObject {
  const page = collect(request, entries);
  const units = readUnits(page.bytes, request.consistency);
  const { table, index } = request;
  const usage = readUsage(table.definition.name, units, index?.definition.name, page.partition);
  const capacity = consumedCapacity(usage, input.ReturnConsumedCapacity);
  meterUsage(database, [usage]);
  return {
    ...(request.countsOnly ? {} : { Items: page.items }),
    Count: page.count,
    ScannedCount: page.scannedCount,
    ...(page.last && { LastEvaluatedKey: keyAttributes(request, page.last) }),
    ...(capacity && { ConsumedCapacity: capacity }),
  };
}

// AWS "Service quotas": a page ends with the item that takes it to 1 MB, counted before the filter.
const PAGE_BYTES_MAX = 1024 * 1024;

type Page = {
  readonly items: readonly Item[];
  readonly count: number;
  readonly scannedCount: number;
  readonly bytes: number;
  /** The partition key of all that was read, if it is the same. */
  readonly partition: string | undefined;
  /** The last entry read, when the page ended before the entries did (or might have). */
  readonly last: Entry | undefined;
};

function collect(request: PageRequest, entries: Iterable<Entry>): Page {
  const { filter, parameters, paths, countsOnly, limit } = request;
  const items: Item[] = [];
  let count = 0;
  let scannedCount = 0;
  let bytes = 0;
  let partition: string | undefined;
  for (const entry of entries) {
    if (scannedCount === 0) partition = entry.partition;
    else if (entry.partition !== partition) partition = undefined;
    scannedCount++;
    bytes += entry.sizeBytes;
    if (filter === undefined || conditionHolds(filter, entry.item, parameters)) {
      count++;
      if (!countsOnly) items.push(returnedItem(entry.item, paths));
    }
    if (scannedCount >= limit || bytes >= PAGE_BYTES_MAX) {
      return { items, count, scannedCount, bytes, partition, last: entry };
    }
  }
  return { items, count, scannedCount, bytes, partition, last: undefined };
}

function indexNamed(table: Table, name: unknown): Index | undefined {
  if (name === undefined) return undefined;
  const index = table.indexes.find((each) => each.definition.name === name);
  if (index !== undefined) return index;
  throw validationError(`The table does not have the specified index: ${String(name)}`);
}

function pageKeyNames(table: Table, index: Index | undefined): readonly string[] {
  const own = keyNames(table.definition.key);
  return index === undefined ? own : [...new Set([...own, ...keyNames(index.definition.key)])];
}

function keyAttributes({ table, index }: PageRequest, { item }: Entry): Item {
  return returnedItem(
    item,
    pageKeyNames(table, index).map((name) => [name]),
  );
}

function startPlace(table: Table, index: Index | undefined, start: Item): Place {
  const names = pageKeyNames(table, index);
  if (Object.keys(start).sort().join() !== names.toSorted().join()) {
    throw validationError('The provided starting key is invalid');
  }
  const own = keyIn(table.definition.key, start);
  if (index === undefined) return { ...own, tie: '' };
  return { ...keyIn(index.definition.key, start), tie: keyId(own) };
}

function keyIn(schema: KeySchema, start: Item): KeyTexts {
  try {
    return matchingKey(schema, start);
  } catch (error) {
    if (!isValidationError(error)) throw error;
    throw validationError(`The provided starting key is invalid: ${error.message}`);
  }
}
