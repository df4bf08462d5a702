// Tables by a call: made, deleted, listed. A template's tables are there from the start.

import type { JsonObject } from '#local-cloud/service.ts';
import { ServiceError } from '#local-cloud/service.ts';
import { type Database, describedTable, tableNamed } from '../tables/database.ts';
import { describeTable } from '../tables/table-description.ts';
import { validationError } from '../validation-error.ts';

/** Who keeps the tables. */
export type TableKeeper = {
  readonly database: Database;
  createTable(properties: JsonObject, tableName: string): void;
  deleteTable(tableName: string): void;
};

/** An operation on tables. */
export type TableOperation = {
  readonly carryOut: (keeper: TableKeeper, input: JsonObject) => JsonObject;
  readonly parameters: readonly string[];
};

/** A page of names (API reference, ListTables). */
const NAMES_MAX = 100;

/** The operations, by name. */
export const TABLE_OPERATIONS: { readonly [name: string]: TableOperation } = {
  CreateTable: {
    carryOut: createTable,
    parameters: [
      'TableName',
      'AttributeDefinitions',
      'KeySchema',
      'GlobalSecondaryIndexes',
      'LocalSecondaryIndexes',
      'StreamSpecification',
      'BillingMode',
      'ProvisionedThroughput',
      'SSESpecification',
      'TableClass',
      'Tags',
      'DeletionProtectionEnabled',
    ],
  },
  DeleteTable: {
    carryOut: ({ database, ...keeper }, { TableName }) => {
      const table = describedTable(database, TableName);
      const Table = describeTable(table, database.arnPrefix);
      keeper.deleteTable(table.definition.name);
      return { TableDescription: { ...Table, TableStatus: 'DELETING' } };
    },
    parameters: ['TableName'],
  },
  ListTables: {
    carryOut: ({ database }, input) => listTables([...database.tables.keys()], input),
    parameters: ['ExclusiveStartTableName', 'Limit'],
  },
  DescribeTimeToLive: {
    carryOut: ({ database }, { TableName }) => {
      const { timeToLiveAttribute: AttributeName } = tableNamed(database, TableName).definition;
      const TimeToLiveDescription =
        AttributeName === undefined
          ? { TimeToLiveStatus: 'DISABLED' }
          : { TimeToLiveStatus: 'ENABLED', AttributeName };
      return { TimeToLiveDescription };
    },
    parameters: ['TableName'],
  },
};

function createTable({ database, ...keeper }: TableKeeper, input: JsonObject): JsonObject {
  const { TableName, StreamSpecification, ...properties } = input;
  if (typeof TableName !== 'string') throw validationError('TableName must be given, as text');
  if (database.tables.has(TableName))
    throw new ServiceError('ResourceInUseException', `Table already exists: ${TableName}`);
  // One that asks for no stream asks for nothing; any other is refused with the rest.
  const isStreamed = (StreamSpecification as JsonObject | undefined)?.StreamEnabled === true;
  const asked = isStreamed ? { ...properties, StreamSpecification } : properties;
  keeper.createTable(onDemand(asked), TableName);
  const table = tableNamed(database, TableName);
  return { TableDescription: describeTable(table, database.arnPrefix) };
}

/** Every table is on demand and never throttled, so provisioned throughput is left out. */
function onDemand(properties: JsonObject): JsonObject {
  const withoutThroughput = ({ ProvisionedThroughput: _, ...rest }: JsonObject): JsonObject => rest;
  const { GlobalSecondaryIndexes: indexes } = properties;
  return {
    ...withoutThroughput(properties),
    ...(Array.isArray(indexes) && {
      GlobalSecondaryIndexes: (indexes as JsonObject[]).map(withoutThroughput),
    }),
    BillingMode: 'PAY_PER_REQUEST',
  };
}

function listTables(names: readonly string[], input: JsonObject): JsonObject {
  const { Limit = NAMES_MAX, ExclusiveStartTableName: after = '' } = input;
  if (typeof Limit !== 'number' || Limit < 1 || Limit > NAMES_MAX)
    throw validationError(`Limit must be from 1 to ${NAMES_MAX}`);
  const left = [...names].sort().filter((name) => name > String(after));
  const TableNames = left.slice(0, Limit);
  return {
    TableNames,
    ...(TableNames.length < left.length && { LastEvaluatedTableName: TableNames.at(-1) }),
  };
}
