// DynamoDB's data plane: one call in, one answer out, nothing in between that another call could
// see.
import type { Clock, JsonObject, Meters, Random, Service } from '#local-cloud/service.ts';
import { ServiceError, UnsupportedError } from '#local-cloud/service.ts';
import type { Item } from './attribute-value.ts';
import { memberOf } from './attribute-value.ts';
import { batchGetItem, batchWriteItem } from './batch.ts';
import type { Database } from './database.ts';
import { tableNamed } from './database.ts';
import { compareNumbers } from './decimal.ts';
import { deleteItem, getItem, putItem, updateItem } from './item-operations.ts';
import type { Entry } from './ordered-store.ts';
import { refuseUnknownParameters } from './parameters.ts';
import { query } from './query.ts';
import { scan } from './scan.ts';
import { Table } from './table.ts';
import { defineTable } from './table-definition.ts';
import { describeTable } from './table-description.ts';
import { transactGetItems } from './transact-get.ts';
import { transactWriteItems } from './transact-write.ts';

/** Where a DynamoDb gets its time, its chance (none is used yet) and its meters from. */
export type DynamoDbOptions = {
  readonly clock: Clock;
  readonly meters: Meters;
  readonly random: Random;
};

/** The tables of one local cloud. */
export class DynamoDb implements Service {
  readonly target = 'DynamoDB_20120810';
  readonly #tables = new Map<string, Table>();
  readonly #database: Database;

  constructor({ clock, meters }: DynamoDbOptions) {
    this.#database = { tables: this.#tables, clock, meters, finishedTransactions: new Map() };
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
    this.#tables.set(tableName, new Table(definition, this.#database.clock.nowMs()));
  }

  call(operation: string, input: JsonObject): JsonObject {
    const known = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
    if (known === undefined) {
      throw new UnsupportedError(`the DynamoDB operation ${operation}`, Object.keys(OPERATIONS));
    }
    this.#database.meters.add('dynamodb.requests', 1);
    refuseUnknownParameters(operation, input, known.parameters);
    return known.carryOut(this.#database, input);
  }

  /** All items of a table, for tools to look at: not metered, in scan order, to be read only. */
  scan(tableName: string): Item[] {
    return [...entriesOf(tableNamed(this.#database, tableName))].map(({ item }) => ({ ...item }));
  }

  /**
   * Deletes the items whose time to live has passed, at no cost, and returns how many. AWS does so
   * within days of the expiry, at a time of its own choosing; here it is the time at which this is
   * called.
   */
  deleteExpired(tableName: string): number {
    const table = tableNamed(this.#database, tableName);
    const nowSeconds = String(Math.floor(this.#database.clock.nowMs() / 1000));
    const expired = [...entriesOf(table)].filter((entry) => hasExpired(table, entry, nowSeconds));
    for (const entry of expired) table.commit(table.plan(entry, entry, undefined));
    return expired.length;
  }
}

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
// ReturnItemCollectionMetrics tells of local secondary indexes; a table without any has nothing to
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
    carryOut: (database, input) => ({
      Table: describeTable(tableNamed(database, input.TableName)),
    }),
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
