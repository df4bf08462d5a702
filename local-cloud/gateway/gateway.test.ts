import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { localClientConfig, sqsBench as openDoor } from '#testing/local-cloud/sqs-bench.ts';
import { refuseForeignHost } from './endpoint-guard.ts';

function sqsBench(options: Parameters<typeof openDoor>[0] = {}) {
  const bench = openDoor(options);
  // biome-ignore lint/nursery/noMisusedPromises: the bench is an object, not a promise
  return { ...bench, client: new SQSClient(localClientConfig(bench.requestHandler)) };
}

const send = (QueueUrl: string, MessageBody = 'hello') =>
  new SendMessageCommand({ QueueUrl, MessageBody });

test.each(['127.0.0.1', '127.255.3.9', 'localhost', '[::1]', '::1', 'local-cloud.invalid'])(
  '%s is this machine',
  (hostname) => {
    expect(() => refuseForeignHost(hostname)).not.toThrow();
  },
);

test.each([
  'sqs.us-east-1.amazonaws.com',
  '127.0.0.1.example.com',
  'localhost.example.com',
  '128.0.0.1',
  '127.0.0.256',
  '127.1',
  '0.0.0.0',
  'evil-local-cloud.invalid',
  '',
])('%s is refused', (hostname) => {
  expect(() => refuseForeignHost(hostname)).toThrow(/refused a request/);
});

describe('a client that points at AWS is refused before anything is sent', () => {
  test('when it has no endpoint of its own', async () => {
    const bench = sqsBench();
    const { url } = bench.queue('work');
    const handler = bench.gateway.clientHandler({ label: 'stray', isSubjectToFaults: false });
    const { endpoint: _, ...config } = localClientConfig(handler);

    const sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
    const dynamoDb = new DynamoDBClient(config);

    await expect(sqs.send(send(url))).rejects.toMatchObject({ name: 'EndpointRefusedError' });
    await expect(
      dynamoDb.send(new GetItemCommand({ TableName: 't', Key: { k: { S: '1' } } })),
    ).rejects.toMatchObject({ name: 'EndpointRefusedError' });
    expect(bench.calls).toEqual([]);
  });

  test('when its endpoint is that of AWS', async () => {
    const bench = sqsBench();
    const handler = bench.gateway.clientHandler({ label: 'stray', isSubjectToFaults: false });
    const endpoint = 'https://sqs.us-east-1.amazonaws.com';
    const sqs = new SQSClient({ ...localClientConfig(handler), endpoint });

    await expect(sqs.send(send(bench.queue('work').url))).rejects.toThrow(/amazonaws\.com/);
  });

  test('when it follows a queue URL with a host of AWS', async () => {
    const bench = sqsBench();
    const handler = bench.gateway.clientHandler({ label: 'stray', isSubjectToFaults: false });
    const { endpoint: _, ...config } = localClientConfig(handler);
    const logger = { debug() {}, info() {}, warn() {}, error() {} };
    const sqs = new SQSClient({ ...config, logger });

    const url = 'https://sqs.eu-west-1.amazonaws.com/000000000000/work';
    await expect(sqs.send(send(url))).rejects.toThrow(/sqs\.eu-west-1\.amazonaws\.com/);
  });
});

test('a call takes virtual time there and back, none of it real', async () => {
  const bench = sqsBench();
  const { url } = bench.queue('work');
  const startMs = bench.clock.nowMs();

  const sent = await bench.settle(bench.client.send(send(url)));

  expect(sent.MD5OfMessageBody).toBe('5d41402abc4b2a76b9719d911017c592');
  const elapsedMs = bench.clock.nowMs() - startMs;
  expect(elapsedMs).toBeGreaterThanOrEqual(4);
  expect(elapsedMs).toBeLessThanOrEqual(12);
  expect(bench.calls).toMatchObject([{ action: 'AmazonSQS.SendMessage', outcome: 'ok' }]);
});

test('an unknown service or parameter is an error that names it and what there is', async () => {
  const bench = sqsBench();
  const { url } = bench.queue('work');
  const handler = bench.gateway.clientHandler({ label: 'test', isSubjectToFaults: false });
  const dynamoDb = new DynamoDBClient(localClientConfig(handler));
  const get = new GetItemCommand({ TableName: 't', Key: { k: { S: '1' } } });
  const fifo = new SendMessageCommand({ QueueUrl: url, MessageBody: 'x', MessageGroupId: 'g' });

  await expect(bench.settle(dynamoDb.send(get))).rejects.toThrow(/DynamoDB_20120810.*AmazonSQS/);
  await expect(bench.settle(bench.client.send(fifo))).rejects.toMatchObject({
    name: 'LocalCloudUnsupported',
    message: expect.stringMatching(/MessageGroupId of SendMessage.*MessageBody/),
  });
});

test('a throttled call is refused by the service’s own error and not carried out', async () => {
  const bench = sqsBench({ faults: { throttle: 1 } });
  const queue = bench.queue('work');

  const call = bench.settle(bench.client.send(send(queue.url)));

  await expect(call).rejects.toMatchObject({ name: 'RequestThrottled' });
  expect(queue.counts().visible).toBe(0);
});

test('a call whose answer is lost was carried out all the same', async () => {
  const bench = sqsBench({ faults: { lostAck: 1 } });
  const queue = bench.queue('work');

  const call = bench.settle(bench.client.send(send(queue.url)));

  await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(queue.counts().visible).toBe(1);
  expect(bench.meters.snapshot()).toMatchObject({ 'faults.lostAck': 1 });
});

test('a caller that was cut off is never answered, but what it sent is carried out', async () => {
  const bench = sqsBench();
  const queue = bench.queue('work');
  const handler = bench.gateway.clientHandler({ label: 'doomed', isSubjectToFaults: false });
  const client = new SQSClient(localClientConfig(handler));
  let isAnswered = false;
  const note = () => {
    isAnswered = true;
  };
  client.send(send(queue.url)).then(note, note);
  await bench.pass(0);
  handler.cutOff();
  client.send(send(queue.url)).then(note, note);

  await bench.pass(60_000);

  expect(isAnswered).toBe(false);
  expect(queue.counts().visible).toBe(1);
});

test('a long poll is answered when a message comes, or empty when its time is over', async () => {
  const bench = sqsBench();
  const { url } = bench.queue('work');
  const poll = () =>
    bench.client.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }));
  const startMs = bench.clock.nowMs();
  let received: Message[] | undefined;
  const waiting = poll().then(({ Messages }) => {
    received = Messages;
  });
  await bench.pass(5_000);
  expect(received).toBeUndefined();

  await bench.settle(Promise.all([bench.client.send(send(url)), waiting]));
  expect(received).toMatchObject([{ Body: 'hello' }]);
  expect(bench.clock.nowMs() - startMs).toBeLessThan(5_100);

  const empty = await bench.settle(poll());
  expect(empty.Messages ?? []).toEqual([]);
  expect(bench.clock.nowMs() - startMs).toBeGreaterThan(25_000);
  expect(bench.meters.snapshot()).toMatchObject({
    'sqs.ReceiveMessage': 2,
    'sqs.emptyReceives': 1,
  });
});
