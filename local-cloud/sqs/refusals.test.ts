// Every refusal of the queue service, by its code and its words.
import { sqsBench } from '#testing/local-cloud/sqs-bench.ts';
import type { JsonObject } from '../service.ts';

const QueueUrl = 'http://local-cloud.invalid/000000000000/work';
const body = { MessageBody: 'a' };
const ofHandle = (ReceiptHandle: string) => ({ QueueUrl, ReceiptHandle });
const manyEntries = (count: number) => ({
  QueueUrl,
  Entries: Array.from({ length: count }, (_, at) => ({ Id: `m${at}`, ...body })),
});
const entry = (Id: unknown) => ({ QueueUrl, Entries: [{ Id, ...body }] });
const traced = (attribute: JsonObject) => ({
  QueueUrl,
  ...body,
  MessageSystemAttributes: attribute,
});
const badId =
  'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be ' +
  'at most 80 letters long.';
const badName =
  'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
const noTrace =
  'Parameter MessageSystemAttributes: AWSTraceHeader must be a String with a trace header of ' +
  'X-Ray.';

function aService() {
  const bench = sqsBench();
  const queue = bench.queue('work', { MaximumMessageSize: 1024 });
  return { sqs: bench.sqs, pass: bench.pass, queue };
}

function refusalOf(act: () => unknown): unknown {
  try {
    return { answered: act() };
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return [code, message];
  }
}

test.each<[operation: string, input: JsonObject, code: string, message: string]>([
  ['SendMessage', body, 'MissingParameter', 'The request must contain the parameter QueueUrl.'],
  [
    'SendMessage',
    { QueueUrl: 7, ...body },
    'InvalidParameterValue',
    'Parameter QueueUrl must be a string.',
  ],
  [
    'SendMessage',
    { QueueUrl: `${QueueUrl}er`, ...body },
    'QueueDoesNotExist',
    'The specified queue does not exist.',
  ],
  [
    'SendMessage',
    { QueueUrl },
    'MissingParameter',
    'The request must contain the parameter MessageBody.',
  ],
  [
    'SendMessage',
    { QueueUrl, MessageBody: '' },
    'MissingParameter',
    'The request must contain the parameter MessageBody.',
  ],
  [
    'SendMessage',
    { QueueUrl, MessageBody: 'bell\u0007' },
    'InvalidMessageContents',
    'The message contains characters outside the allowed set.',
  ],
  [
    'SendMessage',
    { QueueUrl, ...body, DelaySeconds: 901 },
    'InvalidParameterValue',
    'Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= ' +
      '900.',
  ],
  [
    'SendMessage',
    { QueueUrl, ...body, DelaySeconds: -1 },
    'InvalidParameterValue',
    'Value -1 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= ' +
      '900.',
  ],
  [
    'SendMessage',
    traced({ Other: { DataType: 'String', StringValue: 'x' } }),
    'InvalidParameterValue',
    'Parameter MessageSystemAttributes: Other is not supported.',
  ],
  ...[
    { DataType: 'String', StringValue: 'no trace' },
    { DataType: 'String.x', StringValue: 'Root=1-2-3' },
  ].map((AWSTraceHeader): [string, JsonObject, string, string] => [
    'SendMessage',
    traced({ AWSTraceHeader }),
    'InvalidParameterValue',
    noTrace,
  ]),
  [
    'SendMessageBatch',
    { QueueUrl },
    'EmptyBatchRequest',
    'There should be at least one SendMessageBatchRequestEntry in the request.',
  ],
  [
    'SendMessageBatch',
    { QueueUrl, Entries: 'all' },
    'InvalidParameterValue',
    'Parameter Entries must be a list of entries.',
  ],
  [
    'SendMessageBatch',
    manyEntries(11),
    'TooManyEntriesInBatchRequest',
    'Maximum number of entries per request are 10. You have sent 11.',
  ],
  ...['', 'a b', 'x'.repeat(81), 7].map((id): [string, JsonObject, string, string] => [
    'SendMessageBatch',
    entry(id),
    'InvalidBatchEntryId',
    badId,
  ]),
  [
    'SendMessageBatch',
    {
      QueueUrl,
      Entries: [
        { Id: 'm', ...body },
        { Id: 'm', ...body },
      ],
    },
    'BatchEntryIdsNotDistinct',
    'Id m repeated.',
  ],
  [
    'ReceiveMessage',
    { QueueUrl, MaxNumberOfMessages: 11 },
    'InvalidParameterValue',
    'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if ' +
      'provided.',
  ],
  [
    'DeleteMessage',
    ofHandle('work#1'),
    'ReceiptHandleIsInvalid',
    'The input receipt handle "work#1" is not a valid receipt handle.',
  ],
  [
    'ChangeMessageVisibility',
    ofHandle('work#1#1'),
    'MissingParameter',
    'The request must contain the parameter VisibilityTimeout.',
  ],
  ['CreateQueue', { QueueName: 'a b' }, 'InvalidParameterValue', badName],
  ['CreateQueue', { QueueName: 'x'.repeat(81) }, 'InvalidParameterValue', badName],
  [
    'CreateQueue',
    { QueueName: 'other', Attributes: { VisibilityTimeout: '43201' } },
    'InvalidAttributeValue',
    'Invalid value for the parameter VisibilityTimeout.',
  ],
  [
    'CreateQueue',
    { QueueName: 'work', Attributes: { MaximumMessageSize: '2048' } },
    'QueueNameExists',
    'A queue already exists with the same name and a different value for attribute ' +
      'MaximumMessageSize',
  ],
  [
    'GetQueueUrl',
    { QueueName: 'other' },
    'QueueDoesNotExist',
    'The specified queue does not exist.',
  ],
  [
    'GetQueueAttributes',
    { QueueUrl, AttributeNames: ['Colour'] },
    'InvalidAttributeName',
    'Unknown Attribute Colour.',
  ],
  [
    'ListQueues',
    { MaxResults: 1001 },
    'InvalidParameterValue',
    'Value 1001 for parameter MaxResults is invalid. Reason: Must be an integer from 1 to 1000.',
  ],
])('%s %j is refused', (operation, input, code, message) => {
  const { sqs, queue } = aService();
  expect(queue.url).toBe(QueueUrl);
  expect(refusalOf(() => sqs.call(operation, input))).toEqual([code, message]);
});

test('a body of the longest length is taken, and one of a byte more is refused', () => {
  const { sqs } = aService();
  const send = (MessageBody: string) => sqs.call('SendMessage', { QueueUrl, MessageBody });
  expect(send('x'.repeat(1024))).toMatchObject({ MessageId: expect.any(String) });
  expect(refusalOf(() => send('x'.repeat(1025)))).toEqual([
    'InvalidParameterValue',
    expect.stringMatching(/ Reason: Message must be shorter than 1024 bytes\.$/),
  ]);
});

test('a minute after the last, a name is free again and a queue purged again', async () => {
  const { sqs, pass } = aService();
  sqs.call('PurgeQueue', { QueueUrl });
  await pass(59_999);
  expect(refusalOf(() => sqs.call('PurgeQueue', { QueueUrl }))).toEqual([
    'PurgeQueueInProgress',
    'Only one PurgeQueue operation on work is allowed every 60 seconds.',
  ]);
  await pass(1);
  expect(sqs.call('PurgeQueue', { QueueUrl })).toEqual({});

  sqs.call('DeleteQueue', { QueueUrl });
  await pass(59_999);
  expect(refusalOf(() => sqs.call('CreateQueue', { QueueName: 'work' }))).toEqual([
    'QueueDeletedRecently',
    'You must wait 60 seconds after deleting a queue before you can create another with the same ' +
      'name.',
  ]);
  await pass(1);
  expect(sqs.call('CreateQueue', { QueueName: 'work' })).toEqual({ QueueUrl });
});

test('what is gone cannot be hidden, nor anything for more than twelve hours in all', async () => {
  const { sqs, queue, pass } = aService();
  const send = () => sqs.call('SendMessage', { QueueUrl, MessageBody: 'a' });
  const handle = () => queue.receive({ limit: 1, visibilityMs: 43_200_000 })[0]?.receiptHandle;
  const hide = (ReceiptHandle: unknown, VisibilityTimeout: number) =>
    sqs.call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout });
  send();
  const kept = handle();
  await pass(1_000);
  expect(hide(kept, 43_199)).toEqual({});
  expect(refusalOf(() => hide(kept, 43_200))).toEqual([
    'InvalidParameterValue',
    'Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for ' +
      'the message is beyond the limit [43200 seconds]',
  ]);
  sqs.call('DeleteMessage', { QueueUrl, ReceiptHandle: kept });
  expect(refusalOf(() => hide(kept, 1))).toEqual([
    'InvalidParameterValue',
    `Value ${kept} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is ` +
      'not available for visibility timeout change.',
  ]);
});
