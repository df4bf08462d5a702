// What a worker is handed: the event, how many messages are in it, when and how many at a time.

import { send } from '../sqs/sqs-calls.ts';
import { takeAllReports, takeReports } from '../worker-function.ts';
import { mappedWorker, mappingCase, sendJobs, settledCount } from './mapped-worker.ts';

const GUIDE = 'Lambda developer guide, using Lambda with Amazon SQS';
const SCALING = 'Lambda developer guide, configuring scaling behavior for SQS mappings';
const BATCHING = 'Lambda developer guide, batching behavior';

const TELL_BODIES = 'await report(event.Records.map(({ body }) => body));';

/** How far apart the batches of messages that were sent together come, at most. */
const QUIET_MS = 3_000;

const sizesOf = (reported: readonly unknown[]) =>
  reported.map((bodies) => (bodies as string[]).length);
const allOf = (reported: readonly unknown[]) => (reported as string[][]).flat().sort();

/** Cases of batches and concurrency. */
export const batches = [
  mappingCase({
    title: 'a worker is handed records of the documented shape',
    resources: mappedWorker({ body: 'await report(event);' }),
    async run(bench) {
      const MessageAttributes = {
        cell: { DataType: 'String', StringValue: 'c-1' },
        mark: { DataType: 'Binary', BinaryValue: Uint8Array.of(1, 2) },
      };
      const { MessageId } = await send(bench, 'Jobs', 'a job', { MessageAttributes });
      const [event] = (await takeReports(bench, 1)) as { Records: Record<string, unknown>[] }[];
      const { messageId, receiptHandle, attributes, eventSourceARN, ...other } =
        event?.Records[0] ?? {};
      const { md5OfMessageAttributes: _, ...rest } = other;
      const given = attributes as Record<string, string>;
      const { SentTimestamp, ApproximateFirstReceiveTimestamp, SenderId } = given;
      return {
        ...rest,
        isSameMessage: messageId === MessageId,
        hasHandle: typeof receiptHandle === 'string',
        isOurQueue: eventSourceARN === bench.arn('Jobs'),
        receiveCount: given.ApproximateReceiveCount,
        others: [SentTimestamp, ApproximateFirstReceiveTimestamp, SenderId].map(
          (value) => typeof value,
        ),
      };
    },
    expected: {
      body: 'a job',
      md5OfBody: '9e87851b205b77d8552e5f59b625affa',
      messageAttributes: {
        cell: {
          stringValue: 'c-1',
          stringListValues: [],
          binaryListValues: [],
          dataType: 'String',
        },
        mark: {
          binaryValue: 'AQI=',
          stringListValues: [],
          binaryListValues: [],
          dataType: 'Binary',
        },
      },
      eventSource: 'aws:sqs',
      awsRegion: 'us-east-1',
      isSameMessage: true,
      hasHandle: true,
      isOurQueue: true,
      receiveCount: '1',
      others: ['string', 'string', 'string'],
    },
    source: GUIDE,
  }),
  mappingCase({
    title: 'messages that were handled are deleted',
    resources: mappedWorker({ body: TELL_BODIES }),
    async run(bench) {
      await sendJobs(bench, 'a', 'b');
      const reported = await takeAllReports(bench, 1, QUIET_MS);
      const left = await settledCount(bench, 'Jobs', 0);
      return { handled: allOf(reported), left, dead: await settledCount(bench, 'Dead', 0) };
    },
    expected: { handled: ['a', 'b'], left: 0, dead: 0 },
    source: GUIDE,
  }),
  mappingCase({
    title: 'a mapping with a batch size of 1 hands over one message at a time',
    resources: mappedWorker({ body: TELL_BODIES, mapping: { BatchSize: 1 } }),
    async run(bench) {
      await sendJobs(bench, 'a', 'b', 'c');
      const reported = await takeReports(bench, 3);
      return { sizes: sizesOf(reported), handled: allOf(reported) };
    },
    expected: { sizes: [1, 1, 1], handled: ['a', 'b', 'c'] },
    source: BATCHING,
  }),
  mappingCase({
    title: 'a batch has no more messages than the batch size',
    resources: mappedWorker({ body: TELL_BODIES, mapping: { BatchSize: 2 } }),
    async run(bench) {
      const jobs = ['a', 'b', 'c', 'd', 'e'];
      await sendJobs(bench, ...jobs);
      const reported = await takeAllReports(bench, 3, QUIET_MS);
      return { isWithin: Math.max(...sizesOf(reported)) <= 2, handled: allOf(reported) };
    },
    expected: { isWithin: true, handled: ['a', 'b', 'c', 'd', 'e'] },
    source: BATCHING,
  }),
  mappingCase({
    title: 'a batch that is not full is handed over when its window ends',
    resources: mappedWorker({
      body: 'await report(Date.now());',
      mapping: { MaximumBatchingWindowInSeconds: 2 },
    }),
    async run(bench) {
      const sentAtMs = bench.nowMs();
      await sendJobs(bench, 'a');
      const [handledAtMs] = (await takeReports(bench, 1)) as number[];
      const waitedMs = Number(handledAtMs) - sentAtMs;
      return { isGathered: waitedMs >= 1_900, isInTime: waitedMs < 10_000 };
    },
    expected: { isGathered: true, isInTime: true },
    source: BATCHING,
  }),
  mappingCase({
    title: 'with a window, a batch may have more than ten messages',
    resources: mappedWorker({
      body: TELL_BODIES,
      mapping: { BatchSize: 50, MaximumBatchingWindowInSeconds: 3 },
    }),
    async run(bench) {
      const ten = Array.from({ length: 10 }, (_, index) => `job-${index}`);
      // Five pollers gather by themselves, so that of six receives two meet in a batch.
      for (let sent = 0; sent < 6; sent += 1) await sendJobs(bench, ...ten);
      const reported = await takeAllReports(bench, 1, QUIET_MS);
      const isAboveTen = Math.max(...sizesOf(reported)) > 10;
      return { handled: allOf(reported).length, isAboveTen };
    },
    expected: { handled: 60, isAboveTen: true },
    source: BATCHING,
  }),
  mappingCase({
    title: 'a full batch is handed over before its window ends',
    resources: mappedWorker({
      body: 'await report(Date.now());',
      mapping: { BatchSize: 1, MaximumBatchingWindowInSeconds: 10 },
    }),
    async run(bench) {
      const sentAtMs = bench.nowMs();
      await sendJobs(bench, 'a');
      const [handledAtMs] = (await takeReports(bench, 1)) as number[];
      return { isEarly: Number(handledAtMs) - sentAtMs < 6_000 };
    },
    expected: { isEarly: true },
    source: BATCHING,
  }),
  mappingCase({
    title: 'a mapping has no more batches under way than its maximum concurrency',
    resources: mappedWorker({
      body: `
        const from = Date.now();
        await new Promise((resolve) => setTimeout(resolve, 1000));
        await report([from, Date.now()]);
      `,
      mapping: { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } },
    }),
    async run(bench) {
      const jobs = ['a', 'b', 'c', 'd', 'e', 'f'];
      await sendJobs(bench, ...jobs);
      const spans = (await takeReports(bench, jobs.length)) as [number, number][];
      const together = spans.map(
        ([from]) => spans.filter(([start, end]) => start <= from && from < end).length,
      );
      return { handled: spans.length, isWithin: Math.max(...together) <= 2 };
    },
    expected: { handled: 6, isWithin: true },
    source: SCALING,
  }),
  mappingCase({
    title: 'a delayed message is handled after its delay',
    resources: mappedWorker({ body: 'await report(Date.now());' }),
    async run(bench) {
      const sentAtMs = bench.nowMs();
      await send(bench, 'Jobs', 'later', { DelaySeconds: 2 });
      const [handledAtMs] = (await takeReports(bench, 1)) as number[];
      const waitedMs = Number(handledAtMs) - sentAtMs;
      return { isDelayed: waitedMs >= 1_900, isInTime: waitedMs < 10_000 };
    },
    expected: { isDelayed: true, isInTime: true },
    source: 'SQS API reference, SendMessage',
  }),
  mappingCase({
    title: 'a disabled mapping hands over nothing',
    resources: mappedWorker({ body: TELL_BODIES, mapping: { Enabled: false } }),
    async run(bench) {
      await sendJobs(bench, 'a');
      await bench.wait(3_000);
      return settledCount(bench, 'Jobs', 1);
    },
    expected: 1,
    source: 'Lambda API reference, CreateEventSourceMapping',
  }),
];
