// DynamoDB's data plane. A call is carried out as a whole: no other call sees a state in between.
import type { FaultInjector } from '#local-cloud/faults.ts';
import type { CommitListener } from '#local-cloud/history-facts.ts';
import type { Peaks } from '#local-cloud/peaks.ts';
import type {
  CallContext,
  Clock,
  JsonObject,
  Meters,
  Random,
  Service,
} from '#local-cloud/service.ts';
import { ServiceError, UnsupportedError } from '#local-cloud/service.ts';
import { batchGetItem, batchWriteItem } from './operations/batch.ts';
import { deleteItem, getItem, putItem, updateItem } from './operations/item-operations.ts';
import { query } from './operations/query.ts';
import { scan } from './operations/scan.ts';
import { TABLE_OPERATIONS } from './operations/table-operations.ts';
import { transactGetItems } from './operations/transact-get.ts';
import { transactWriteItems } from './operations/transact-write.ts';
import { refuseUnknownParameters } from './parameters.ts';
import { refuseTableName } from './request-constraints.ts';
import { StorageMeter } from './storage-meter.ts';
import { commitChanges } from './tables/commit-changes.ts';
import type { Database } from './tables/database.ts';
import { describedTable, tableNamed } from './tables/database.ts';
import type { Entry } from './tables/ordered-store.ts';
import { STALE_MS_MAX } from './tables/read-view.ts';
import { RecentChanges } from './tables/recent-changes.ts';
import type { Change } from './tables/table.ts';
import { Table } from './tables/table.ts';
import { defineTable } from './tables/table-definition.ts';
import { describeTable } from './tables/table-description.ts';
import type { Item } from './values/attribute-value.ts';
import { memberOf } from './values/attribute-value.ts';
import { compareNumbers } from './values/decimal.ts';

/** What a DynamoDb needs: its time, its chance (none is used yet) and its meters. */
export type DynamoDbOptions = {
  readonly clock: Clock;
  readonly meters: Meters;
  readonly peaks?: Peaks | undefined;
  readonly random: Random;
  readonly onCommit?: CommitListener | undefined;
  /** For conflicts and stale reads. Without it there are none. */
  readonly faults?: FaultInjector | undefined;
  /** Whether a transaction under way refuses other writes of its items; false by default. */
  readonly naturalConflicts?: boolean | undefined;
  /** The ARN of each table begins with this. Its name follows. */
  readonly arnPrefix?: string | undefined;
};

/** The local cloud's account and region, for a database without a cloud. */
const ARN_PREFIX = 'arn:aws:dynamodb:us-east-1:000000000000:table/';

/**
 * How long expired items stay at most while the tables are in use. A guess at a good day: AWS
 * promises no more than "within a few days" (Developer Guide, "Using time to live"). Until then
 * they can be read.
 */
const SWEEP_EVERY_MS = 3_600_000;

/** The tables of one local cloud. */
export class DynamoDb implements Service {
  readonly target = 'DynamoDB_20120810';
  readonly #tables = new Map<string, Table>();
  readonly #database: Database;
  #nextSweepAtMs: number;

  constructor(options: DynamoDbOptions) {
    const { clock, meters, onCommit, faults, naturalConflicts } = options;
    this.#database = {
      tables: this.#tables,
      arnPrefix: options.arnPrefix ?? ARN_PREFIX,
      clock,
      meters,
      storage: new StorageMeter(this.#tables, clock, meters),
      peaks: options.peaks,
      finishedTransactions: new Map(),
      onCommit,
      faults,
      heldItems: naturalConflicts === true ? new Map() : undefined,
      caller: OPERATOR,
    };
    this.#nextSweepAtMs = clock.nowMs() + SWEEP_EVERY_MS;
  }

  /**
   * Adds a table from the properties of a CloudFormation `AWS::DynamoDB::Table`, intrinsics
   * resolved.
   * @throws {UnsupportedError} for a property that the local cloud does not model
   * @throws {ServiceError} ResourceInUseException when the name is taken, ValidationException for
   * a bad schema
   */
  createTable(properties: JsonObject, tableName: string): void {
    if (this.#tables.has(tableName)) {
      throw new ServiceError('ResourceInUseException', `Table already exists: ${tableName}`);
    }
    const definition = defineTable(properties, tableName);
    const { clock, faults } = this.#database;
    const mayBeStale = faults?.canStrike('staleRead') === true;
    const recentChanges = mayBeStale ? new RecentChanges<Change>(STALE_MS_MAX) : undefined;
    this.#tables.set(tableName, new Table(definition, clock.nowMs(), recentChanges));
  }

  /** Removes a table with all that is in it. @throws {Error} there is none of that name */
  deleteTable(tableName: string): void {
    this.#database.storage.note();
    if (!this.#tables.delete(tableName)) throw new Error(`no table is called '${tableName}'`);
  }

  call(operation: string, input: JsonObject, context: CallContext = OPERATOR): JsonObject {
    const known = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
    if (known === undefined) return this.#callOnTables(operation, input);
    this.#database.meters.add('dynamodb.requests', 1);
    refuseUnknownParameters(operation, input, known.parameters);
    this.#database.caller = context;
    this.#sweep();
    return known.carryOut(this.#database, input);
  }

  #callOnTables(operation: string, input: JsonObject): JsonObject {
    const known = Object.hasOwn(TABLE_OPERATIONS, operation)
      ? TABLE_OPERATIONS[operation]
      : undefined;
    if (known === undefined) {
      const names = [...Object.keys(OPERATIONS), ...Object.keys(TABLE_OPERATIONS)];
      throw new UnsupportedError(`the DynamoDB operation ${operation}`, names);
    }
    this.#database.meters.add('dynamodb.requests', 1);
    refuseUnknownParameters(operation, input, known.parameters);
    const keeper = {
      database: this.#database,
      createTable: (properties: JsonObject, name: string) => this.createTable(properties, name),
      deleteTable: (name: string) => this.deleteTable(name),
    };
    return known.carryOut(keeper, input);
  }

  /**
   * The items of a table, for tools to look at: not metered, in scan order, to be read only.
   * @param sortKeyPrefix only items whose sort key begins so
   */
  scan(tableName: string, sortKeyPrefix = ''): Item[] {
    const items: Item[] = [];
    for (const { entries } of tableNamed(this.#database, tableName).store.partitionsInHashOrder())
      for (const { item, sort } of entries)
        if (sort.startsWith(sortKeyPrefix)) items.push({ ...item });
    return items;
  }

  /**
   * Deletes the items whose time to live has passed, at no cost. @returns how many. AWS deletes
   * them within days, at a time of its own choice. Here they are deleted when this is called, and
   * at the first call of any kind in each hour.
   */
  deleteExpired(tableName: string): number {
    const table = tableNamed(this.#database, tableName);
    const nowSeconds = String(Math.floor(this.#database.clock.nowMs() / 1000));
    const expired = [...entriesOf(table)].filter((entry) => hasExpired(table, entry, nowSeconds));
    const changes = expired.map((entry) => table.plan(entry, entry, undefined));
    commitChanges(this.#database, 'TTL', changes);
    return expired.length;
  }

  /** Brings the meters of what is stored up to date. */
  settleMeters(): void {
    this.#database.storage.settle();
  }

  #sweep(): void {
    const nowMs = this.#database.clock.nowMs();
    if (nowMs < this.#nextSweepAtMs) return;
    this.#nextSweepAtMs = nowMs + SWEEP_EVERY_MS;
    for (const [tableName, { definition }] of this.#tables) {
      if (definition.timeToLiveAttribute !== undefined) this.deleteExpired(tableName);
    }
  }
}

/** The default context: no faults, and an answer without delay. */
const OPERATOR: CallContext = { isSubjectToFaults: false, answerInMs: 0 };

type Operation = {
  readonly carryOut: (database: Database, input: JsonObject) => JsonObject;
  readonly parameters: readonly string[];
};

const NAMES = ['TableName', 'ExpressionAttributeNames', 'ReturnConsumedCapacity'];
const WRITES = [
  ...NAMES,
  'ExpressionAttributeValues',
  'ConditionExpression',
  'ReturnValues',
  'ReturnValuesOnConditionCheckFailure',
  'ReturnItemCollectionMetrics',
];
const PAGES = [
  ...NAMES,
  'ExpressionAttributeValues',
  'IndexName',
  'ConsistentRead',
  'ExclusiveStartKey',
  'FilterExpression',
  'Limit',
  'ProjectionExpression',
  'Select',
];
// ReturnItemCollectionMetrics is about local secondary indexes; a table without any has nothing to
// return.
const BATCHES = ['RequestItems', 'ReturnConsumedCapacity'];

const OPERATIONS: { readonly [name: string]: Operation } = {
  GetItem: {
    carryOut: getItem,
    parameters: [...NAMES, 'Key', 'ConsistentRead', 'ProjectionExpression'],
  },
  PutItem: { carryOut: putItem, parameters: [...WRITES, 'Item'] },
  UpdateItem: { carryOut: updateItem, parameters: [...WRITES, 'Key', 'UpdateExpression'] },
  DeleteItem: { carryOut: deleteItem, parameters: [...WRITES, 'Key'] },
  Query: {
    carryOut: query,
    parameters: [...PAGES, 'KeyConditionExpression', 'ScanIndexForward'],
  },
  Scan: { carryOut: scan, parameters: [...PAGES, 'Segment', 'TotalSegments'] },
  BatchGetItem: { carryOut: batchGetItem, parameters: BATCHES },
  BatchWriteItem: {
    carryOut: batchWriteItem,
    parameters: [...BATCHES, 'ReturnItemCollectionMetrics'],
  },
  TransactWriteItems: {
    carryOut: transactWriteItems,
    parameters: [
      'TransactItems',
      'ClientRequestToken',
      'ReturnConsumedCapacity',
      'ReturnItemCollectionMetrics',
    ],
  },
  TransactGetItems: {
    carryOut: transactGetItems,
    parameters: ['TransactItems', 'ReturnConsumedCapacity'],
  },
  DescribeTable: {
    carryOut: (database, input) => {
      refuseTableName(database, input.TableName);
      const table = describedTable(database, input.TableName);
      return { Table: describeTable(table, database.arnPrefix) };
    },
    parameters: ['TableName'],
  },
};

function* entriesOf(table: Table): Generator<Entry> {
  for (const partition of table.store.partitionsInHashOrder()) yield* partition.entries;
}

function hasExpired(table: Table, { item }: Entry, nowSeconds: string): boolean {
  const name = table.definition.timeToLiveAttribute;
  const expiry = name === undefined ? undefined : memberOf(item, name);
  return expiry !== undefined && 'N' in expiry && compareNumbers(expiry.N, nowSeconds) <= 0;
}
