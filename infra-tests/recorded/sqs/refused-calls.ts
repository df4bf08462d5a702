// Calls that AWS refuses, with the names and the words of its errors.

import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  type QueueAttributeName,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import type { ContractBench } from '../../contract/contract-case.ts';
import { aQueue } from '../../contract/contract-template.ts';
import { answerOf, errorNameOf } from '../recorded-calls.ts';
import type { RecordedRow } from '../recorded-row.ts';
import { deleteBatch, entries, hideBatch, numbered, sendBatch } from './batch-calls.ts';
import {
  codeAndType,
  localStack,
  moto,
  receive,
  refusal,
  row,
  send,
  sending,
} from './sqs-sources.ts';

const create = (b: ContractBench, QueueName: string, Attributes: Record<string, string> = {}) =>
  b.sqs.send(new CreateQueueCommand({ QueueName, Attributes }));

const creating = (attribute: string, value: string) => (b: ContractBench) =>
  answerOf(create(b, 'plain', { [attribute]: value }));

const NO_QUEUE = refusal('QueueDoesNotExist', 'The specified queue does not exist.');
const TOO_MANY = refusal(
  'TooManyEntriesInBatchRequest',
  'Maximum number of entries per request are 10. You have sent 20.',
);
const BAD_ID = refusal(
  'InvalidBatchEntryId',
  'A batch entry id can only contain alphanumeric characters, hyphens and underscores. ' +
    'It can be at most 80 letters long.',
);
const NONE = (what: string) =>
  refusal('EmptyBatchRequest', `There should be at least one ${what} in the request.`);
const invalid = (message: string) => refusal('InvalidParameterValue', message);
const unknown = (attribute: string) =>
  refusal('InvalidAttributeName', `Unknown Attribute ${attribute}.`);

const longId = 'testLongId'.repeat(10);
const BATCH_ID = (operation: string) =>
  localStack(`test_${operation}_invalid_msg_id`, '2024-04-30');
const SAME_NAME = localStack(
  'test_create_queue_with_different_attributes_raises_exception',
  '2024-04-30',
);
const FIFO_ATTRIBUTE = localStack(
  'test_create_standard_queue_with_fifo_attribute_raises_error',
  '2024-05-14',
);
const WAIT = localStack('test_send_receive_wait_time_seconds', '2025-02-10');

/** Refused calls. */
export const refusedCalls: readonly RecordedRow[] = [
  row(
    'more than ten messages cannot be received at once',
    invalid(
      'Value 11 for parameter MaxNumberOfMessages is invalid. ' +
        'Reason: Must be between 1 and 10, if provided.',
    ),
    localStack('test_send_receive_max_number_of_messages', '2024-04-30'),
    (b) => answerOf(receive(b, { MaxNumberOfMessages: 11 })),
  ),
  ...[21, -1].map((WaitTimeSeconds) =>
    row(
      `a receive cannot wait ${WaitTimeSeconds} s`,
      invalid(
        `Value ${WaitTimeSeconds} for parameter WaitTimeSeconds is invalid. ` +
          'Reason: Must be >= 0 and <= 20, if provided.',
      ),
      WAIT,
      (b) => answerOf(receive(b, { WaitTimeSeconds })),
    ),
  ),
  row(
    'a message of more than 1 MiB is refused',
    invalid(
      'One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.',
    ),
    localStack('test_send_oversized_message', '2025-08-19'),
    sending({ MessageBody: 'a'.repeat(1_048_577) }),
  ),
  row(
    'a message beyond the maximum of its queue is refused',
    invalid('One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.'),
    localStack('test_send_message_with_updated_maximum_message_size', '2024-04-30'),
    sending({ MessageBody: 'a'.repeat(1_025) }),
    { resources: { Jobs: aQueue({ MaximumMessageSize: 1_024 }) } },
  ),
  row(
    'a batch of more than 1 MiB is refused as a whole',
    refusal(
      'BatchRequestTooLong',
      'Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.',
    ),
    localStack('test_send_message_batch_with_oversized_contents', '2025-08-19'),
    sendBatch(['a', 'b'], (id) => (id === 'a' ? 'x'.repeat(1_048_576) : 'y')),
  ),
  row(
    'an empty message is refused as if there were none',
    refusal('MissingParameter', 'The request must contain the parameter MessageBody.'),
    localStack('test_send_empty_message', '2025-09-22'),
    sending({ MessageBody: '' }),
  ),
  row(
    'a batch of twenty messages is refused',
    TOO_MANY,
    localStack('test_too_many_entries_in_batch_request', '2024-04-30'),
    sendBatch(numbered(20)),
  ),
  row(
    'a batch of twenty deletes is refused',
    TOO_MANY,
    localStack('test_delete_message_batch_with_too_large_batch', '2024-04-30'),
    deleteBatch(numbered(20)),
  ),
  row(
    'a batch of twenty changes of visibility is refused',
    TOO_MANY,
    localStack('test_change_message_visibility_batch_with_too_large_batch', '2024-04-30'),
    hideBatch(numbered(20)),
  ),
  row(
    'a batch of eleven messages is refused with their number',
    refusal(
      'TooManyEntriesInBatchRequest',
      'Maximum number of entries per request are 10. You have sent 11.',
    ),
    moto('test_send_message_batch_errors'),
    sendBatch(numbered(11)),
  ),
  row(
    'a blank in the id of a batch entry is refused',
    BAD_ID,
    localStack('test_invalid_batch_id', '2024-04-30'),
    sendBatch(['id with blanks']),
  ),
  ...['', longId, 'invalid:id'].map((id, index) =>
    row(
      `bad id ${index + 1} of a delete in a batch is refused`,
      BAD_ID,
      BATCH_ID('delete_message_batch'),
      deleteBatch([id]),
    ),
  ),
  ...['', '.!@#$%^&*()+=', 'i'.repeat(81)].map((id, index) =>
    row(
      `bad id ${index + 1} of a message in a batch is refused`,
      BAD_ID,
      moto('test_send_message_batch_errors'),
      sendBatch([id]),
    ),
  ),
  row(
    'of repeated ids in a batch the first repeated one is named',
    refusal('BatchEntryIdsNotDistinct', 'Id id_2 repeated.'),
    moto('test_send_message_batch_errors'),
    sendBatch(['id_1', 'id_2', 'id_2', 'id_1']),
  ),
  row(
    'a batch of no message is refused',
    NONE('SendMessageBatchRequestEntry'),
    moto('test_send_message_batch_errors'),
    sendBatch([]),
  ),
  row(
    'a batch of no delete is refused',
    NONE('DeleteMessageBatchRequestEntry'),
    moto('test_delete_message_batch_with_zero_entries'),
    deleteBatch([]),
  ),
  row(
    'the address of a queue that does not exist is refused',
    NO_QUEUE,
    localStack('test_non_existent_queue', '2024-04-30'),
    (b) => answerOf(b.sqs.send(new GetQueueUrlCommand({ QueueName: 'nowhere' }))),
  ),
  row(
    'the attributes of a queue that does not exist are refused',
    NO_QUEUE,
    moto('test_get_queue_attributes_error_not_exists'),
    (b) => answerOf(b.sqs.send(new GetQueueAttributesCommand({ QueueUrl: `${b.ref('Jobs')}x` }))),
  ),
  row(
    'the deletion of a queue that does not exist is refused',
    NO_QUEUE,
    moto('test_delete_queue_error_not_exists'),
    (b) => answerOf(b.sqs.send(new DeleteQueueCommand({ QueueUrl: `${b.ref('Jobs')}x` }))),
  ),
  row(
    'a delete from a queue that does not exist is refused',
    NO_QUEUE,
    moto('test_delete_message_from_unknown_url'),
    (b) => {
      const input = { QueueUrl: `${b.ref('Jobs')}x`, ReceiptHandle: 'asdf' };
      return answerOf(b.sqs.send(new DeleteMessageCommand(input)));
    },
  ),
  row(
    'a batch to a queue that does not exist is refused',
    NO_QUEUE,
    moto('test_send_message_batch_errors'),
    (b) => {
      const input = { QueueUrl: `${b.ref('Jobs')}-not`, Entries: entries(['id_1']) };
      return answerOf(b.sqs.send(new SendMessageBatchCommand(input)));
    },
  ),
  row(
    'an error has its old name and whose fault it was',
    { code: 'AWS.SimpleQueueService.NonExistentQueue', type: 'Sender' },
    localStack('test_non_existent_queue', '2024-04-30'),
    (b) => codeAndType(b.sqs.send(new GetQueueUrlCommand({ QueueName: 'nowhere' }))),
  ),
  row(
    'a bad value has no other old name',
    { code: 'InvalidParameterValue', type: 'Sender' },
    localStack('test_send_receive_max_number_of_messages', '2024-04-30'),
    (b) => codeAndType(receive(b, { MaxNumberOfMessages: 11 })),
  ),
  row(
    'a batch that is too large has an old name with a prefix',
    { code: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest', type: 'Sender' },
    localStack('test_too_many_entries_in_batch_request', '2024-04-30'),
    (b) => {
      const input = { QueueUrl: b.ref('Jobs'), Entries: entries(numbered(20)) };
      return codeAndType(b.sqs.send(new SendMessageBatchCommand(input)));
    },
  ),
  row(
    'a queue cannot be made again with another delay',
    refusal(
      'QueueNameExists',
      'A queue already exists with the same name and a different value for attribute DelaySeconds',
    ),
    SAME_NAME,
    async (b) => {
      await create(b, 'twice', { DelaySeconds: '1' });
      return answerOf(create(b, 'twice', { DelaySeconds: '2' }));
    },
  ),
  row(
    'that error has another old name',
    { code: 'QueueAlreadyExists', type: 'Sender' },
    SAME_NAME,
    async (b) => {
      await create(b, 'twice', { DelaySeconds: '1' });
      return codeAndType(create(b, 'twice', { DelaySeconds: '2' }));
    },
  ),
  row(
    'a standard queue has no attribute FifoQueue',
    unknown('FifoQueue'),
    FIFO_ATTRIBUTE,
    creating('FifoQueue', 'false'),
  ),
  row(
    'a standard queue has no attribute ContentBasedDeduplication',
    unknown('ContentBasedDeduplication'),
    FIFO_ATTRIBUTE,
    creating('ContentBasedDeduplication', 'false'),
  ),
  ...['DeduplicationScope', 'FifoThroughputLimit'].map((name) =>
    row(
      `a standard queue has no attribute ${name}`,
      refusal(
        'InvalidAttributeName',
        `You can specify the ${name} only when FifoQueue is set to true.`,
      ),
      FIFO_ATTRIBUTE,
      creating(name, 'queue'),
    ),
  ),
  row(
    'a queue is purged once a minute',
    refusal(
      'PurgeQueueInProgress',
      'Only one PurgeQueue operation on purged is allowed every 60 seconds.',
    ),
    localStack('test_successive_purge_calls_fail', '2024-04-30'),
    async (b) => {
      const { QueueUrl } = await create(b, 'purged');
      await b.sqs.send(new PurgeQueueCommand({ QueueUrl }));
      return answerOf(b.sqs.send(new PurgeQueueCommand({ QueueUrl })));
    },
  ),
  row(
    'the name of a deleted queue is taken for a minute',
    refusal(
      'QueueDeletedRecently',
      'You must wait 60 seconds after deleting a queue before you can create another with the ' +
        'same name.',
    ),
    localStack('test_create_queue_recently_deleted', '2026-03-23'),
    async (b) => {
      const { QueueUrl } = await create(b, 'again');
      await b.sqs.send(new DeleteQueueCommand({ QueueUrl }));
      return answerOf(create(b, 'again'));
    },
  ),
  row(
    'garbage is no receipt handle',
    refusal(
      'ReceiptHandleIsInvalid',
      'The input receipt handle "garbage" is not a valid receipt handle.',
    ),
    localStack('test_delete_message_with_illegal_receipt_handle', '2026-03-23'),
    (b) => {
      const input = { QueueUrl: b.ref('Jobs'), ReceiptHandle: 'garbage' };
      return answerOf(b.sqs.send(new DeleteMessageCommand(input)));
    },
  ),
  row(
    'garbage does not change a visibility either',
    'ReceiptHandleIsInvalid',
    localStack('test_invalid_receipt_handle_should_return_error_message', '2026-03-23'),
    (b) => {
      const input = { QueueUrl: b.ref('Jobs'), ReceiptHandle: 'INVALID', VisibilityTimeout: 60 };
      return errorNameOf(b.sqs.send(new ChangeMessageVisibilityCommand(input)));
    },
  ),
  row(
    'the visibility of a deleted message cannot be changed',
    invalid(
      'Value <handle> for parameter ReceiptHandle is invalid. Reason: Message does not exist or ' +
        'is not available for visibility timeout change.',
    ),
    localStack(
      'test_change_visibility_on_deleted_message_raises_invalid_parameter_value',
      '2026-03-23',
    ),
    async (b) => {
      await send(b, {});
      const { Messages = [] } = await receive(b, { WaitTimeSeconds: 5 });
      const QueueUrl = b.ref('Jobs');
      const ReceiptHandle = Messages[0]?.ReceiptHandle ?? '';
      await b.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      const input = { QueueUrl, ReceiptHandle, VisibilityTimeout: 42 };
      const { error, message } = await answerOf(
        b.sqs.send(new ChangeMessageVisibilityCommand(input)),
      );
      return { error, message: String(message).replace(ReceiptHandle, '<handle>') };
    },
  ),
  row(
    'a message group with a blank is refused',
    invalid(
      'Value group 123 for parameter MessageGroupId is invalid. Reason: MessageGroupId can only ' +
        'include alphanumeric and punctuation characters. 1 to 128 in length.',
    ),
    localStack('test_send_message_to_standard_queue_with_invalid_message_group_id', '2025-07-30'),
    sending({ MessageGroupId: 'group 123' }),
    { differs: 'the local cloud has no message groups, and says so' },
  ),
  row(
    'an attribute of a queue that nobody knows cannot be asked for',
    unknown('not-existing'),
    { suite: 'moto', test: 'test_sqs.py: test_get_queue_attributes_errors', date: '2026-11-29' },
    (b) => {
      const AttributeNames = ['QueueArn', 'not-existing'] as QueueAttributeName[];
      const input = { QueueUrl: b.ref('Jobs'), AttributeNames };
      return answerOf(b.sqs.send(new GetQueueAttributesCommand(input)));
    },
  ),
];
