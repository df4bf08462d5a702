// What a queue takes from a sender, and what it refuses.

import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { aQueue } from '../contract-template.ts';
import { bodies, PATIENTLY, receiveOne, refused, send, sqsCase } from './sqs-calls.ts';

const SEND = 'SQS API reference, SendMessage';
const QUOTAS = 'SQS developer guide, message quotas';
const resources = { Jobs: aQueue() };
const MEBIBYTE = 1_048_576;

const attributesOf = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `a${index}`,
      { DataType: 'String', StringValue: 'x' },
    ]),
  );

/** Cases of SendMessage. */
export const sending = [
  sqsCase({
    title: 'a delayed message is received after its delay, not before',
    resources,
    async run(bench) {
      await send(bench, 'Jobs', 'later', { DelaySeconds: 1 });
      const early = await bodies(bench, 'Jobs');
      await bench.wait(1_500);
      return { early, late: await bodies(bench, 'Jobs', PATIENTLY) };
    },
    expected: { early: [], late: ['later'] },
    source: SEND,
  }),
  sqsCase({
    title: "a queue's delay holds for a message that brings none",
    resources: { Jobs: aQueue({ DelaySeconds: 1 }) },
    async run(bench) {
      await send(bench, 'Jobs', 'later');
      const early = await bodies(bench, 'Jobs');
      await bench.wait(1_500);
      return { early, late: await bodies(bench, 'Jobs', PATIENTLY) };
    },
    expected: { early: [], late: ['later'] },
    source: SEND,
  }),
  sqsCase({
    title: "a message's delay of 0 outweighs the queue's",
    resources: { Jobs: aQueue({ DelaySeconds: 900 }) },
    async run(bench) {
      await send(bench, 'Jobs', 'now', { DelaySeconds: 0 });
      return bodies(bench, 'Jobs', { WaitTimeSeconds: 1 });
    },
    expected: ['now'],
    source: SEND,
  }),
  sqsCase({
    title: 'a delay of 900 seconds is taken, of 901 refused',
    resources,
    run: async (bench) => ({
      longest: await refused(send(bench, 'Jobs', 'a', { DelaySeconds: 900 })),
      longer: await refused(send(bench, 'Jobs', 'a', { DelaySeconds: 901 })),
    }),
    expected: { longest: 'accepted', longer: 'InvalidParameterValue' },
    source: SEND,
  }),
  sqsCase({
    title: 'a message without text is refused',
    resources,
    run: (bench) => refused(send(bench, 'Jobs', '')),
    expected: 'MissingParameter',
    source: `${SEND}: the minimum is one character`,
  }),
  sqsCase({
    title: 'a message with a control character is refused',
    resources,
    run: (bench) => refused(send(bench, 'Jobs', 'bell \u0007')),
    expected: 'InvalidMessageContents',
    source: SEND,
  }),
  sqsCase({
    title: 'tabs, line ends and letters of any script arrive as they were sent',
    resources,
    async run(bench) {
      await send(bench, 'Jobs', '\t\r\n äß 漢字 🛰️');
      return bodies(bench, 'Jobs', { WaitTimeSeconds: 1 });
    },
    expected: ['\t\r\n äß 漢字 🛰️'],
    source: SEND,
  }),
  sqsCase({
    title: 'a send answers with the MD5 of body and attributes, and a receive with the same',
    resources,
    async run(bench) {
      const MessageAttributes = {
        Wave: { DataType: 'Number', StringValue: '3' },
        cell: { DataType: 'String', StringValue: 'c-1' },
        mark: { DataType: 'Binary', BinaryValue: Uint8Array.of(1, 2, 3) },
      };
      const sent = await send(bench, 'Jobs', 'Grüße', { MessageAttributes });
      const got = await receiveOne(bench, 'Jobs', { MessageAttributeNames: ['All'] });
      return {
        sent: [sent.MD5OfMessageBody, sent.MD5OfMessageAttributes],
        got: [got.MD5OfBody, got.MD5OfMessageAttributes],
      };
    },
    expected: {
      sent: ['49c5f675b49037b6044b803ac9d1a6d7', 'e8b248c3cdd281a5aa0dc8ab031885b3'],
      got: ['49c5f675b49037b6044b803ac9d1a6d7', 'e8b248c3cdd281a5aa0dc8ab031885b3'],
    },
    source: 'SQS developer guide, calculating the MD5 message digest for message attributes',
  }),
  sqsCase({
    title: 'a message of 1 MiB is taken',
    resources,
    async run(bench) {
      const sending = refused(send(bench, 'Jobs', 'x'.repeat(MEBIBYTE)));
      return { sent: await sending };
    },
    expected: { sent: 'accepted' },
    source: QUOTAS,
  }),
  sqsCase({
    title: 'a message of 1 MiB and one byte is refused',
    resources,
    run: (bench) => refused(send(bench, 'Jobs', 'x'.repeat(MEBIBYTE + 1))),
    expected: 'InvalidParameterValue',
    source: QUOTAS,
  }),
  sqsCase({
    title: "a message beyond the queue's own maximum is refused, counted in bytes of UTF-8",
    resources: { Jobs: aQueue({ MaximumMessageSize: 1_024 }) },
    run: async (bench) => ({
      fits: await refused(send(bench, 'Jobs', 'ä'.repeat(512))),
      doesNot: await refused(send(bench, 'Jobs', `${'ä'.repeat(512)}x`)),
    }),
    expected: { fits: 'accepted', doesNot: 'InvalidParameterValue' },
    source: QUOTAS,
  }),
  sqsCase({
    title: "attributes count towards a message's size: name, type and value",
    resources: { Jobs: aQueue({ MaximumMessageSize: 1_024 }) },
    async run(bench) {
      // 4 bytes of name, 6 of type, 14 of value.
      const MessageAttributes = { name: { DataType: 'String', StringValue: 'x'.repeat(14) } };
      return {
        fits: await refused(send(bench, 'Jobs', 'x'.repeat(1_000), { MessageAttributes })),
        doesNot: await refused(send(bench, 'Jobs', 'x'.repeat(1_001), { MessageAttributes })),
      };
    },
    expected: { fits: 'accepted', doesNot: 'InvalidParameterValue' },
    source: 'SQS developer guide, message metadata',
  }),
  sqsCase({
    title: 'ten attributes are taken, eleven refused',
    resources,
    run: async (bench) => ({
      ten: await refused(send(bench, 'Jobs', 'a', { MessageAttributes: attributesOf(10) })),
      eleven: await refused(send(bench, 'Jobs', 'a', { MessageAttributes: attributesOf(11) })),
    }),
    expected: { ten: 'accepted', eleven: 'InvalidParameterValue' },
    source: QUOTAS,
  }),
  sqsCase({
    title: 'an attribute of a type that SQS does not have is refused',
    resources,
    run: (bench) =>
      refused(
        send(bench, 'Jobs', 'a', {
          MessageAttributes: { when: { DataType: 'Date', StringValue: '2007' } },
        }),
      ),
    expected: 'InvalidParameterValue',
    source: 'SQS developer guide, message metadata',
  }),
  sqsCase({
    title: 'a send to a queue that does not exist is refused',
    resources,
    run: ({ sqs, ref }) =>
      refused(
        sqs.send(new SendMessageCommand({ QueueUrl: `${ref('Jobs')}-not`, MessageBody: 'a' })),
      ),
    expected: 'QueueDoesNotExist',
    source: SEND,
  }),
];
