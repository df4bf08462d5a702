import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { lambdaBench } from '#testing/local-cloud/lambda-bench.ts';
import { localClientConfig } from '#testing/local-cloud/sqs-bench.ts';
import type { LambdaCode, LambdaEnvironment } from './lambda-code.ts';
import { failedMessageIds } from './sqs-event.ts';

/**
 * Code that handles each record. If `handle` throws for a record, that record becomes a failed
 * item.
 */
function perRecord(handle: (record: SQSEvent['Records'][number]) => void): LambdaCode {
  return () => async (event) => {
    const batchItemFailures: { itemIdentifier: string }[] = [];
    for (const record of (event as SQSEvent).Records) {
      try {
        handle(record);
      } catch {
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures };
  };
}

test('a record has the shape that AWS gives it', async () => {
  let event: unknown;
  const { map, pass } = lambdaBench(() => async (given) => {
    event = given;
  });
  const { put } = map();
  put('hello');
  await pass(1_000);

  expect(event).toEqual({
    Records: [
      {
        messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        receiptHandle: expect.any(String),
        body: 'hello',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: '1000000',
          ApproximateFirstReceiveTimestamp: '1000008',
          SenderId: expect.any(String),
        },
        messageAttributes: {},
        md5OfBody: '5d41402abc4b2a76b9719d911017c592',
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:jobs',
        awsRegion: 'us-east-1',
      },
    ],
  });
});

test('handled messages are deleted, failed ones come back alone after their time-out', async () => {
  const seen: string[] = [];
  const { map, pass } = lambdaBench(
    perRecord(({ body, attributes }) => {
      seen.push(`${body}${attributes.ApproximateReceiveCount}`);
      if (body === 'bad' && attributes.ApproximateReceiveCount === '1') throw new Error('not yet');
    }),
  );
  const { put, queue } = map();
  for (const body of ['a', 'bad', 'b']) put(body);

  await pass(59_000);
  expect(seen).toEqual(['a1', 'bad1', 'b1']);
  expect(queue.counts()).toEqual({ visible: 0, delayed: 0, inFlight: 1 });
  await pass(10_000);
  expect(seen).toEqual(['a1', 'bad1', 'b1', 'bad2']);
  expect(queue.bodies()).toEqual([]);
});

test('a message that keeps failing ends in the dead-letter queue after its last try', async () => {
  let tries = 0;
  const bench = lambdaBench(
    perRecord(() => {
      tries += 1;
      throw new Error('poison');
    }),
  );
  const deadLetters = bench.queue('dead');
  const RedrivePolicy = { deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 3 };
  bench.map({ RedrivePolicy, VisibilityTimeout: 30 }).put('x');

  await bench.pass(600_000);

  expect(tries).toBe(3);
  expect(deadLetters.bodies()).toEqual(['x']);
});

test('an answer without sense fails the whole batch', () => {
  const ids = new Set(['a', 'b']);
  const fails = (itemIdentifier: unknown) => ({ batchItemFailures: [{ itemIdentifier }] });
  const fine = [null, undefined, '', {}, { batchItemFailures: null }, { batchItemFailures: [] }];
  for (const answer of fine) expect(failedMessageIds(answer, ids)).toEqual(new Set());
  expect(failedMessageIds(fails('b'), ids)).toEqual(new Set(['b']));
  const broken = ['text', fails(''), fails(null), fails('c'), { batchItemFailures: [{ id: 'a' }] }];
  for (const answer of broken) expect(failedMessageIds(answer, ids)).toBe('all');
});

test('a handler that throws has handled nothing', async () => {
  const { map, pass, meters } = lambdaBench(() => async () => {
    throw new Error('no');
  });
  const { put, queue } = map();
  for (const body of ['a', 'b']) put(body);
  await pass(30_000);
  expect(queue.counts()).toMatchObject({ inFlight: 2 });
  expect(meters.snapshot()).not.toHaveProperty('sqs.DeleteMessageBatch');
});

test('batches have at most their size, and run at most so many at a time', async () => {
  const sizes: number[] = [];
  let running = 0;
  let runningMost = 0;
  const { map, pass } = lambdaBench((environment) => async (event) => {
    sizes.push((event as SQSEvent).Records.length);
    running += 1;
    runningMost = Math.max(runningMost, running);
    await environment.sleep(500);
    running -= 1;
  });
  const { put } = map({}, { BatchSize: 4, ScalingConfig: { MaximumConcurrency: 3 } });
  for (let index = 0; index < 30; index += 1) put(`m${index}`);

  await pass(20_000);

  expect(sizes).toEqual([4, 4, 4, 4, 4, 4, 4, 2]);
  expect(runningMost).toBe(3);
});

test('concurrency starts at five and grows by 300 a minute while the backlog lasts', async () => {
  let running = 0;
  const { map, pass } = lambdaBench(
    (environment) => async () => {
      running += 1;
      await environment.sleep(2_900_000);
    },
    { properties: { Timeout: 900 } },
  );
  const { put } = map({ VisibilityTimeout: 5_400 }, { BatchSize: 1 });
  for (let index = 0; index < 400; index += 1) put(`m${index}`);

  await pass(500);
  expect(running).toBeGreaterThanOrEqual(5);
  expect(running).toBeLessThanOrEqual(7);
  await pass(60_000);
  expect(running).toBeGreaterThan(295);
  expect(running).toBeLessThan(310);
});

test('a throttled batch is tried again, and no message is lost or handled twice', async () => {
  const seen: string[] = [];
  const { map, pass, meters } = lambdaBench(
    (environment) => async (event) => {
      for (const { body } of (event as SQSEvent).Records) seen.push(body);
      await environment.sleep(200);
    },
    { properties: { ReservedConcurrentExecutions: 1 } },
  );
  const { put } = map({}, { BatchSize: 1 });
  for (const body of ['a', 'b', 'c', 'd']) put(body);

  // Sooner than the visibility timeout of 60 s could bring them back.
  await pass(30_000);

  expect(seen.sort()).toEqual(['a', 'b', 'c', 'd']);
  expect(meters.snapshot()['lambda.throttles']).toBeGreaterThan(0);
});

test('under every fault no message is lost, and a handler that remembers acts once', async () => {
  const effects = new Map<string, number>();
  const bench = lambdaBench(
    (environment) => {
      const client = sqsClientIn(environment);
      return async (event) => {
        for (const { body } of (event as SQSEvent).Records) {
          const QueueUrl = 'http://local-cloud.invalid/000000000000/out';
          await client.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
          if (!effects.has(body)) effects.set(body, environment.nowMs());
        }
      };
    },
    {
      properties: { Timeout: 10 },
      faults: {
        duplicate: 0.05,
        reorder: 0.2,
        delay: 0.02,
        throttle: 0.02,
        lostAck: 0.02,
        crash: 0.02,
        coldStart: 0.1,
      },
    },
  );
  const out = bench.queue('out');
  const { put, queue } = bench.map({ VisibilityTimeout: 60 });
  const bodies = Array.from({ length: 300 }, (_, index) => `m${index}`);
  for (const body of bodies) put(body);

  await bench.pass(3_600_000);

  expect(queue.bodies()).toEqual([]);
  expect(effects.size).toBe(300);
  // Every message arrived, and some came twice. So a consumer has to expect copies.
  expect(new Set(out.bodies())).toEqual(new Set(bodies));
  expect(out.bodies().length).toBeGreaterThan(300);
  for (const kind of ['duplicate', 'reorder', 'delay', 'throttle', 'lostAck', 'crash']) {
    expect(bench.meters.snapshot()[`faults.${kind}`]).toBeGreaterThan(0);
  }
});

/** The SQS client of a function's environment. */
function sqsClientIn({ requestHandler }: LambdaEnvironment): SQSClient {
  return new SQSClient(localClientConfig(requestHandler));
}
