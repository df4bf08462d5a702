// Batches: what refuses a whole one, and what fails one entry alone.

import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import type { ContractBench } from '../contract-case.ts';
import { aQueue } from '../contract-template.ts';
import { bodies, errorName, PATIENTLY, receiveOne, refused, send, sqsCase } from './sqs-calls.ts';

const SEND = 'SQS API reference, SendMessageBatch';
const DELETE = 'SQS API reference, DeleteMessageBatch';
const HIDE = 'SQS API reference, ChangeMessageVisibilityBatch';
const resources = { Jobs: aQueue() };

const entries = (count: number): SendMessageBatchRequestEntry[] =>
  Array.from({ length: count }, (_, index) => ({ Id: `e${index}`, MessageBody: `m${index}` }));

const sendAll = ({ sqs, ref }: ContractBench, Entries: SendMessageBatchRequestEntry[]) =>
  sqs.send(new SendMessageBatchCommand({ QueueUrl: ref('Jobs'), Entries }));

type BatchAnswer = {
  Successful?: { Id?: string | undefined }[] | undefined;
  Failed?:
    | { Id?: string | undefined; Code?: string | undefined; SenderFault?: boolean | undefined }[]
    | undefined;
};

/** Who succeeded, and who failed why. */
const endOf = ({ Successful = [], Failed = [] }: BatchAnswer) => ({
  successful: Successful.map(({ Id }) => Id),
  failed: Failed.map(({ Id, Code, SenderFault }) => [Id, errorName(Code), SenderFault]),
});

/** Cases of the batch operations. */
export const batches = [
  sqsCase({
    title: 'a batch of ten is taken, and every entry answered in its order',
    resources,
    async run(bench) {
      const answer = await sendAll(bench, entries(10));
      return endOf(answer);
    },
    expected: { successful: entries(10).map(({ Id }) => Id), failed: [] },
    source: SEND,
  }),
  sqsCase({
    title: 'a batch of none is refused',
    resources,
    run: (bench) => refused(sendAll(bench, [])),
    expected: 'EmptyBatchRequest',
    source: SEND,
  }),
  sqsCase({
    title: 'a batch of eleven is refused, and none of it is in the queue',
    resources,
    async run(bench) {
      const sent = await refused(sendAll(bench, entries(11)));
      return { sent, there: await bodies(bench, 'Jobs') };
    },
    expected: { sent: 'TooManyEntriesInBatchRequest', there: [] },
    source: SEND,
  }),
  sqsCase({
    title: 'a batch with an id twice is refused, and none of it is in the queue',
    resources,
    async run(bench) {
      const twice = [...entries(1), ...entries(1)];
      return { sent: await refused(sendAll(bench, twice)), there: await bodies(bench, 'Jobs') };
    },
    expected: { sent: 'BatchEntryIdsNotDistinct', there: [] },
    source: SEND,
  }),
  sqsCase({
    title: "a batch's id has letters, digits, hyphens and underscores, at most 80",
    resources,
    run: async (bench) => ({
      good: await refused(sendAll(bench, [{ Id: 'a-B_9'.padEnd(80, 'x'), MessageBody: 'a' }])),
      blank: await refused(sendAll(bench, [{ Id: 'a b', MessageBody: 'a' }])),
      long: await refused(sendAll(bench, [{ Id: 'x'.repeat(81), MessageBody: 'a' }])),
    }),
    expected: { good: 'accepted', blank: 'InvalidBatchEntryId', long: 'InvalidBatchEntryId' },
    source: SEND,
  }),
  sqsCase({
    title: 'a batch of more than 1 MiB together is refused',
    resources,
    run: (bench) =>
      refused(
        sendAll(bench, [
          { Id: 'a', MessageBody: 'x'.repeat(600_000) },
          { Id: 'b', MessageBody: 'x'.repeat(600_000) },
        ]),
      ),
    expected: 'BatchRequestTooLong',
    source: SEND,
  }),
  sqsCase({
    title: 'an entry with a control character fails alone, by its sender’s fault',
    resources,
    async run(bench) {
      const answer = await sendAll(bench, [
        { Id: 'good', MessageBody: 'good' },
        { Id: 'bad', MessageBody: 'bell \u0007' },
      ]);
      return { ...endOf(answer), there: await bodies(bench, 'Jobs', { WaitTimeSeconds: 1 }) };
    },
    expected: {
      successful: ['good'],
      failed: [['bad', 'InvalidMessageContents', true]],
      there: ['good'],
    },
    source: SEND,
  }),
  sqsCase({
    title: 'an entry with too long a delay fails alone',
    resources,
    async run(bench) {
      const answer = await sendAll(bench, [
        { Id: 'good', MessageBody: 'good' },
        { Id: 'bad', MessageBody: 'bad', DelaySeconds: 901 },
      ]);
      return endOf(answer);
    },
    expected: { successful: ['good'], failed: [['bad', 'InvalidParameterValue', true]] },
    source: SEND,
  }),
  sqsCase({
    title: 'each entry of a batch has its own delay',
    resources,
    async run(bench) {
      await sendAll(bench, [
        { Id: 'now', MessageBody: 'now' },
        { Id: 'later', MessageBody: 'later', DelaySeconds: 1 },
      ]);
      const first = await bodies(bench, 'Jobs');
      await bench.wait(1_500);
      return { first, second: await bodies(bench, 'Jobs', PATIENTLY) };
    },
    expected: { first: ['now'], second: ['later'] },
    source: SEND,
  }),
  sqsCase({
    title: 'a batch of deletes deletes what it can, and names what it cannot',
    resources: { Jobs: aQueue({ VisibilityTimeout: 1 }) },
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      const { ReceiptHandle } = await receiveOne(bench, 'Jobs');
      const Entries = [
        { Id: 'good', ReceiptHandle },
        { Id: 'bad', ReceiptHandle: 'no handle at all' },
      ];
      const QueueUrl = bench.ref('Jobs');
      const answer = await bench.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      await bench.wait(1_300);
      return { ...endOf(answer), left: await bodies(bench, 'Jobs') };
    },
    expected: {
      successful: ['good'],
      failed: [['bad', 'ReceiptHandleIsInvalid', true]],
      left: [],
    },
    source: DELETE,
  }),
  sqsCase({
    title: 'a batch of no deletes is refused',
    resources,
    run: ({ sqs, ref }) =>
      refused(sqs.send(new DeleteMessageBatchCommand({ QueueUrl: ref('Jobs'), Entries: [] }))),
    expected: 'EmptyBatchRequest',
    source: DELETE,
  }),
  sqsCase({
    title: 'a batch of visibility changes names the handle that it cannot change',
    resources,
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      const { ReceiptHandle } = await receiveOne(bench, 'Jobs');
      const Entries = [
        { Id: 'good', ReceiptHandle, VisibilityTimeout: 0 },
        { Id: 'bad', ReceiptHandle: 'no handle at all', VisibilityTimeout: 0 },
      ];
      const QueueUrl = bench.ref('Jobs');
      const answer = await bench.sqs.send(
        new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }),
      );
      return { ...endOf(answer), back: await bodies(bench, 'Jobs', { WaitTimeSeconds: 1 }) };
    },
    expected: {
      successful: ['good'],
      failed: [['bad', 'ReceiptHandleIsInvalid', true]],
      back: ['a'],
    },
    source: HIDE,
  }),
];
