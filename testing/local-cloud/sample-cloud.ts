// For the tests of this folder: a DynamoDb with one table, a clock that stands where it is put, and
// open meters.

import { DynamoDb, type DynamoDbOptions } from '#local-cloud/dynamodb/dynamo-db.ts';
import type { JsonObject } from '#local-cloud/service.ts';

/**
 * The sample table: `pk` (S) and `sk` (N), an index of keys by `team`, one of all by `pk`,
 * `score`.
 */
export const SAMPLE_TABLE: JsonObject = {
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'N' },
    { AttributeName: 'team', AttributeType: 'S' },
    { AttributeName: 'score', AttributeType: 'N' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byTeam',
      KeySchema: [{ AttributeName: 'team', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
    {
      IndexName: 'byScore',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'score', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
};

/** A fresh DynamoDb with the sample table under the name `sample`. */
export function sampleCloud(options: Partial<DynamoDbOptions> = {}) {
  const metered: { [name: string]: number } = {};
  const time = { nowMs: 0 };
  const dynamoDb = new DynamoDb({
    clock: {
      nowMs: () => time.nowMs,
      at: () => () => {},
      sleep: () => Promise.resolve(),
    },
    meters: {
      add: (name, quantity) => {
        metered[name] = (metered[name] ?? 0) + quantity;
      },
    },
    random: () => 0.5,
    ...options,
  });
  dynamoDb.createTable(SAMPLE_TABLE, 'sample');
  const call = (operation: string, input: JsonObject) =>
    dynamoDb.call(operation, { TableName: 'sample', ...input });
  return { dynamoDb, call, metered, time };
}

/** A key of the sample table. */
export function sampleKey(pk: string, sk: number): JsonObject {
  return { pk: { S: pk }, sk: { N: String(sk) } };
}
