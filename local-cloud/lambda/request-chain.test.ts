import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { lambdaBench } from '#testing/local-cloud/lambda-bench.ts';
import { localClientConfig, sqsBench } from '#testing/local-cloud/sqs-bench.ts';
import { readFunction } from './function-definition.ts';
import type { LambdaCode } from './lambda-code.ts';
import { CHAIN_INVOCATIONS_MAX, RequestChains } from './request-chain.ts';

const WORKER_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:worker';

const urlOf = (name: string) => `http://local-cloud.invalid/000000000000/${name}`;

/** Code that sends each body that begins with `again` to its own queue once more. */
const feedsItself =
  (seen: SQSEvent['Records'][], DelaySeconds = 0): LambdaCode =>
  ({ requestHandler }) => {
    const client = new SQSClient(localClientConfig(requestHandler));
    return async (event) => {
      const { Records } = event as SQSEvent;
      seen.push(Records);
      const again = Records.filter(({ body }) => body.startsWith('again'));
      if (again.length === 0) return;
      const Entries = again.map(({ body: MessageBody }, index) => {
        return { Id: String(index), MessageBody, DelaySeconds };
      });
      await client.send(new SendMessageBatchCommand({ QueueUrl: urlOf('jobs'), Entries }));
    };
  };

function loopOf(properties = {}, { delaySeconds = 0, queueProperties = {} } = {}) {
  const seen: SQSEvent['Records'][] = [];
  const bench = lambdaBench(feedsItself(seen, delaySeconds), { properties });
  const dead = bench.queue('dead');
  const RedrivePolicy = { deadLetterTargetArn: dead.arn, maxReceiveCount: 3 };
  const { put } = bench.map({ RedrivePolicy, VisibilityTimeout: 30, ...queueProperties });
  const dropped = () => bench.meters.snapshot()['lambda.recursiveInvocationsDropped.worker'];
  return { seen, dead, put, pass: bench.pass, dropped, sqs: bench.sqs };
}

test('a function that feeds itself is stopped after sixteen invocations of one chain', async () => {
  const { seen, put, pass, dead, dropped } = loopOf();
  put('again');
  await pass(600_000);

  expect(seen).toHaveLength(CHAIN_INVOCATIONS_MAX);
  // Each of its three receives is refused. Then the queue dead-letters the message.
  expect(dropped()).toBe(3);
  expect(dead.bodies()).toEqual(['again']);
});

test('a function that allows recursion goes on, and nothing is counted', async () => {
  const { seen, put, pass, dead, dropped } = loopOf(
    { RecursiveLoop: 'Allow' },
    { delaySeconds: 1 },
  );
  put('again');
  await pass(60_000);

  expect(seen.length).toBeGreaterThan(3 * CHAIN_INVOCATIONS_MAX);
  expect(dropped()).toBeUndefined();
  expect(dead.bodies()).toEqual([]);
});

test('messages that nothing links are no chain, however many there are', async () => {
  const { seen, put, pass, dropped } = loopOf();
  for (let count = 0; count < 40; count += 1) {
    put('once');
    await pass(1_000);
  }
  expect(seen).toHaveLength(40);
  expect(dropped()).toBeUndefined();
});

test('a delayed, copied or dead-lettered message keeps its trace header', async () => {
  const { seen, put, pass, dead, dropped, sqs } = loopOf({}, { delaySeconds: 900 });
  put('again');
  await pass(20 * 900_000);

  expect(seen).toHaveLength(CHAIN_INVOCATIONS_MAX);
  expect(dropped()).toBe(3);
  const { Messages } = sqs.call('ReceiveMessage', {
    QueueUrl: dead.url,
    MessageSystemAttributeNames: ['AWSTraceHeader', 'DeadLetterQueueSourceArn'],
  }) as { Messages: { Attributes: Record<string, string> }[] };
  expect(Messages[0]?.Attributes).toEqual({
    AWSTraceHeader: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};.*;Lineage=\w{8}:15$/),
    DeadLetterQueueSourceArn: expect.stringContaining(':jobs'),
  });
});

test('a batch is judged by its longest chain, and refused as a whole', async () => {
  const { seen, put, pass, dead, dropped, sqs } = loopOf();
  const chains = new RequestChains(WORKER_ARN, { nowMs: () => 0 });
  let header: string | undefined;
  for (let link = 0; link < CHAIN_INVOCATIONS_MAX; link += 1)
    header = chains.next([header]).traceHeader;
  const AWSTraceHeader = { DataType: 'String', StringValue: header };
  const MessageSystemAttributes = { AWSTraceHeader };
  const long = { QueueUrl: urlOf('jobs'), MessageBody: 'long', MessageSystemAttributes };
  sqs.call('SendMessage', long);
  put('bystander');
  await pass(600_000);

  expect(seen).toEqual([]);
  expect(dropped()).toBe(3);
  expect(dead.bodies()).toEqual(['long', 'bystander']);
});

test('what goes on from a batch has the highest count of each function', () => {
  const clock = { nowMs: () => 1_000_000 };
  const [ping, pong] = ['ping', 'pong'].map((name) => new RequestChains(`arn:${name}`, clock));
  if (ping === undefined || pong === undefined) throw new Error('expected two functions');
  let long = ping.next([]);
  for (let round = 0; round < 5; round += 1) {
    const back = pong.next([long.traceHeader]);
    expect(back.earlierCount).toBe(round);
    long = ping.next([back.traceHeader]);
  }
  expect(long.earlierCount).toBe(5);

  const joined = pong.next([undefined, ping.next([]).traceHeader, long.traceHeader]);
  expect(joined.earlierCount).toBe(5);
  expect(ping.next([joined.traceHeader]).earlierCount).toBe(6);
});

test('a header from outside that is no lineage counts nothing', () => {
  const chains = new RequestChains('arn:one', { nowMs: () => 0 });
  const root = 'Root=1-00000000-000000000000000000000001';
  const headers = ['', root, `${root};Lineage=`, 'Lineage=x|:7|a:b|a:-3;Sampled=1'];
  expect(chains.next(headers)).toMatchObject({
    earlierCount: 0,
    traceHeader: expect.stringContaining(root),
  });
});

test('any other value is refused before the function is made', () => {
  const read = (RecursiveLoop: unknown) => {
    const code = () => async () => {};
    const properties = { RecursiveLoop };
    return readFunction({ name: 'worker', arn: WORKER_ARN, code, properties, region: 'us-east-1' });
  };
  expect(read(undefined).allowsRecursion).toBe(false);
  expect(read('Terminate').allowsRecursion).toBe(false);
  expect(read('Allow').allowsRecursion).toBe(true);
  for (const wrong of ['allow', 'Deny', true, null, ''])
    expect(() => read(wrong)).toThrow(/#\/RecursiveLoop: .* is not a valid enum value/);
});

describe('the SDK that is bundled', () => {
  const traceHeader = 'Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=a87bd80c:1';
  const before = { ...process.env };

  afterEach(() => {
    process.env = { ...before };
  });

  test('passes the trace header of the invocation on, and SQS keeps it', async () => {
    process.env.AWS_LAMBDA_FUNCTION_NAME = 'worker';
    process.env._X_AMZN_TRACE_ID = traceHeader;
    expect(await headerKept({})).toBe(traceHeader);
  });

  test('passes nothing on outside Lambda', async () => {
    expect(await headerKept({})).toBeUndefined();
  });

  test('a message system attribute goes before the header', async () => {
    process.env.AWS_LAMBDA_FUNCTION_NAME = 'worker';
    process.env._X_AMZN_TRACE_ID = 'Root=1-00000000-000000000000000000000001';
    const AWSTraceHeader = { DataType: 'String', StringValue: traceHeader };
    expect(await headerKept({ MessageSystemAttributes: { AWSTraceHeader } })).toBe(traceHeader);
  });

  test.each([
    [{ Other: { DataType: 'String', StringValue: traceHeader } }],
    [{ AWSTraceHeader: { DataType: 'Number', StringValue: '1' } }],
    [{ AWSTraceHeader: { DataType: 'String', StringValue: 'no trace' } }],
  ])('refuses %j as a system attribute', async (MessageSystemAttributes) => {
    await expect(headerKept({ MessageSystemAttributes })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });

  async function headerKept(more: object): Promise<unknown> {
    const bench = sqsBench();
    const queue = bench.queue('jobs');
    const client = new SQSClient(localClientConfig(bench.requestHandler));
    const command = { QueueUrl: queue.url, MessageBody: 'x', ...more };
    await bench.settle(client.send(new SendMessageCommand(command)));
    const [delivery] = queue.receive({ limit: 1, visibilityMs: 1_000 });
    return delivery?.message.traceHeader;
  }
});
