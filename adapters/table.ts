import {
  BatchGetItemCommand,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { batchGetMax } from '#domain/limits.ts';
import { dynamoDbClient } from './clients.ts';
import type { Item } from './items.ts';
import { environmentVariable, type Runtime } from './runtime.ts';

/** The stack's one table, with what its readers and writers need around them. */
export interface Table {
  readonly name: string;
  readonly client: DynamoDBClient;
  readonly runtime: Runtime;
}

export function openTable(runtime: Runtime): Table {
  return {
    name: environmentVariable(runtime, 'TABLE_NAME'),
    client: dynamoDbClient(runtime),
    runtime,
  };
}

/**
 * Reads items by key, in any order; missing ones are left out. Unprocessed keys are asked for
 * again.
 */
export async function getItems(table: Table, keys: readonly Item[]): Promise<Item[]> {
  const found: Item[] = [];
  let left = [...keys];
  for (let round = 0; left.length > 0; round += 1) {
    if (round > 0) await table.runtime.sleep(50 * 2 ** Math.min(round, 6));
    const ask = left.slice(0, batchGetMax);
    const { Responses, UnprocessedKeys } = await table.client.send(
      new BatchGetItemCommand({
        RequestItems: { [table.name]: { Keys: ask, ConsistentRead: true } },
      }),
    );
    found.push(...(Responses?.[table.name] ?? []));
    left = [...(UnprocessedKeys?.[table.name]?.Keys ?? []), ...left.slice(batchGetMax)];
  }
  return found;
}

/** Reads every page of a query. */
export async function queryAll(
  table: Table,
  query: Omit<QueryCommandInput, 'TableName'>,
): Promise<Item[]> {
  const found: Item[] = [];
  let from: Item | undefined;
  do {
    const page = await table.client.send(
      new QueryCommand({ TableName: table.name, ...query, ExclusiveStartKey: from }),
    );
    found.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return found;
}
