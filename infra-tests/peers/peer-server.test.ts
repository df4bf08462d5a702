import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { keepOnLoopback } from '#adapters/loopback.ts';
import { type PeerServer, startPeerServer } from './peer-server.ts';

let server: PeerServer;

beforeEach(async () => {
  server = await startPeerServer();
});

afterEach(() => server.stop());

const config = () => ({
  endpoint: server.endpoint,
  region: 'us-east-1',
  maxAttempts: 1,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

test('a queue is reached by the address that the server gives it', async () => {
  const sqs = new SQSClient(config());
  keepOnLoopback(sqs);
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }));
  expect(QueueUrl.startsWith(server.endpoint)).toBe(true);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages.map(({ Body }) => Body)).toEqual(['a']);
  // A long poll of nothing takes virtual time alone.
  const startedMs = performance.now();
  await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  expect(performance.now() - startedMs).toBeLessThan(10_000);
});

test('tables come and go by calls', async () => {
  const dynamodb = new DynamoDBClient(config());
  keepOnLoopback(dynamodb);
  const TableName = 'things';
  const create = new CreateTableCommand({
    TableName,
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
  });
  await dynamodb.send(create);
  await dynamodb.send(new PutItemCommand({ TableName, Item: { pk: { S: 'a' } } }));
  await dynamodb.send(new DeleteTableCommand({ TableName }));
  const get = new GetItemCommand({ TableName, Key: { pk: { S: 'a' } } });
  await expect(dynamodb.send(get)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await dynamodb.send(create);
  expect((await dynamodb.send(get)).Item).toBeUndefined();
});

test('a reset forgets all, and what was lacking is named once', async () => {
  const sqs = new SQSClient(config());
  keepOnLoopback(sqs);
  await sqs.send(new CreateQueueCommand({ QueueName: 'jobs' }));
  const fifo = { QueueName: 'jobs.fifo', Attributes: { FifoQueue: 'true' } };
  await expect(sqs.send(new CreateQueueCommand(fifo))).rejects.toThrow('FIFO');
  await fetch(`${server.endpoint}/moto-api/reset`, { method: 'POST' });
  const lacked = async () => (await fetch(`${server.endpoint}/peers/unsupported`)).json();
  expect(await lacked()).toEqual([expect.stringContaining('FIFO')]);
  expect(await lacked()).toEqual([]);
});
