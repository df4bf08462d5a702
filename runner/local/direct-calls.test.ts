import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { dynamoDbClient, sqsClient } from '#adapters/clients.ts';
import type { ClientHandler } from '#local-cloud/gateway/sdk-transport.ts';
import { inProcessConnection } from './in-process-connection.ts';

type Seen = { hostname: string; headers: Record<string, string>; body: Uint8Array };

/** A cloud that gives the same answer to everything, and remembers the requests. */
function cloudThatAnswers(statusCode: number, answer: object) {
  const seen: Seen[] = [];
  const handle = async (request: Seen) => {
    seen.push(request);
    const headers = { 'content-type': 'application/x-amz-json-1.0' };
    return { response: { statusCode, headers, body: Buffer.from(JSON.stringify(answer)) } };
  };
  const requestHandler = { handle, metadata: { handlerProtocol: 'h1' } } as unknown;
  const at = (env = {}) => inProcessConnection(requestHandler as ClientHandler, env);
  return { seen, connection: at(), at };
}

const wireOf = ({ hostname, headers, body }: Seen) => ({
  hostname,
  target: headers['x-amz-target'] ?? headers['X-Amz-Target'],
  body: JSON.parse(
    Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString(),
  ) as unknown,
});

const put = () => new PutItemCommand({ TableName: 'books', Item: { pk: { S: 'ä "1"' } } });

test('a table is asked, and answers, as through all that the SDK has', async () => {
  const { seen, connection } = cloudThatAnswers(200, { Attributes: { n: { N: '1' } } });
  const answer = await dynamoDbClient({ connection }).send(put());
  const whole = await new DynamoDBClient(connection.clientConfig).send(put());
  expect(answer.Attributes).toStrictEqual(whole.Attributes);
  expect(answer.$metadata.httpStatusCode).toBe(200);
  expect(seen.map(wireOf)[0]).toStrictEqual(seen.map(wireOf)[1]);
});

test('a queue is asked, and answers, as through all that the SDK has', async () => {
  const { seen, connection } = cloudThatAnswers(200, { Successful: [{ Id: '0' }], Failed: [] });
  const Entries = [{ Id: '0', MessageBody: '{"é": 1}', DelaySeconds: 3 }];
  const command = () => new SendMessageBatchCommand({ QueueUrl: 'http://else.where/q', Entries });
  const { $metadata: _mine, ...answer } = await sqsClient({ connection }).send(command());
  const inFull = new SQSClient({ ...connection.clientConfig, md5: false });
  const { $metadata: _whole, ...whole } = await inFull.send(command());
  expect(answer).toStrictEqual(whole);
  expect(seen.map(wireOf)[0]).toStrictEqual(seen.map(wireOf)[1]);
});

test('one client may call different operations, each as often as it likes', async () => {
  const { seen, connection } = cloudThatAnswers(200, {});
  const client = dynamoDbClient({ connection });
  const update = () => new UpdateItemCommand({ TableName: 'books', Key: { pk: { S: '1' } } });
  for (const command of [put(), update(), put(), update()]) await client.send(command as never);
  const operations = seen.map((one) => wireOf(one).target?.split('.')[1]);
  expect(operations).toStrictEqual(['PutItem', 'UpdateItem', 'PutItem', 'UpdateItem']);
});

test('a transaction carries a token of its own each time', async () => {
  const { seen, connection } = cloudThatAnswers(200, {});
  const client = dynamoDbClient({ connection });
  const TransactItems = [{ Put: { TableName: 'books', Item: { pk: { S: '1' } } } }];
  for (let time = 0; time < 2; time += 1)
    await client.send(new TransactWriteItemsCommand({ TransactItems }));
  const tokens = seen.map(
    (one) => (wireOf(one).body as Record<string, unknown>).ClientRequestToken,
  );
  expect(new Set(tokens)).toHaveProperty('size', 2);
  expect(tokens).not.toContain(undefined);
});

test('a refusal is the error of its kind, and is not tried again', async () => {
  const error = {
    __type: 'ConditionalCheckFailedException',
    message: 'no',
    Item: { n: { N: '1' } },
  };
  const { seen, connection } = cloudThatAnswers(400, error);
  const refused = await dynamoDbClient({ connection })
    .send(put())
    .catch((cause: unknown) => cause);
  expect(refused).toBeInstanceOf(ConditionalCheckFailedException);
  expect(refused).toMatchObject({ message: 'no', Item: { n: { N: '1' } } });
  expect(refused).toMatchObject({ $metadata: { httpStatusCode: 400 } });
  const throttled = cloudThatAnswers(400, { __type: 'ThrottlingException' });
  await expect(dynamoDbClient(throttled).send(put())).rejects.toThrow();
  expect([seen.length, throttled.seen.length]).toStrictEqual([1, 1]);
});

test('a call goes to the endpoint that the environment names, for the guard to judge', async () => {
  const { seen, at } = cloudThatAnswers(200, {});
  const connection = at({ AWS_ENDPOINT_URL: 'http://dynamodb.us-east-1.amazonaws.com' });
  await dynamoDbClient({ connection }).send(put());
  expect(seen[0]?.hostname).toBe('dynamodb.us-east-1.amazonaws.com');
});
