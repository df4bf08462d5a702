import { createHash } from 'node:crypto';
import {
  DynamoDBClient,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import {
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { SAMPLE_TEMPLATE } from '#testing/local-cloud/sample-stack.ts';
import { localClientConfig } from '#testing/local-cloud/sqs-bench.ts';
import { FAULTS_DEFAULT, FAULTS_NONE } from './faults.ts';
import type { LambdaCode } from './lambda/lambda-code.ts';
import { startLocalCloud } from './local-cloud.ts';
import type { LocalCloudOptions } from './local-cloud-options.ts';

const HOUR_MS = 3_600_000;

/**
 * The code of `book`: a conditional write for each order. It accepts an order that exists already.
 */
const bookCode: LambdaCode = (environment) => {
  const dynamoDb = new DynamoDBClient(localClientConfig(environment.requestHandler));
  const book = async (order: string): Promise<void> => {
    const put = new PutItemCommand({
      TableName: environment.env.TABLE,
      Item: { pk: { S: order }, bookedAtMs: { N: String(environment.nowMs()) } },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    try {
      await dynamoDb.send(put);
      environment.count('Booked', 1);
    } catch (error) {
      if ((error as Error).name !== 'ConditionalCheckFailedException') throw error;
      environment.count('BookedBefore', 1);
    }
  };
  return async (event) => {
    const { Records: records } = event as SQSEvent;
    const results = await Promise.allSettled(records.map(({ body }) => book(body)));
    const failed = records.filter((_, index) => results[index]?.status === 'rejected');
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
};

function aCloud(options: Partial<LocalCloudOptions> = {}) {
  const cloud = startLocalCloud({
    template: SAMPLE_TEMPLATE,
    code: { 'functions/book.ts': bookCode },
    seed: 1,
    startMs: Date.UTC(2007, 7, 16),
    faults: FAULTS_NONE,
    ...options,
  });
  const sqs = new SQSClient(localClientConfig(cloud.clientHandler()));
  const order = async (count: number): Promise<void> => {
    for (let sent = 0; sent < count; sent += 10) {
      const Entries = Array.from({ length: 10 }, (_, index) => ({
        Id: `e${index}`,
        MessageBody: `order-${sent + index}`,
      }));
      const QueueUrl = cloud.outputs.OrdersUrl;
      await cloud.settle(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries })));
    }
  };
  return { cloud, sqs, order };
}

test('a template comes to life: what is sent is handled and ends in the table', async () => {
  const { cloud, order } = aCloud();
  await order(30);

  await cloud.runUntil({ untilMs: cloud.nowMs() + 60_000 });

  expect(cloud.scan('books')).toHaveLength(30);
  expect(cloud.metrics()).toEqual({ Booked: 30 });
  const empty = { visible: 0, delayed: 0, inFlight: 0 };
  expect(cloud.queueDepths()).toEqual({ orders: empty, 'dead-orders': empty });
  expect(cloud.meters()).toMatchObject({
    'sqs.SendMessageBatch': 3,
    'lambda.requests': expect.any(Number),
    'dynamodb.requests': 30,
  });
});

test('a state machine of the template runs its function', async () => {
  const { cloud } = aCloud();
  const sfn = new SFNClient(localClientConfig(cloud.clientHandler()));
  const start = new StartExecutionCommand({
    stateMachineArn: cloud.outputs.MachineArn,
    input: JSON.stringify({ Records: [{ messageId: 'm', body: 'by machine' }] }),
  });
  const { executionArn } = await cloud.settle(sfn.send(start));
  await cloud.runUntil({ untilMs: cloud.nowMs() + 10_000 });

  const done = await cloud.settle(sfn.send(new DescribeExecutionCommand({ executionArn })));
  expect(done).toMatchObject({ status: 'SUCCEEDED', output: '{"batchItemFailures":[]}' });
  expect(cloud.scan('books')).toMatchObject([{ pk: { S: 'by machine' } }]);
});

test('under the default faults every order is booked exactly once', async () => {
  const { cloud, order } = aCloud({ faults: FAULTS_DEFAULT, seed: 7 });
  await order(2_000);

  await cloud.runUntil({ untilMs: cloud.nowMs() + HOUR_MS });

  expect(cloud.scan('books')).toHaveLength(2_000);
  expect(cloud.queueBodies('orders')).toEqual([]);
  expect(cloud.queueBodies('dead-orders')).toEqual([]);
  const struck = Object.keys(cloud.meters()).filter((name) => name.startsWith('faults.'));
  expect(struck).toEqual(
    expect.arrayContaining(['faults.delay', 'faults.duplicate', 'faults.throttle']),
  );
});

test('one seed gives one history, call by call; another seed gives another', async () => {
  const run = async (seed: number) => {
    const history = createHash('sha256');
    const onCall: LocalCloudOptions['onCall'] = (call) => history.update(JSON.stringify(call));
    const { cloud, order } = aCloud({ faults: FAULTS_DEFAULT, seed, onCall });
    await order(500);
    await cloud.runUntil({ untilMs: cloud.nowMs() + HOUR_MS });
    const { processedActions } = cloud;
    const meters = cloud.meters();
    return { history: history.digest('hex'), processedActions, meters, books: cloud.scan('books') };
  };

  const first = await run(42);
  expect(await run(42)).toEqual(first);
  expect((await run(43)).history).not.toBe(first.history);
});

test('a run can be watched at intervals and stopped', async () => {
  const { cloud } = aCloud();
  const startMs = cloud.nowMs();
  const ticksMs: number[] = [];
  await cloud.runUntil({
    untilMs: startMs + 10_000,
    everyMs: 1_000,
    onTick: (nowMs) => {
      ticksMs.push(nowMs - startMs);
      return ticksMs.length === 3 ? 'stop' : 'continue';
    },
  });
  expect(ticksMs).toEqual([1_000, 2_000, 3_000]);
  expect(cloud.nowMs() - startMs).toBe(3_000);
});

test('a deploy in the middle of a run swaps the code; an unknown entry is refused', async () => {
  const { cloud, order } = aCloud();
  await order(10);
  await cloud.runUntil({ untilMs: cloud.nowMs() + 60_000 });
  expect(cloud.scan('books')).toHaveLength(10);

  const handled: string[] = [];
  cloud.redeploy({
    'functions/book.ts': () => async (event) => {
      handled.push(...(event as SQSEvent).Records.map(({ body }) => body));
    },
  });
  await order(10);
  await cloud.runUntil({ untilMs: cloud.nowMs() + 60_000 });
  expect(handled).toHaveLength(10);
  expect(() => cloud.redeploy({ 'functions/boook.ts': bookCode })).toThrow(/functions\/book\.ts/);
});

test('a history and a crash at a chosen place are there for a whole cloud, too', async () => {
  const commits: string[] = [];
  const steps: string[] = [];
  let crashesLeft = 1;
  const { cloud, order } = aCloud({
    onCommit: ({ operation, tableName }) => commits.push(`${operation} ${tableName}`),
    onMessage: ({ kind, queueName }) => steps.push(`${kind} ${queueName}`),
    crashAt: ({ functionName, operation }) =>
      functionName === 'book' && operation === 'return' && crashesLeft-- > 0,
  });
  await order(10);
  await cloud.runUntil({ untilMs: cloud.nowMs() + 300_000 });

  expect(commits).toEqual(Array.from({ length: 10 }, () => 'PutItem books'));
  const count = (step: string) => steps.filter((each) => each === step).length;
  expect(count('sent orders')).toBe(10);
  expect(count('received orders')).toBeGreaterThan(10);
  expect(count('deleted orders')).toBe(10);
});

test('transactions meet where the plan has conflicts, unless it is said otherwise', async () => {
  const conflicts = async (options: Partial<LocalCloudOptions>) => {
    const { cloud } = aCloud(options);
    const client = new DynamoDBClient(localClientConfig(cloud.clientHandler()));
    const write = () =>
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put: { TableName: 'books', Item: { pk: { S: 'hot' } } } }],
        }),
      );
    await cloud.settle(Promise.allSettled(Array.from({ length: 20 }, write)));
    return cloud.meters()['dynamodb.conflicts'] ?? 0;
  };
  expect(await conflicts({})).toBe(0);
  expect(await conflicts({ naturalConflicts: true })).toBeGreaterThan(5);
  expect(await conflicts({ faults: FAULTS_DEFAULT })).toBeGreaterThan(5);
  expect(await conflicts({ faults: FAULTS_DEFAULT, naturalConflicts: false })).toBe(0);
});

test('a function without code is named, together with the code there is', () => {
  expect(() => aCloud({ code: { 'functions/other.ts': bookCode } })).toThrow(
    /function Book needs the code of 'functions\/book\.ts'.*functions\/other\.ts/,
  );
});

test('a function that asks for what the cloud lacks ends the run, caught or not', async () => {
  const { cloud, order } = aCloud({
    code: {
      'functions/book.ts': (environment) => {
        const sqs = new SQSClient(localClientConfig(environment.requestHandler));
        const set = new SetQueueAttributesCommand({ QueueUrl: 'any', Attributes: {} });
        return async () => {
          await sqs.send(set).catch(() => {});
        };
      },
    },
  });
  await order(10);
  await expect(cloud.runUntil({ untilMs: cloud.nowMs() + 60_000 })).rejects.toThrow(
    /does not support SQS SetQueueAttributes/,
  );
});

test('a function that calls AWS itself ends the run', async () => {
  const { cloud, order } = aCloud({
    code: {
      'functions/book.ts': ({ requestHandler }) => {
        const endpoint = 'https://sqs.us-east-1.amazonaws.com';
        const sqs = new SQSClient({ ...localClientConfig(requestHandler), endpoint });
        return async () => {
          await sqs.send(new SendMessageCommand({ QueueUrl: 'any', MessageBody: 'out' }));
        };
      },
    },
  });
  await order(10);
  await expect(cloud.runUntil({ untilMs: cloud.nowMs() + 60_000 })).rejects.toMatchObject({
    name: 'EndpointRefusedError',
  });
});

test('a promise that virtual time cannot settle is an error, not a hang', async () => {
  const { cloud } = aCloud();
  await expect(cloud.settle(new Promise(() => {}))).rejects.toThrow(/waits for something else/);
});
