// Real SDK clients, over real sockets of this machine.
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import {
  GetAccountSettingsCommand,
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { keepOnLoopback } from '#adapters/loopback.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import type { LambdaCode } from '#local-cloud/lambda/lambda-code.ts';
import { SAMPLE_TEMPLATE } from '#testing/local-cloud/sample-stack.ts';
import { type AnsweredCall, type LocalEndpoint, startLocalEndpoint } from './local-endpoint.ts';
import type { Pace } from './pacer.ts';

let served: LocalEndpoint;
let answered: AnsweredCall[];

/** Says what it was given, and fails where it is asked to. */
const book: LambdaCode = () => async (event) => {
  const { Records, fail } = event as { Records?: unknown[]; fail?: string };
  if (fail !== undefined) throw new TypeError(fail);
  return Records === undefined ? { booked: event } : { batchItemFailures: [] };
};

async function start(pace: Pace): Promise<void> {
  answered = [];
  served = await startLocalEndpoint({
    port: 0,
    pace,
    cloud: () => ({
      template: SAMPLE_TEMPLATE,
      code: { 'functions/book.ts': book },
      seed: 1,
      startMs: Date.UTC(2026, 10, 30),
      faults: FAULTS_NONE,
      stackName: 'Sample',
    }),
    onAnswered: (call) => answered.push(call),
  });
}

afterEach(() => served.stop());

const config = () => ({
  endpoint: served.endpoint,
  region: 'us-east-1',
  maxAttempts: 1,
  credentials: { accessKeyId: 'any', secretAccessKey: 'key' },
});

function guarded<Client extends Parameters<typeof keepOnLoopback>[0]>(client: Client): Client {
  keepOnLoopback(client);
  return client;
}

const sqs = () => guarded(new SQSClient(config()));
const lambda = () => guarded(new LambdaClient(config()));
const dynamoDb = () => guarded(new DynamoDBClient(config()));

test('the stack of the template stands, with its queues at this endpoint', async () => {
  await start(1);
  const client = guarded(new CloudFormationClient(config()));
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: 'Sample' }));
  expect(Stacks[0]).toMatchObject({ StackName: 'Sample', StackStatus: 'CREATE_COMPLETE' });
  const outputs = Stacks[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]);
  expect(outputs).toContainEqual(['OrdersUrl', `${served.endpoint}/000000000000/orders`]);
  const other = client.send(new DescribeStacksCommand({ StackName: 'Other' }));
  await expect(other).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Stack with id Other does not exist',
  });
});

test('whoever signs is a user of its one account', async () => {
  await start(0);
  const sts = guarded(new STSClient(config()));
  const { Account, Arn } = await sts.send(new GetCallerIdentityCommand());
  expect({ Account, Arn }).toEqual({
    Account: '000000000000',
    Arn: 'arn:aws:iam::000000000000:user/local',
  });
});

test('a queue is reached under any name of this machine', async () => {
  await start(1);
  const { QueueUrl = '' } = await sqs().send(new CreateQueueCommand({ QueueName: 'jobs' }));
  expect(QueueUrl).toBe(`${served.endpoint}/000000000000/jobs`);
  const MessageBody = `see ${served.endpoint}`;
  await sqs().send(
    new SendMessageCommand({ QueueUrl: QueueUrl.replace('127.0.0.1', 'localhost'), MessageBody }),
  );
  const { Messages = [] } = await sqs().send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages.map(({ Body }) => Body)).toEqual([MessageBody]);
});

test('paused, calls are answered; a message in flight comes back by a leap', async () => {
  await start(0);
  const startedMs = served.cloud.nowMs();
  const { QueueUrl } = await sqs().send(new CreateQueueCommand({ QueueName: 'jobs' }));
  await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
  const receive = new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 7200 });
  expect((await sqs().send(receive)).Messages).toHaveLength(1);
  expect((await sqs().send(receive)).Messages).toBeUndefined();
  expect(served.cloud.nowMs()).toBe(startedMs);
  await served.pacer.leap(7_200_000);
  expect((await sqs().send(receive)).Messages).toHaveLength(1);
});

test('a long poll waits on the turned clock, and is answered when a message comes', async () => {
  await start(0);
  const { QueueUrl } = await sqs().send(new CreateQueueCommand({ QueueName: 'jobs' }));
  const poll = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 });
  const first = sqs().send(poll);
  const sent = await (async () => {
    while (answered.length < 1) await new Promise((resolve) => setImmediate(resolve));
    return sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
  })();
  expect((await first).Messages?.[0]?.MessageId).toBe(sent.MessageId);
  served.pacer.setPace('waiting');
  const beforeMs = served.cloud.nowMs();
  expect((await sqs().send(poll)).Messages).toBeUndefined();
  expect(served.cloud.nowMs() - beforeMs).toBeGreaterThanOrEqual(20_000);
});

test('a mapping hands what is sent to its function, which answers an invocation, too', async () => {
  await start('waiting');
  const QueueUrl = served.cloud.outputs.OrdersUrl;
  await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
  await served.pacer.leap(5_000);
  expect(served.cloud.queueDepths().orders).toMatchObject({ visible: 0, inFlight: 0 });
  const invoke = (payload: object, more = {}) =>
    lambda().send(
      new InvokeCommand({ FunctionName: 'book', Payload: JSON.stringify(payload), ...more }),
    );
  const { StatusCode, FunctionError, Payload } = await invoke({ id: 7 });
  expect({ StatusCode, FunctionError }).toEqual({ StatusCode: 200, FunctionError: undefined });
  expect(JSON.parse(Buffer.from(Payload ?? '').toString())).toEqual({ booked: { id: 7 } });
  const failed = await invoke({ fail: 'no room' });
  expect(failed.FunctionError).toBe('Unhandled');
  expect(JSON.parse(Buffer.from(failed.Payload ?? '').toString())).toMatchObject({
    errorType: 'TypeError',
    errorMessage: 'no room',
  });
  expect((await invoke({}, { InvocationType: 'Event' })).StatusCode).toBe(202);
  expect((await invoke({}, { InvocationType: 'DryRun' })).StatusCode).toBe(204);
  await expect(invoke({}, { FunctionName: 'nobody' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('functions, mappings and the concurrency of the account are described', async () => {
  await start(0);
  const { Configuration } = await lambda().send(new GetFunctionCommand({ FunctionName: 'book' }));
  expect(Configuration).toMatchObject({ FunctionName: 'book', Timeout: 10, MemorySize: 128 });
  const list = new ListEventSourceMappingsCommand({ FunctionName: 'book' });
  const { EventSourceMappings = [] } = await lambda().send(list);
  expect(EventSourceMappings).toMatchObject([{ BatchSize: 10, State: 'Enabled' }]);
  const { AccountLimit } = await lambda().send(new GetAccountSettingsCommand());
  expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 1_000 });
});

test('tables come and go by calls, whatever throughput they ask for', async () => {
  await start(0);
  const TableName = 'things';
  const create = new CreateTableCommand({
    TableName,
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
  });
  await dynamoDb().send(create);
  await expect(dynamoDb().send(create)).rejects.toMatchObject({ name: 'ResourceInUseException' });
  const names = async () => (await dynamoDb().send(new ListTablesCommand())).TableNames;
  expect(await names()).toEqual(['books', 'things']);
  await dynamoDb().send(new DeleteTableCommand({ TableName }));
  expect(await names()).toEqual(['books']);
  const get = new GetItemCommand({ TableName, Key: { pk: { S: 'a' } } });
  await expect(dynamoDb().send(get)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('what it does not have is refused by name, and the next call is answered', async () => {
  await start(0);
  const fifo = { QueueName: 'jobs.fifo', Attributes: { FifoQueue: 'true' } } as const;
  const create = sqs().send(new CreateQueueCommand(fifo));
  await expect(create).rejects.toThrow('does not support FIFO queues');
  const bucket = await fetch(`${served.endpoint}/bucket?list-type=2`);
  expect(bucket.status).toBe(501);
  expect(await bucket.text()).toContain('<Code>LocalCloudUnsupported</Code>');
  expect(answered).toEqual([
    { what: 'AmazonSQS.CreateQueue', status: 501 },
    { what: '/bucket?list-type=2', status: 501 },
  ]);
  expect(await (await fetch(served.endpoint)).text()).toContain('rebootstorm local');
});

test('its health page says what its clock shows, and how fast it goes', async () => {
  await start(0);
  const look = async () => (await fetch(`${served.endpoint}/_rebootstorm/health`)).json();
  const clock = { nowMs: served.cloud.nowMs(), speed: 0 };
  expect(await look()).toMatchObject({ services: { sqs: 'running' }, clock });
  await served.pacer.leap(60_000);
  expect(await look()).toMatchObject({ clock: { nowMs: clock.nowMs + 60_000, speed: 0 } });
  served.pacer.setPace('waiting');
  expect(await look()).toMatchObject({ clock: { speed: 1 } });
  expect(answered).toEqual([]);
});

test('a template with something that is not here leaves no port open', async () => {
  await start(0);
  const template = { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } };
  const port = Number(new URL(served.endpoint).port);
  await served.stop();
  const shared = { code: {}, seed: 1, startMs: 0, faults: FAULTS_NONE };
  const second = startLocalEndpoint({ port, pace: 0, cloud: () => ({ template, ...shared }) });
  await expect(second).rejects.toThrow('the resource type AWS::S3::Bucket (of Bucket)');
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
});
