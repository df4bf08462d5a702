// What a receive gives out, and how long it waits for it.

import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { ContractBench } from '../contract-case.ts';
import { aQueue } from '../contract-template.ts';
import { bodies, PATIENTLY, receive, receiveOne, refused, send, sqsCase } from './sqs-calls.ts';

const RECEIVE = 'SQS API reference, ReceiveMessage';
const resources = { Jobs: aQueue() };

const sendTwelve = async ({ sqs, ref }: ContractBench) => {
  const Entries = Array.from({ length: 6 }, (_, index) => ({ Id: `e${index}`, MessageBody: 'm' }));
  for (let times = 0; times < 2; times += 1)
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: ref('Jobs'), Entries }));
};

/** How long an action took on the bench's time. */
const timed = async <Result>(bench: ContractBench, action: () => Promise<Result>) => {
  const startedMs = bench.nowMs();
  const result = await action();
  return { result, tookMs: bench.nowMs() - startedMs };
};

/** Cases of ReceiveMessage. */
export const receiving = [
  sqsCase({
    title: 'a receive gives out one message unless more are asked for',
    resources,
    async run(bench) {
      await sendTwelve(bench);
      return (await receive(bench, 'Jobs', { WaitTimeSeconds: 1 })).length;
    },
    expected: 1,
    source: RECEIVE,
  }),
  sqsCase({
    title: 'a receive gives out at most ten messages, and more cannot be asked for',
    resources,
    async run(bench) {
      await sendTwelve(bench);
      const ten = await receive(bench, 'Jobs', { MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
      const eleven = await refused(receive(bench, 'Jobs', { MaxNumberOfMessages: 11 }));
      const none = await refused(receive(bench, 'Jobs', { MaxNumberOfMessages: 0 }));
      return { isAtMostTen: ten.length > 0 && ten.length <= 10, eleven, none };
    },
    expected: { isAtMostTen: true, eleven: 'InvalidParameterValue', none: 'InvalidParameterValue' },
    source: RECEIVE,
  }),
  sqsCase({
    title: 'a received message is hidden, and back when its visibility time-out is over',
    resources: { Jobs: aQueue({ VisibilityTimeout: 1 }) },
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      const first = await bodies(bench, 'Jobs', { WaitTimeSeconds: 1 });
      const hidden = await bodies(bench, 'Jobs');
      await bench.wait(1_500);
      return { first, hidden, back: await bodies(bench, 'Jobs', PATIENTLY) };
    },
    expected: { first: ['a'], hidden: [], back: ['a'] },
    source: RECEIVE,
  }),
  sqsCase({
    title: "a receive's own visibility time-out outweighs the queue's",
    resources: { Jobs: aQueue({ VisibilityTimeout: 600 }) },
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      await receiveOne(bench, 'Jobs', { VisibilityTimeout: 1 });
      await bench.wait(1_500);
      return bodies(bench, 'Jobs', PATIENTLY);
    },
    expected: ['a'],
    source: RECEIVE,
  }),
  sqsCase({
    title: 'a message received with a visibility time-out of 0 can be received at once again',
    resources,
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      await receiveOne(bench, 'Jobs', { VisibilityTimeout: 0 });
      return bodies(bench, 'Jobs', { WaitTimeSeconds: 1 });
    },
    expected: ['a'],
    source: RECEIVE,
  }),
  sqsCase({
    title: 'a visibility time-out is at most twelve hours',
    resources,
    run: async (bench) => ({
      longest: await refused(receive(bench, 'Jobs', { VisibilityTimeout: 43_200 })),
      longer: await refused(receive(bench, 'Jobs', { VisibilityTimeout: 43_201 })),
    }),
    expected: { longest: 'accepted', longer: 'InvalidParameterValue' },
    source: 'SQS developer guide, visibility timeout',
  }),
  sqsCase({
    title: 'every receive counts, and the time of the first stays',
    resources,
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      const ask = { VisibilityTimeout: 0, MessageSystemAttributeNames: ['All' as const] };
      const first = (await receiveOne(bench, 'Jobs', ask)).Attributes ?? {};
      const second = (await receiveOne(bench, 'Jobs', ask)).Attributes ?? {};
      const name = 'ApproximateFirstReceiveTimestamp';
      return {
        counts: [first.ApproximateReceiveCount, second.ApproximateReceiveCount],
        isSameFirst: first[name] === second[name],
      };
    },
    expected: { counts: ['1', '2'], isSameFirst: true },
    source: RECEIVE,
  }),
  sqsCase({
    title: 'system attributes come only when asked for, times in milliseconds',
    resources,
    async run(bench) {
      const beforeMs = bench.nowMs();
      await send(bench, 'Jobs', 'a');
      const bare = await receiveOne(bench, 'Jobs', { VisibilityTimeout: 0 });
      const asked = await receiveOne(bench, 'Jobs', {
        MessageSystemAttributeNames: ['SentTimestamp'],
      });
      const sentAtMs = Number(asked.Attributes?.SentTimestamp);
      return {
        bare: bare.Attributes ?? {},
        names: Object.keys(asked.Attributes ?? {}),
        isInMs: Math.abs(sentAtMs - beforeMs) < 10_000,
      };
    },
    expected: { bare: {}, names: ['SentTimestamp'], isInMs: true },
    source: RECEIVE,
  }),
  sqsCase({
    title: 'message attributes come only when asked for, by name, by prefix, or all',
    resources,
    async run(bench) {
      const text = (StringValue: string) => ({ DataType: 'String', StringValue });
      const MessageAttributes = {
        'storm.wave': text('1'),
        'storm.cell': text('c'),
        who: text('n'),
      };
      await send(bench, 'Jobs', 'a', { MessageAttributes });
      const namesFor = async (...MessageAttributeNames: string[]) => {
        const ask = { VisibilityTimeout: 0, MessageAttributeNames };
        return Object.keys((await receiveOne(bench, 'Jobs', ask)).MessageAttributes ?? {}).sort();
      };
      return {
        none: await namesFor(),
        byName: await namesFor('who'),
        byPrefix: await namesFor('storm.*'),
        all: await namesFor('All'),
      };
    },
    expected: {
      none: [],
      byName: ['who'],
      byPrefix: ['storm.cell', 'storm.wave'],
      all: ['storm.cell', 'storm.wave', 'who'],
    },
    source: RECEIVE,
  }),
  sqsCase({
    title: 'attributes arrive with their types, bytes as bytes',
    resources,
    async run(bench) {
      const MessageAttributes = {
        wave: { DataType: 'Number', StringValue: '3' },
        mark: { DataType: 'Binary.png', BinaryValue: Uint8Array.of(0, 255) },
      };
      await send(bench, 'Jobs', 'a', { MessageAttributes });
      const got = await receiveOne(bench, 'Jobs', { MessageAttributeNames: ['All'] });
      const { wave, mark } = got.MessageAttributes ?? {};
      return {
        wave: [wave?.DataType, wave?.StringValue],
        mark: [mark?.DataType, [...(mark?.BinaryValue ?? [])]],
      };
    },
    expected: { wave: ['Number', '3'], mark: ['Binary.png', [0, 255]] },
    source: RECEIVE,
  }),
  sqsCase({
    title: 'a receive that waits is answered when a message comes',
    resources,
    async run(bench) {
      const receiving = timed(bench, () => receive(bench, 'Jobs', { WaitTimeSeconds: 10 }));
      await bench.wait(500);
      await send(bench, 'Jobs', 'a');
      const { result, tookMs } = await receiving;
      return { bodies: result.map(({ Body }) => Body), isAtOnce: tookMs < 5_000 };
    },
    expected: { bodies: ['a'], isAtOnce: true },
    source: 'SQS developer guide, short and long polling',
  }),
  sqsCase({
    title: 'a receive that waits in vain is answered with nothing when its time is over',
    resources,
    async run(bench) {
      const { result, tookMs } = await timed(bench, () =>
        receive(bench, 'Jobs', { WaitTimeSeconds: 1 }),
      );
      return { count: result.length, isWhole: tookMs >= 950 && tookMs < 5_000 };
    },
    expected: { count: 0, isWhole: true },
    source: 'SQS developer guide, short and long polling',
  }),
  sqsCase({
    title: "a receive that names no wait has the queue's",
    resources: { Jobs: aQueue({ ReceiveMessageWaitTimeSeconds: 1 }) },
    async run(bench) {
      const queues = await timed(bench, () => receive(bench, 'Jobs'));
      const own = await timed(bench, () => receive(bench, 'Jobs', { WaitTimeSeconds: 0 }));
      return { queues: queues.tookMs >= 950, own: own.tookMs >= 950 };
    },
    expected: { queues: true, own: false },
    source: RECEIVE,
  }),
  sqsCase({
    title: 'a wait is at most 20 seconds',
    resources,
    run: (bench) => refused(receive(bench, 'Jobs', { WaitTimeSeconds: 21 })),
    expected: 'InvalidParameterValue',
    source: 'SQS developer guide, short and long polling',
  }),
];
