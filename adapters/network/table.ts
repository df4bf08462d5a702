import {
  BatchGetItemCommand,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { batchGetMax } from '#domain/limits.ts';
import type { Run } from '#domain/run-settings.ts';
import { dynamoDbClient } from '../clients.ts';
import { environmentVariable, type Runtime } from '../runtime.ts';
import type { Item } from './items.ts';

/** The stack's one table, with the client and the cache that its readers and writers share. */
export interface Table {
  readonly name: string;
  readonly client: DynamoDBClient;
  readonly runtime: Runtime;
  /** Runs that were read lately, by their ids. */
  readonly runs: Map<string, { readonly run: Run; readonly readAtMs: number }>;
  /** The last rate-limit window that was found used up, by the cell's partition. */
  readonly usedUpWindows: Map<string, UsedUpWindow>;
}

/** A window that serves nobody any more. */
export interface UsedUpWindow {
  readonly index: number;
  /** Who asked it since, and is not written down yet. */
  unwrittenAsks: number;
}

export function openTable(runtime: Runtime): Table {
  return {
    name: environmentVariable(runtime, 'TABLE_NAME'),
    client: dynamoDbClient(runtime),
    runtime,
    runs: new Map(),
    usedUpWindows: new Map(),
  };
}

/**
 * Reads items by key. They come in any order, and missing ones are left out. Unprocessed keys are
 * requested again.
 * @param attributes only these are returned, to save transfer; the read units stay the same
 */
export async function getItems(
  table: Table,
  keys: readonly Item[],
  attributes?: Projection,
): Promise<Item[]> {
  const found: Item[] = [];
  let left = [...keys];
  for (let refusals = 0; left.length > 0; ) {
    const ask = left.slice(0, batchGetMax);
    const { Responses, UnprocessedKeys } = await table.client.send(
      new BatchGetItemCommand({
        RequestItems: { [table.name]: { Keys: ask, ConsistentRead: true, ...attributes } },
      }),
    );
    found.push(...(Responses?.[table.name] ?? []));
    const refused = UnprocessedKeys?.[table.name]?.Keys ?? [];
    left = [...refused, ...left.slice(batchGetMax)];
    if (refused.length === 0) continue;
    refusals += 1;
    await table.runtime.sleep(50 * 2 ** Math.min(refusals, 6));
  }
  return found;
}

/**
 * The attributes that a read returns. Each gets an alias, since common words are reserved in
 * DynamoDB.
 */
export function projection(...names: readonly string[]): Projection {
  return {
    ProjectionExpression: names.map((name) => `#${name}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
  };
}

export interface Projection {
  readonly ProjectionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
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
