import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Commit } from '#local-cloud/history-facts.ts';
import type { JsonObject } from '#local-cloud/service.ts';
import { ServiceError } from '#local-cloud/service.ts';
import { sampleCloud, sampleKey } from '#testing/local-cloud/sample-cloud.ts';
import type { DynamoDb } from './dynamo-db.ts';

const TableName = 'sample';
const Key = { pk: { S: 'a' }, sk: { N: '1' } };

describe('through the real SDK client', () => {
  test('what is put can be read back, numbers in canonical spelling', async () => {
    const client = clientOf(sampleCloud().dynamoDb);
    const Item = { ...Key, n: { N: '1.50' }, b: { B: new Uint8Array([1, 2]) }, e: { S: '' } };
    await client.send(new PutItemCommand({ TableName, Item }));
    const { Item: read } = await client.send(new GetItemCommand({ TableName, Key }));
    expect(read).toEqual({ ...Item, n: { N: '1.5' } });
  });

  test('a failed condition is the SDK class with the item in it', async () => {
    const client = clientOf(sampleCloud().dynamoDb);
    await client.send(new PutItemCommand({ TableName, Item: { ...Key, n: { N: '1' } } }));
    const failure = client.send(
      new DeleteItemCommand({
        TableName,
        Key,
        ConditionExpression: 'n > :one',
        ExpressionAttributeValues: { ':one': { N: '1.0' } },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    await expect(failure).rejects.toBeInstanceOf(ConditionalCheckFailedException);
    await expect(failure).rejects.toMatchObject({ Item: { ...Key, n: { N: '1' } } });
  });

  test('a cancelled transaction has the reasons in the order of its actions', async () => {
    const client = clientOf(sampleCloud().dynamoDb);
    const failure = client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: Key } },
          {
            ConditionCheck: {
              TableName,
              Key: { ...Key, sk: { N: '2' } },
              ConditionExpression: 'attribute_exists(pk)',
            },
          },
        ],
      }),
    );
    await expect(failure).rejects.toBeInstanceOf(TransactionCanceledException);
    await expect(failure).rejects.toMatchObject({
      message: expect.stringContaining('[None, ConditionalCheckFailed]'),
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
  });

  test('an index is queried with its consumed capacity', async () => {
    const client = clientOf(sampleCloud().dynamoDb);
    const Item = { ...Key, team: { S: 'red' }, more: { S: 'x' } };
    await client.send(new PutItemCommand({ TableName, Item }));
    const answer = await client.send(
      new QueryCommand({
        TableName,
        IndexName: 'byTeam',
        KeyConditionExpression: 'team = :team',
        ExpressionAttributeValues: { ':team': { S: 'red' } },
        ReturnConsumedCapacity: 'INDEXES',
      }),
    );
    expect(answer.Items).toEqual([{ ...Key, team: { S: 'red' } }]);
    expect(answer.ConsumedCapacity).toEqual({
      TableName,
      CapacityUnits: 0.5,
      Table: { CapacityUnits: 0 },
      GlobalSecondaryIndexes: { byTeam: { CapacityUnits: 0.5 } },
    });
  });

  test('a missing table has its own error', async () => {
    const client = clientOf(sampleCloud().dynamoDb);
    const failure = client.send(new GetItemCommand({ TableName: 'nowhere', Key }));
    await expect(failure).rejects.toBeInstanceOf(ResourceNotFoundException);
  });
});

test('an operation or a parameter that is not there is refused by name', () => {
  const { call } = sampleCloud();
  expect(() => call('ExecuteStatement', {})).toThrow(/operation ExecuteStatement.*GetItem/);
  expect(() => call('PutItem', { Item: sampleKey('a', 1), Expected: {} })).toThrow(
    /PutItem parameter Expected/,
  );
});

test('a tool may look at the items of one kind only', () => {
  const { call, dynamoDb } = sampleCloud();
  for (const sort of [1, 12, 2]) call('PutItem', { Item: sampleKey('a', sort) });
  expect(dynamoDb.scan('sample', '1')).toEqual([sampleKey('a', 1), sampleKey('a', 12)]);
  expect(dynamoDb.scan('sample')).toHaveLength(3);
});

test('a caller who changes what he got does not change what is stored', () => {
  const { call, dynamoDb } = sampleCloud();
  call('PutItem', { Item: sampleKey('a', 1) });
  const { Item } = call('GetItem', { Key: sampleKey('a', 1) });
  (Item as JsonObject).pk = { S: 'changed' };
  expect(dynamoDb.scan('sample')).toEqual([sampleKey('a', 1)]);
});

test('only items whose time to live has passed are swept away, unmetered', () => {
  const { call, dynamoDb, metered, time } = sampleCloud();
  call('PutItem', { Item: { ...sampleKey('a', 1), expiresAt: { N: '10' }, team: { S: 't' } } });
  call('PutItem', { Item: { ...sampleKey('a', 2), expiresAt: { N: '11' } } });
  const before = { ...metered };
  time.nowMs = 10_000;
  expect(dynamoDb.deleteExpired('sample')).toBe(1);
  expect(dynamoDb.scan('sample')).toMatchObject([sampleKey('a', 2)]);
  expect(metered).toEqual(before);
  expect(call('Scan', { IndexName: 'byTeam' })).toMatchObject({ Count: 0 });
});

test('a table description counts its items', () => {
  const { call } = sampleCloud();
  call('PutItem', { Item: sampleKey('a', 1) });
  call('PutItem', { Item: { ...sampleKey('a', 1), x: { S: 'xyz' } } });
  expect(call('DescribeTable', {})).toMatchObject({
    Table: { TableStatus: 'ACTIVE', ItemCount: 1, TableSizeBytes: 2 + 1 + 2 + 2 + 4 },
  });
});

// Answers as DynamoDB's AWS JSON 1.0 endpoint would, without a socket.
function clientOf(service: DynamoDb): DynamoDBClient {
  const handle = async (request: { headers: { [name: string]: string }; body: Uint8Array }) => {
    const operation = request.headers['x-amz-target']?.split('.')[1] ?? '';
    const { statusCode, body } = answer(service, operation, request.body);
    return { response: { statusCode, headers: {}, body: Buffer.from(JSON.stringify(body)) } };
  };
  const config = {
    endpoint: 'http://127.0.0.1:1',
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: { handle },
  };
  return new DynamoDBClient(config as unknown as DynamoDBClientConfig);
}

function answer(service: DynamoDb, operation: string, body: Uint8Array) {
  try {
    const input = JSON.parse(new TextDecoder().decode(body)) as JsonObject;
    return { statusCode: 200, body: service.call(operation, input) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const type = `com.amazonaws.dynamodb.v20120810#${error.code}`;
    const { status: statusCode, message, details } = error;
    return { statusCode, body: { __type: type, message, ...details } };
  }
}

test('expired items go with the first call of the next hour, reported as TTL, for nothing', () => {
  const commits: Commit[] = [];
  const { call, dynamoDb, time, metered } = sampleCloud({
    onCommit: (commit) => commits.push(commit),
  });
  const item = (sk: number, expiresAt: number) => ({
    ...sampleKey('a', sk),
    expiresAt: { N: String(expiresAt) },
  });
  call('PutItem', { Item: item(1, 60) });
  call('PutItem', { Item: item(2, 7_200) });
  commits.length = 0;
  time.nowMs = 61_000;
  expect(call('GetItem', { Key: sampleKey('a', 1) })).toMatchObject({ Item: item(1, 60) });
  const units = metered['dynamodb.writeUnits'];

  time.nowMs = 3_600_000;
  expect(call('GetItem', { Key: sampleKey('a', 1) })).toEqual({});
  expect(dynamoDb.scan('sample')).toEqual([item(2, 7_200)]);
  expect(metered).toMatchObject({ 'dynamodb.writeUnits': units });
  const change = { tableName: 'sample', key: sampleKey('a', 1) };
  expect(commits).toEqual([
    {
      atMs: 3_600_000,
      tableName: 'sample',
      operation: 'TTL',
      changes: [{ ...change, before: item(1, 60), after: undefined }],
    },
  ]);
});
