// What AWS was recorded to answer to sends and receives: attributes, digests, visibility, batches.

import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type MessageAttributeValue,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import type { ContractBench } from '../../contract/contract-case.ts';
import { aQueue } from '../../contract/contract-template.ts';
import { answerOf, errorNameOf } from '../recorded-calls.ts';
import type { RecordedRow } from '../recorded-row.ts';
import { localStack, receive, row, send, sending } from './sqs-sources.ts';

const text = (StringValue: string): MessageAttributeValue => ({ DataType: 'String', StringValue });

const THREE = { 'Help.Me': text('Me'), Hello: text('There'), General: text('Kenobi') };
const FILTERS = localStack('test_receive_message_message_attribute_names_filters', '2024-04-30');

/** Which attributes a receive gives for these names, and their digest. */
const filtered = (title: string, names: readonly string[], attributes: string, md5?: string) =>
  row(
    `attributes by ${title}`,
    { attributes: attributes === '' ? [] : attributes.split(' '), ...(md5 && { md5 }) },
    FILTERS,
    async (b) => {
      await send(b, { MessageBody: 'msg', MessageAttributes: THREE });
      const { Messages = [] } = await receive(b, {
        MessageAttributeNames: [...names],
        WaitTimeSeconds: 5,
      });
      const { MessageAttributes = {}, MD5OfMessageAttributes: digest } = Messages[0] ?? {};
      return { attributes: Object.keys(MessageAttributes).sort(), md5: digest };
    },
  );

const ALL = 'General Hello Help.Me';
const MD5_OF_ALL = '4c360f3fdafd970e05fae2f149d997f5';

const filters: readonly RecordedRow[] = [
  filtered('no name', [], ''),
  filtered('All', ['All'], ALL, MD5_OF_ALL),
  filtered('an asterisk', ['*'], ALL, MD5_OF_ALL),
  filtered('a period and an asterisk', ['.*'], ALL, MD5_OF_ALL),
  filtered('names that it does not have', ['Foo', 'Help'], ''),
  filtered(
    'two names that it has',
    ['Hello', 'General'],
    'General Hello',
    'fca026605781cb4126a1e9044df24232',
  ),
  filtered(
    'a name that it has and one that it has not',
    ['Foo', 'Hello'],
    'Hello',
    'a311262e065454b75da111d535b8dacd',
  ),
  filtered('a prefix', ['Hel.*'], 'Hello Help.Me', '83fee93c1bcd8b9a5a923ffacdc636c7'),
  filtered('a reserved name', ['AWS.'], ''),
  filtered('a name that no attribute can have', ['..foo'], ''),
];

const BAD_NAMES = localStack('test_send_message_with_invalid_string_attributes', '2026-03-23');
const NAMED = (name: string) => `${name}-Invalid-attr`;

const badNames: readonly RecordedRow[] = [
  ...['aWs.', 'AMAZON.', '.'].map(NAMED),
  ...['!', '"', '§', '(', '?'].map((letter) => `Invalid-${letter}-attr`),
  'L'.repeat(257),
].map((name) =>
  row(
    `an attribute called ${name.slice(0, 20)} is refused`,
    'InvalidParameterValue',
    BAD_NAMES,
    (b) => errorNameOf(send(b, { MessageAttributes: { [name]: text('Valid') } })),
  ),
);

const ATTRIBUTES: readonly RecordedRow[] = [
  row('letters of any script may be in the name of an attribute', 'accepted', BAD_NAMES, (b) =>
    errorNameOf(send(b, { MessageAttributes: { 'attr.1øßä': text('Valida') } })),
  ),
  row('control characters in an attribute are refused', 'InvalidParameterValue', BAD_NAMES, (b) =>
    errorNameOf(send(b, { MessageAttributes: { attr1: text('Invalid-\b,\v') } })),
  ),
  row(
    'an attribute without text is refused',
    {
      error: 'InvalidParameterValue',
      message:
        "Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.",
    },
    localStack('test_send_message_with_empty_string_attribute', '2024-04-30'),
    sending({ MessageAttributes: { ErrorDetails: text('') } }),
  ),
  row(
    'a send returns the digests of body and attributes',
    { body: '6e2baaf3b97dbeef01c0043275f9a0e7', attributes: MD5_OF_ALL },
    FILTERS,
    async (b) => {
      const sent = await send(b, { MessageBody: 'msg', MessageAttributes: THREE });
      return { body: sent.MD5OfMessageBody, attributes: sent.MD5OfMessageAttributes };
    },
  ),
  row(
    'bytes as an attribute have a digest, too',
    { body: '098f6bcd4621d373cade4e832627b4f6', attributes: '8cbe4db156db8a94db8b801b7addb984' },
    localStack('test_send_message_with_binary_attributes', '2024-04-30'),
    async (b) => {
      const parent = 'traceparent\u001e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01';
      const bytes = { DataType: 'Binary', BinaryValue: Buffer.from(parent) };
      const sent = await send(b, { MessageAttributes: { attr1: bytes } });
      return { body: sent.MD5OfMessageBody, attributes: sent.MD5OfMessageAttributes };
    },
  ),
  row(
    'all system attributes are these four',
    ['ApproximateFirstReceiveTimestamp', 'ApproximateReceiveCount', 'SenderId', 'SentTimestamp'],
    localStack('test_receive_message_attribute_names_filters', '2024-06-04'),
    async (b) => {
      await send(b, {});
      const { Messages = [] } = await receive(b, {
        MessageSystemAttributeNames: ['All'],
        WaitTimeSeconds: 5,
      });
      return Object.keys(Messages[0]?.Attributes ?? {}).sort();
    },
  ),
];

const EMPTY = localStack('test_receive_empty_queue', '2025-02-10');

const handleOf = async (b: ContractBench, VisibilityTimeout?: number): Promise<string> => {
  const { Messages = [] } = await receive(b, { VisibilityTimeout, WaitTimeSeconds: 2 });
  return Messages[0]?.ReceiptHandle ?? '';
};

const hide = (b: ContractBench, ReceiptHandle: string, VisibilityTimeout: number) =>
  answerOf(
    b.sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: b.ref('Jobs'),
        ReceiptHandle,
        VisibilityTimeout,
      }),
    ),
  );

const remove = (b: ContractBench, ReceiptHandle: string) =>
  answerOf(b.sqs.send(new DeleteMessageCommand({ QueueUrl: b.ref('Jobs'), ReceiptHandle })));

const left = async (b: ContractBench, WaitTimeSeconds = 0) =>
  ((await receive(b, { WaitTimeSeconds })).Messages ?? []).length;

const visibility: readonly RecordedRow[] = [
  ...[undefined, 0, 1].map((WaitTimeSeconds) =>
    row(`a receive that waits ${WaitTimeSeconds} s for nothing has no list`, {}, EMPTY, (b) =>
      answerOf(receive(b, { WaitTimeSeconds })),
    ),
  ),
  row(
    'the visibility of a message whose time-out has passed can be changed',
    { changed: {} },
    localStack('test_change_message_visibility_after_visibility_timeout_expiration', '2024-04-30'),
    async (b) => {
      await send(b, {});
      const handle = await handleOf(b);
      await b.wait(2_000);
      return { changed: await hide(b, handle, 2) };
    },
    { resources: { Jobs: aQueue({ VisibilityTimeout: 1 }) } },
  ),
  row(
    'the handle of an earlier receive shows a message again',
    { changed: {}, left: 1 },
    localStack('test_terminate_visibility_timeout_after_receive', '2026-03-23'),
    async (b) => {
      await send(b, {});
      const earlier = await handleOf(b, 0);
      await handleOf(b, 3);
      return { changed: await hide(b, earlier, 0), left: await left(b, 1) };
    },
  ),
  row(
    'the handle of an earlier receive deletes a message',
    { deleted: {}, left: 0 },
    { suite: 'moto', test: 'issue 4655, verified on AWS', date: '2021-12' },
    async (b) => {
      await send(b, {});
      const earlier = await handleOf(b, 0);
      await handleOf(b, 1);
      const deleted = await remove(b, earlier);
      await b.wait(2_000);
      return { deleted, left: await left(b, 1) };
    },
  ),
  row(
    'a message is deleted after its visibility time-out',
    { deleted: {}, left: 0 },
    localStack('test_delete_after_visibility_timeout', '2025-03-28'),
    async (b) => {
      await send(b, {});
      const handle = await handleOf(b);
      await b.wait(2_000);
      return { deleted: await remove(b, handle), left: await left(b, 1) };
    },
    { resources: { Jobs: aQueue({ VisibilityTimeout: 1 }) } },
  ),
  row(
    'a message can be deleted by a handle that has deleted it',
    { deleted: {}, again: {} },
    localStack('test_delete_message_with_deleted_receipt_handle', '2026-03-23'),
    async (b) => {
      await send(b, {});
      const handle = await handleOf(b);
      return { deleted: await remove(b, handle), again: await remove(b, handle) };
    },
  ),
];

const batches: readonly RecordedRow[] = [
  row(
    'of a batch only the message that its queue cannot take fails',
    {
      successful: [['fits', 'c9a34cfc85d982698c6ac89f76071abd']],
      failed: [
        {
          Id: 'does-not',
          Code: 'InvalidParameterValue',
          SenderFault: true,
          Message:
            'One or more parameters cannot be validated. ' +
            'Reason: Message must be shorter than 1024 bytes.',
        },
      ],
    },
    localStack('test_send_batch_message_size', '2024-04-30'),
    async (b) => {
      const Entries = [
        { Id: 'fits', MessageBody: 'a'.repeat(1_024) },
        { Id: 'does-not', MessageBody: 'a'.repeat(1_025) },
      ];
      const command = new SendMessageBatchCommand({ QueueUrl: b.ref('Jobs'), Entries });
      const { Successful = [], Failed } = await b.sqs.send(command);
      const successful = Successful.map(({ Id, MD5OfMessageBody }) => [Id, MD5OfMessageBody]);
      return { successful, failed: Failed };
    },
    { resources: { Jobs: aQueue({ MaximumMessageSize: 1_024 }) } },
  ),
  row(
    'a batch may be longer than the maximum of its queue',
    ['fits', 'too'],
    localStack(
      'test_send_message_batch_with_oversized_contents_with_updated_maximum_message_size',
      '2024-04-30',
    ),
    async (b) => {
      const Entries = ['fits', 'too'].map((Id) => ({ Id, MessageBody: 'a'.repeat(600) }));
      const command = new SendMessageBatchCommand({ QueueUrl: b.ref('Jobs'), Entries });
      return ((await b.sqs.send(command)).Successful ?? []).map(({ Id }) => Id);
    },
    { resources: { Jobs: aQueue({ MaximumMessageSize: 1_024 }) } },
  ),
];

/** Rows about messages. */
export const messages: readonly RecordedRow[] = [
  ...filters,
  ...badNames,
  ...ATTRIBUTES,
  ...visibility,
  ...batches,
];
