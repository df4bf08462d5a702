// When a message has failed often enough, and what of it is left in the dead-letter queue.

import { DeleteMessageCommand } from '@aws-sdk/client-sqs';
import { aQueue, redriveTo } from '../contract-template.ts';
import { attributes, bodies, receiveOne, send, sqsCase } from './sqs-calls.ts';

const GUIDE = 'SQS developer guide, using dead-letter queues';

const after = (maxReceiveCount: number) => ({
  Jobs: aQueue({ VisibilityTimeout: 0, RedrivePolicy: redriveTo('Dead', maxReceiveCount) }),
  Dead: aQueue(),
});

/** Cases of the redrive policy. */
export const deadLetters = [
  sqsCase({
    title: 'a message received as often as the policy allows is moved at the next receive',
    resources: after(2),
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      await receiveOne(bench, 'Jobs');
      await receiveOne(bench, 'Jobs');
      const third = await bodies(bench, 'Jobs', { WaitTimeSeconds: 1 });
      return { third, dead: await bodies(bench, 'Dead', { WaitTimeSeconds: 1 }) };
    },
    expected: { third: [], dead: ['a'] },
    source: GUIDE,
  }),
  sqsCase({
    title: 'a message deleted at its last receive is not moved',
    resources: after(1),
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      const { ReceiptHandle } = await receiveOne(bench, 'Jobs', { VisibilityTimeout: 5 });
      const QueueUrl = bench.ref('Jobs');
      await bench.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      const again = await bodies(bench, 'Jobs');
      return { again, dead: await bodies(bench, 'Dead', { WaitTimeSeconds: 1 }) };
    },
    expected: { again: [], dead: [] },
    source: GUIDE,
  }),
  sqsCase({
    title: 'a moved message keeps its id, its attributes and the time it was sent at',
    resources: after(1),
    async run(bench) {
      const MessageAttributes = { cell: { DataType: 'String', StringValue: 'c-1' } };
      const sent = await send(bench, 'Jobs', 'a', { MessageAttributes });
      const ask = {
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['SentTimestamp' as const],
      };
      const alive = await receiveOne(bench, 'Jobs', ask);
      await bench.wait(1_100);
      await bodies(bench, 'Jobs');
      const dead = await receiveOne(bench, 'Dead', ask);
      return {
        isSameMessage: dead.MessageId === sent.MessageId,
        cell: dead.MessageAttributes?.cell?.StringValue,
        isSameTime: dead.Attributes?.SentTimestamp === alive.Attributes?.SentTimestamp,
      };
    },
    expected: { isSameMessage: true, cell: 'c-1', isSameTime: true },
    source: `${GUIDE}: the enqueue timestamp is unchanged`,
  }),
  sqsCase({
    title: 'a moved message names the queue that it comes from',
    resources: after(1),
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      await receiveOne(bench, 'Jobs');
      await bodies(bench, 'Jobs');
      const dead = await receiveOne(bench, 'Dead', { MessageSystemAttributeNames: ['All'] });
      return { isNamed: dead.Attributes?.DeadLetterQueueSourceArn === bench.arn('Jobs') };
    },
    expected: { isNamed: true },
    source: 'SQS API reference, ReceiveMessage: DeadLetterQueueSourceArn',
  }),
  sqsCase({
    title: 'the redrive policy can be read back',
    resources: after(7),
    async run(bench) {
      const { RedrivePolicy = '{}' } = await attributes(bench, 'Jobs', ['RedrivePolicy']);
      const policy = JSON.parse(RedrivePolicy) as Record<string, unknown>;
      return {
        count: Number(policy.maxReceiveCount),
        isToDead: policy.deadLetterTargetArn === bench.arn('Dead'),
      };
    },
    expected: { count: 7, isToDead: true },
    source: 'SQS API reference, GetQueueAttributes',
  }),
];
