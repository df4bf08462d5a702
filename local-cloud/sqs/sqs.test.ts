import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { localClientConfig, sqsBench } from '#testing/local-cloud/sqs-bench.ts';
import type { FaultPlan } from '../faults.ts';
import type { JsonObject } from '../service.ts';
import { SQS_OPERATION_NAMES } from './operation-names.ts';

function aQueue(properties: JsonObject = {}, faults: Partial<FaultPlan> = {}) {
  const bench = sqsBench({ faults });
  const queue = bench.queue('work', properties);
  const QueueUrl = queue.url;
  const { settle } = bench;
  const client = new SQSClient(localClientConfig(bench.requestHandler));
  return {
    // biome-ignore lint/nursery/noMisusedPromises: the bench is an object, not a promise
    ...bench,
    client,
    queue,
    QueueUrl,
    send: (MessageBody: string, DelaySeconds?: number) =>
      settle(
        client.send(
          new SendMessageCommand({
            QueueUrl,
            MessageBody,
            ...(DelaySeconds !== undefined && { DelaySeconds }),
          }),
        ),
      ),
    receive: async (input: Partial<ReceiveMessageCommandInput> = {}) => {
      const command = new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        ...input,
      });
      return (await settle(client.send(command))).Messages ?? [];
    },
    remove: (ReceiptHandle: string | undefined) =>
      settle(client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))),
    sendBatch: (bodies: string[]) =>
      settle(
        client.send(
          new SendMessageBatchCommand({
            QueueUrl,
            Entries: bodies.map((MessageBody, index) => ({ Id: `m${index}`, MessageBody })),
          }),
        ),
      ),
  };
}

test('a received message is hidden for its visibility timeout, then comes again', async () => {
  const { send, receive, pass } = aQueue({ VisibilityTimeout: 30 });
  await send('a');

  expect(await receive()).toMatchObject([
    { Body: 'a', Attributes: { ApproximateReceiveCount: '1' } },
  ]);
  await pass(29_000);
  expect(await receive()).toEqual([]);
  await pass(2_000);
  expect(await receive()).toMatchObject([
    { Body: 'a', Attributes: { ApproximateReceiveCount: '2' } },
  ]);
});

test('a deleted message never comes again, and deleting it twice is no error', async () => {
  const { send, receive, remove, pass, queue } = aQueue({ VisibilityTimeout: 30 });
  await send('a');
  const [message] = await receive();

  await remove(message?.ReceiptHandle);
  await remove(message?.ReceiptHandle);

  await pass(60_000);
  expect(await receive()).toEqual([]);
  expect(queue.counts()).toEqual({ visible: 0, delayed: 0, inFlight: 0 });
});

test('a message that was received again is deleted by its first handle, too', async () => {
  const { send, receive, remove, pass, queue } = aQueue({ VisibilityTimeout: 10 });
  await send('a');
  const [first] = await receive();
  await pass(11_000);
  expect(await receive()).toHaveLength(1);

  await remove(first?.ReceiptHandle);
  expect(queue.counts()).toEqual({ visible: 0, delayed: 0, inFlight: 0 });
});

test('a message that is deleted when it is visible again is not received any more', async () => {
  const { sendBatch, receive, remove, pass } = aQueue({ VisibilityTimeout: 10 });
  await sendBatch(['a', 'b']);
  const [first] = await receive();
  await pass(11_000);

  await remove(first?.ReceiptHandle);

  expect((await receive()).map(({ Body }) => Body)).toEqual(['b']);
});

test('a handle that no receive gave out is refused', async () => {
  const { remove, send, receive } = aQueue();
  await expect(remove('nonsense')).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
  await send('only');
  const [message] = await receive();
  // A handle as if of the message after the last one.
  const beyond = message?.ReceiptHandle?.replace('#1#', '#2#');
  expect(beyond).not.toBe(message?.ReceiptHandle);
  await expect(remove(beyond)).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
});

test('visibility can be prolonged, ended, and given back once the message is visible', async () => {
  const { send, receive, pass, client, settle, QueueUrl } = aQueue({ VisibilityTimeout: 10 });
  const change = (ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
    settle(
      client.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }),
      ),
    );
  await send('a');
  const [message] = await receive();

  await change(message?.ReceiptHandle, 100);
  await pass(50_000);
  expect(await receive()).toEqual([]);
  await change(message?.ReceiptHandle, 0);
  await change(message?.ReceiptHandle, 5);
  expect(await receive()).toEqual([]);
  await pass(6_000);
  expect(await receive()).toHaveLength(1);
});

test('a message is hidden for twelve hours at most, counted from its receive', async () => {
  const { send, receive, pass, client, settle, QueueUrl } = aQueue();
  await send('a');
  const [{ ReceiptHandle } = {}] = await receive();
  const hide = (VisibilityTimeout: number) =>
    settle(
      client.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }),
      ),
    );
  await hide(43_200);
  await pass(60_000);
  await expect(hide(43_200)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  await hide(43_000);
});

test('a delayed message, by its own delay or the queue’s, shows up at its time', async () => {
  const { send, receive, pass, queue } = aQueue({ DelaySeconds: 5 });
  await send('queue’s delay');
  await send('own delay', 900);
  await send('none', 0);

  expect((await receive()).map(({ Body }) => Body)).toEqual(['none']);
  expect(queue.counts()).toMatchObject({ delayed: 2 });
  await pass(6_000);
  expect((await receive()).map(({ Body }) => Body)).toEqual(['queue’s delay']);
  await pass(900_000);
  expect((await receive()).map(({ Body }) => Body)).toContain('own delay');
  await expect(send('too long', 901)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
});

test('a message that was received too often goes to the dead-letter queue instead', async () => {
  const bench = aQueue();
  const deadLetters = bench.queue;
  const RedrivePolicy = { deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 2 };
  const source = bench.sqs.queues.create({
    name: 'source',
    arn: 'arn:aws:sqs:us-east-1:000000000000:source',
    url: 'http://local-cloud.invalid/000000000000/source',
    properties: { RedrivePolicy, VisibilityTimeout: 10 },
  });
  const sent = await bench.settle(
    bench.client.send(new SendMessageCommand({ QueueUrl: source.url, MessageBody: 'poison' })),
  );

  for (const count of ['1', '2']) {
    expect(await bench.receive({ QueueUrl: source.url })).toMatchObject([
      { Attributes: { ApproximateReceiveCount: count } },
    ]);
    await bench.pass(11_000);
  }
  expect(await bench.receive({ QueueUrl: source.url })).toEqual([]);

  expect(source.counts()).toEqual({ visible: 0, delayed: 0, inFlight: 0 });
  expect(await bench.receive()).toMatchObject([{ Body: 'poison', MessageId: sent.MessageId }]);
  expect(bench.meters.snapshot()).toMatchObject({ 'sqs.redriven': 1 });
});

test('a message older than the retention period is gone', async () => {
  const { send, receive, pass, meters } = aQueue({ MessageRetentionPeriod: 60 });
  await send('a');
  await pass(61_000);
  expect(await receive()).toEqual([]);
  expect(meters.snapshot()).toMatchObject({ 'sqs.expired': 1 });
});

describe('a batch', () => {
  test('is taken entry by entry: what is wrong with one fails that one only', async () => {
    const { client, settle, QueueUrl, receive } = aQueue();
    const Entries = [
      { Id: 'good', MessageBody: 'a' },
      { Id: 'late', MessageBody: 'b', DelaySeconds: 1_000 },
      { Id: 'odd', MessageBody: '\u0001' },
    ];
    const answer = await settle(client.send(new SendMessageBatchCommand({ QueueUrl, Entries })));

    expect(answer.Successful).toMatchObject([{ Id: 'good' }]);
    expect(answer.Failed).toMatchObject([
      { Id: 'late', Code: 'InvalidParameterValue', SenderFault: true },
      { Id: 'odd', Code: 'InvalidMessageContents', SenderFault: true },
    ]);
    expect(await receive()).toHaveLength(1);
  });

  test('has 1 to 10 entries with distinct ids and at most 1 MiB together', async () => {
    const { client, settle, QueueUrl, sendBatch } = aQueue();
    const half = 'x'.repeat(524_288);
    const twins = [
      { Id: 'same', MessageBody: 'a' },
      { Id: 'same', MessageBody: 'b' },
    ];

    await expect(sendBatch([])).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
    await expect(sendBatch(new Array(11).fill('a'))).rejects.toMatchObject({
      name: 'TooManyEntriesInBatchRequest',
    });
    await expect(
      settle(client.send(new SendMessageBatchCommand({ QueueUrl, Entries: twins }))),
    ).rejects.toMatchObject({ name: 'BatchEntryIdsNotDistinct' });
    await expect(sendBatch([half, half, 'x'])).rejects.toMatchObject({
      name: 'BatchRequestTooLong',
    });
    expect((await sendBatch([half, half])).Successful).toHaveLength(2);
  });

  test('of deletes answers entry by entry, too', async () => {
    const { client, settle, QueueUrl, sendBatch, receive, queue } = aQueue();
    await sendBatch(['a', 'b']);
    const handles = (await receive()).map(({ ReceiptHandle }) => ReceiptHandle);
    const Entries = [...handles, 'nonsense'].map((ReceiptHandle, index) => ({
      Id: `d${index}`,
      ReceiptHandle,
    }));

    const answer = await settle(client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries })));

    expect(answer.Successful).toHaveLength(2);
    expect(answer.Failed).toMatchObject([{ Id: 'd2', Code: 'ReceiptHandleIsInvalid' }]);
    expect(queue.counts().inFlight).toBe(0);
  });
});

test('message attributes travel with their digest and are given out as asked for', async () => {
  const { client, settle, QueueUrl, receive } = aQueue({ VisibilityTimeout: 0 });
  const sent = await settle(
    client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'a',
        MessageAttributes: {
          'trace.parent': { DataType: 'String', StringValue: '00-ab-cd-01' },
          raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 3]) },
        },
      }),
    ),
  );

  const [all] = await receive({ MessageAttributeNames: ['All'] });
  const [some] = await receive({ MessageAttributeNames: ['trace.*'] });
  const [none] = await receive();

  expect(all?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
  expect([...(all?.MessageAttributes?.raw?.BinaryValue ?? [])]).toEqual([1, 2, 3]);
  expect(Object.keys(some?.MessageAttributes ?? {})).toEqual(['trace.parent']);
  expect(none?.MessageAttributes).toBeUndefined();
});

test('every started 64 KiB is a billed request, and so is an empty receive', async () => {
  const { send, receive, meters } = aQueue();
  await send('x'.repeat(65_537));
  await receive();
  await receive();

  expect(meters.snapshot()).toEqual({
    'sqs.ReceiveMessage': 2,
    'sqs.SendMessage': 1,
    'sqs.emptyReceives': 1,
    'sqs.requests': 5,
    'sqs.standardRequests': 5,
  });
});

test('queues can be made, found, described, purged and deleted', async () => {
  const { client, settle } = aQueue();
  const Attributes = { VisibilityTimeout: '45' };
  const create = new CreateQueueCommand({ QueueName: 'made', Attributes, tags: { team: 'x' } });
  const { QueueUrl } = await settle(client.send(create));
  const found = await settle(client.send(new GetQueueUrlCommand({ QueueName: 'made' })));
  await settle(client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' })));
  const describe = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });

  expect(found.QueueUrl).toBe(QueueUrl);
  expect((await settle(client.send(describe))).Attributes).toMatchObject({
    QueueArn: 'arn:aws:sqs:us-east-1:000000000000:made',
    VisibilityTimeout: '45',
    ApproximateNumberOfMessages: '1',
  });
  await settle(client.send(new PurgeQueueCommand({ QueueUrl })));
  expect((await settle(client.send(describe))).Attributes).toMatchObject({
    ApproximateNumberOfMessages: '0',
  });
  await settle(client.send(new DeleteQueueCommand({ QueueUrl })));
  const { QueueUrls } = await settle(client.send(new ListQueuesCommand({})));
  expect(QueueUrls).toHaveLength(1);
  await expect(settle(client.send(describe))).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
});

test.each([
  ['KmsMasterKeyId', 'alias/aws/sqs'],
  ['KmsDataKeyReusePeriodSeconds', '300'],
  ['SqsManagedSseEnabled', 'true'],
  ['RedriveAllowPolicy', '{"redrivePermission":"denyAll"}'],
  ['Policy', '{}'],
])('%s, which a run cannot notice, is taken', async (name, value) => {
  const { client, settle } = aQueue();
  const create = new CreateQueueCommand({ QueueName: 'made', Attributes: { [name]: value } });
  await expect(settle(client.send(create))).resolves.toMatchObject({});
});

test('a FIFO queue is refused by name', () => {
  const bench = sqsBench();
  expect(() => bench.queue('a.fifo', { FifoQueue: true })).toThrow(/FifoQueue.*DelaySeconds/);
});

test('a duplicated message comes twice although it was deleted after the first time', async () => {
  const { send, receive, remove, pass, meters } = aQueue({}, { duplicate: 1 });
  const sent = await send('a');
  const [first] = await receive();
  await remove(first?.ReceiptHandle);

  await pass(10_000);
  const [second] = await receive();

  expect([first?.MessageId, second?.MessageId]).toEqual([sent.MessageId, sent.MessageId]);
  expect(meters.snapshot()['faults.duplicate']).toBe(2);
});

test('messages come in order; with reordering they do not, and none is lost', async () => {
  const bodies = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
  const orderly = aQueue();
  await orderly.sendBatch(bodies);
  expect((await orderly.receive()).map(({ Body }) => Body)).toEqual(bodies);

  const hostile = aQueue({}, { reorder: 1 });
  await hostile.sendBatch(bodies);
  const received = (await hostile.receive()).map(({ Body }) => Body);
  expect(received).not.toEqual(bodies);
  expect(received.sort()).toEqual(bodies);
});

test('the names of the operations are those that it has', () => {
  const { sqs } = sqsBench();
  const known = SQS_OPERATION_NAMES.join(', ');
  expect(() => sqs.call('AddPermission', {})).toThrow(new RegExp(`it supports: ${known}$`));
});
