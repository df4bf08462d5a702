// Queues as such: their names, their attributes, their counts.

import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
} from '@aws-sdk/client-sqs';
import { aQueue } from '../contract-template.ts';
import { attributes, bodies, receiveOne, refused, send, sqsCase } from './sqs-calls.ts';

const CREATE = 'SQS API reference, CreateQueue';
const resources = { Jobs: aQueue() };

/** Cases of queues as a whole. */
export const queues = [
  sqsCase({
    title: 'a queue that nobody set up otherwise has the documented defaults',
    resources,
    run: (bench) =>
      attributes(bench, 'Jobs', [
        'DelaySeconds',
        'VisibilityTimeout',
        'MessageRetentionPeriod',
        'MaximumMessageSize',
        'ReceiveMessageWaitTimeSeconds',
      ]),
    expected: {
      DelaySeconds: '0',
      VisibilityTimeout: '30',
      MessageRetentionPeriod: '345600',
      MaximumMessageSize: '1048576',
      ReceiveMessageWaitTimeSeconds: '0',
    },
    source: CREATE,
  }),
  sqsCase({
    title: 'a queue counts what is visible, in flight and delayed',
    resources,
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      await receiveOne(bench, 'Jobs');
      await send(bench, 'Jobs', 'b');
      await send(bench, 'Jobs', 'c');
      await send(bench, 'Jobs', 'd', { DelaySeconds: 600 });
      return attributes(bench, 'Jobs', [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ]);
    },
    expected: {
      ApproximateNumberOfMessages: '2',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
    },
    source: 'SQS API reference, GetQueueAttributes',
  }),
  sqsCase({
    title: 'a purge removes what is visible and what is in flight',
    resources,
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      await send(bench, 'Jobs', 'b');
      await receiveOne(bench, 'Jobs', { VisibilityTimeout: 1 });
      await bench.sqs.send(new PurgeQueueCommand({ QueueUrl: bench.ref('Jobs') }));
      await bench.wait(1_500);
      return bodies(bench, 'Jobs');
    },
    expected: [],
    source: 'SQS API reference, PurgeQueue',
  }),
  sqsCase({
    title: 'a queue is found by its name, and one that does not exist is not',
    resources,
    async run({ sqs, freshName }) {
      const QueueName = freshName('found');
      const { QueueUrl: made } = await sqs.send(new CreateQueueCommand({ QueueName }));
      const { QueueUrl: found } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      const other = sqs.send(new GetQueueUrlCommand({ QueueName: freshName('lost') }));
      return { isFound: found === made, other: await refused(other) };
    },
    expected: { isFound: true, other: 'QueueDoesNotExist' },
    source: 'SQS API reference, GetQueueUrl',
  }),
  sqsCase({
    title: 'a queue made again as it is stays the one, made otherwise it is refused',
    async run({ sqs, freshName }) {
      const QueueName = freshName('again');
      const create = (VisibilityTimeout: string) =>
        sqs.send(new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout } }));
      const { QueueUrl: first } = await create('10');
      const { QueueUrl: second } = await create('10');
      return { isSame: first === second, otherwise: await refused(create('20')) };
    },
    expected: { isSame: true, otherwise: 'QueueNameExists' },
    source: CREATE,
  }),
  sqsCase({
    title: "a queue's name has letters, digits, hyphens and underscores",
    run: ({ sqs, freshName }) =>
      refused(sqs.send(new CreateQueueCommand({ QueueName: `${freshName('bad')} name!` }))),
    expected: 'InvalidParameterValue',
    source: CREATE,
  }),
  sqsCase({
    title: 'queues are listed by the start of their names',
    async run({ sqs, freshName }) {
      const prefix = freshName('listed');
      const QueueNames = [`${prefix}-a`, `${prefix}-b`, `not-${prefix}`];
      for (const QueueName of QueueNames) await sqs.send(new CreateQueueCommand({ QueueName }));
      const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: prefix }));
      return QueueUrls.map((url) => url.slice(url.lastIndexOf(prefix) + prefix.length)).sort();
    },
    expected: ['-a', '-b'],
    source: 'SQS API reference, ListQueues',
  }),
];
