// What can be done with a message that was received: delete it, or change how long it is hidden.

import { ChangeMessageVisibilityCommand, DeleteMessageCommand } from '@aws-sdk/client-sqs';
import type { ContractBench } from '../contract-case.ts';
import { aQueue } from '../contract-template.ts';
import { bodies, PATIENTLY, receiveOne, refused, send, sqsCase } from './sqs-calls.ts';

const DELETE = 'SQS API reference, DeleteMessage';
const HIDE = 'SQS API reference, ChangeMessageVisibility';
const AFTER_TIMEOUT = 'test_change_message_visibility_after_visibility_timeout_expiration';
const ON_DELETED = 'test_change_visibility_on_deleted_message_raises_invalid_parameter_value';
const resources = { Jobs: aQueue() };

const remove = ({ sqs, ref }: ContractBench, ReceiptHandle: string) =>
  sqs.send(new DeleteMessageCommand({ QueueUrl: ref('Jobs'), ReceiptHandle }));

const hide = ({ sqs, ref }: ContractBench, ReceiptHandle: string, VisibilityTimeout: number) =>
  sqs.send(
    new ChangeMessageVisibilityCommand({ QueueUrl: ref('Jobs'), ReceiptHandle, VisibilityTimeout }),
  );

/** Cases of DeleteMessage and ChangeMessageVisibility. */
export const inFlight = [
  sqsCase({
    title: 'a deleted message does not come back',
    resources: { Jobs: aQueue({ VisibilityTimeout: 1 }) },
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      await remove(bench, (await receiveOne(bench, 'Jobs')).ReceiptHandle);
      await bench.wait(1_500);
      return bodies(bench, 'Jobs');
    },
    expected: [],
    source: DELETE,
  }),
  sqsCase({
    title: 'a message that is deleted twice is deleted',
    resources,
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      const { ReceiptHandle } = await receiveOne(bench, 'Jobs');
      return [
        await refused(remove(bench, ReceiptHandle)),
        await refused(remove(bench, ReceiptHandle)),
      ];
    },
    expected: ['accepted', 'accepted'],
    source: `${DELETE}: no error is documented for it`,
  }),
  sqsCase({
    title: 'the handle of an earlier receive deletes the message, too',
    resources: { Jobs: aQueue({ VisibilityTimeout: 1 }) },
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      const earlier = await receiveOne(bench, 'Jobs', { VisibilityTimeout: 0 });
      await receiveOne(bench, 'Jobs');
      const deleted = await refused(remove(bench, earlier.ReceiptHandle));
      await bench.wait(1_500);
      return { deleted, left: await bodies(bench, 'Jobs', PATIENTLY) };
    },
    expected: { deleted: 'accepted', left: [] },
    source: `getmoto/moto#4655, verified on AWS; ${DELETE} promises it for the last handle only`,
  }),
  sqsCase({
    title: 'the handle of the last receive deletes after the visibility time-out, too',
    resources,
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      const { ReceiptHandle } = await receiveOne(bench, 'Jobs', { VisibilityTimeout: 1 });
      await bench.wait(1_500);
      const deleted = await refused(remove(bench, ReceiptHandle));
      return { deleted, left: await bodies(bench, 'Jobs') };
    },
    expected: { deleted: 'accepted', left: [] },
    source: DELETE,
  }),
  sqsCase({
    title: 'a delete with what is no handle is refused',
    resources,
    run: (bench) => refused(remove(bench, 'no handle at all')),
    expected: 'ReceiptHandleIsInvalid',
    source: DELETE,
  }),
  sqsCase({
    title: 'a message whose visibility time-out is changed to 0 is back at once',
    resources,
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      await hide(bench, (await receiveOne(bench, 'Jobs')).ReceiptHandle, 0);
      return bodies(bench, 'Jobs', { WaitTimeSeconds: 1 });
    },
    expected: ['a'],
    source: HIDE,
  }),
  sqsCase({
    title: 'a changed visibility time-out counts from the change',
    resources: { Jobs: aQueue({ VisibilityTimeout: 1 }) },
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      await hide(bench, (await receiveOne(bench, 'Jobs')).ReceiptHandle, 3);
      await bench.wait(1_800);
      const hidden = await bodies(bench, 'Jobs');
      await bench.wait(1_800);
      return { hidden, back: await bodies(bench, 'Jobs', PATIENTLY) };
    },
    expected: { hidden: [], back: ['a'] },
    source: HIDE,
  }),
  sqsCase({
    title: 'a visibility time-out cannot be changed to more than twelve hours',
    resources,
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      return refused(hide(bench, (await receiveOne(bench, 'Jobs')).ReceiptHandle, 43_201));
    },
    expected: 'InvalidParameterValue',
    source: HIDE,
  }),
  sqsCase({
    title: 'the visibility of what is no handle cannot be changed',
    resources,
    run: (bench) => refused(hide(bench, 'no handle at all', 0)),
    expected: 'ReceiptHandleIsInvalid',
    source: HIDE,
  }),
  sqsCase({
    title: 'the visibility of a message that is visible again can be changed',
    resources,
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      const { ReceiptHandle } = await receiveOne(bench, 'Jobs', { VisibilityTimeout: 1 });
      await bench.wait(2_000);
      return refused(hide(bench, ReceiptHandle, 10));
    },
    expected: 'accepted',
    source: `LocalStack's recording of 2024-04-30, ${AFTER_TIMEOUT}; localstack#9632`,
  }),
  sqsCase({
    title: 'the handle of an earlier receive changes the visibility, too',
    resources,
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      const earlier = await receiveOne(bench, 'Jobs', { VisibilityTimeout: 0 });
      await receiveOne(bench, 'Jobs', { VisibilityTimeout: 20 });
      const shown = await refused(hide(bench, earlier.ReceiptHandle, 0));
      return { shown, left: await bodies(bench, 'Jobs', { WaitTimeSeconds: 1 }) };
    },
    expected: { shown: 'accepted', left: ['a'] },
    source: 'LocalStack, run on AWS: test_terminate_visibility_timeout_after_receive',
  }),
  sqsCase({
    title: 'the visibility of a message that is deleted cannot be changed',
    resources,
    async run(bench) {
      await send(bench, 'Jobs', 'a');
      const { ReceiptHandle } = await receiveOne(bench, 'Jobs');
      await remove(bench, ReceiptHandle);
      return refused(hide(bench, ReceiptHandle, 42));
    },
    expected: 'InvalidParameterValue',
    source: `LocalStack, run on AWS: ${ON_DELETED}; aws/aws-sdk-net#1927`,
  }),
];
