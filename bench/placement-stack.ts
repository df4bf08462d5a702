// The work of the comparison with other engines: SQS -> Lambda -> a transaction of two items.
import {
  type DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { SQSEvent } from 'aws-lambda';
import { dynamoDbClient } from '#adapters/clients.ts';
import type { LambdaCode, LambdaEnvironment } from '#local-cloud/lambda/lambda-code.ts';
import type { JsonObject } from '#local-cloud/service.ts';
import { inProcessConnection } from '#runner/local/in-process-connection.ts';

/** Over how many items the count of placed nodes is spread, as a real design would have to. */
const shardCount = 16;

/**
 * One queue with a dead-letter queue, one function, one table with an index: with the settings of
 * the stack that was deployed to the other engines.
 */
export const placementTemplate: JsonObject = {
  Resources: {
    DeadLogins: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead-logins' } },
    Logins: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: 'logins',
        ReceiveMessageWaitTimeSeconds: 20,
        VisibilityTimeout: 12,
        RedrivePolicy: {
          deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLogins', 'Arn'] },
          maxReceiveCount: 2,
        },
      },
    },
    Nodes: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'nodes',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: keySchema('pk', 'sk'),
        AttributeDefinitions: ['pk', 'sk', 'cell', 'rank'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        GlobalSecondaryIndexes: [
          {
            IndexName: 'by-cell',
            KeySchema: keySchema('cell', 'rank'),
            Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['batch'] },
          },
        ],
      },
    },
    Place: {
      Type: 'AWS::Lambda::Function',
      Metadata: { 'local-cloud:entry': 'bench/placement-stack.ts' },
      Properties: {
        FunctionName: 'place',
        Code: {},
        Timeout: 2,
        MemorySize: 256,
        Environment: { Variables: { TABLE_NAME: { Ref: 'Nodes' } } },
      },
    },
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Logins', 'Arn'] },
        FunctionName: { Ref: 'Place' },
        BatchSize: 10,
        MaximumBatchingWindowInSeconds: 1,
        ScalingConfig: { MaximumConcurrency: 4 },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    },
  },
  Outputs: { LoginsUrl: { Value: { Ref: 'Logins' } } },
};

/** The function's code: places each node of a batch, once, and counts it. */
export const placementCode: Readonly<Record<string, LambdaCode>> = {
  'bench/placement-stack.ts': (({ requestHandler, env }: LambdaEnvironment) => {
    const client = dynamoDbClient({ connection: inProcessConnection(requestHandler, env) });
    const tableName = env.TABLE_NAME ?? '';
    return async ({ Records: records }: SQSEvent) => {
      const placements = records.map(({ body }) =>
        place(client, tableName, JSON.parse(body).nodeId, records.length),
      );
      const results = await Promise.allSettled(placements);
      const failed = records.filter((_, index) => results[index]?.status === 'rejected');
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    };
  }) as LambdaCode,
};

async function place(
  client: DynamoDBClient,
  TableName: string,
  nodeId: number,
  batchSize: number,
): Promise<void> {
  const node = {
    pk: { S: `node#${nodeId}` },
    sk: { S: 'node' },
    cell: { S: 'cell#1' },
    rank: { S: String(nodeId) },
    batch: { N: String(batchSize) },
  };
  const shard = { pk: { S: `shard#${nodeId % shardCount}` }, sk: { S: 'count' } };
  const command = new TransactWriteItemsCommand({
    ReturnConsumedCapacity: 'TOTAL',
    TransactItems: [
      { Put: { TableName, Item: node, ConditionExpression: 'attribute_not_exists(pk)' } },
      {
        Update: {
          TableName,
          Key: shard,
          UpdateExpression: 'ADD placed :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      },
    ],
  });
  try {
    await client.send(command);
  } catch (error) {
    if (!wasPlacedBefore(error)) throw error;
  }
}

function wasPlacedBefore(error: unknown): boolean {
  return (
    error instanceof TransactionCanceledException &&
    error.CancellationReasons?.[0]?.Code === 'ConditionalCheckFailed'
  );
}

function keySchema(hash: string, range: string) {
  return [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
}
