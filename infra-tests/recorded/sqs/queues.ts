// What AWS was recorded to answer for queues themselves: lists, attributes, settings.

import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  type QueueAttributeName,
} from '@aws-sdk/client-sqs';
import type { ContractBench } from '../../contract/contract-case.ts';
import { aQueue, redriveTo } from '../../contract/contract-template.ts';
import { answerOf } from '../recorded-calls.ts';
import { NOT_MADE, type RecordedRow, type RecordedSource } from '../recorded-row.ts';
import { localStack, row } from './sqs-sources.ts';

const PAGES = localStack('test_list_queues_pagination', '2025-03-19');
const DEFAULTS = localStack('test_set_queue_attributes_default_values', '2025-12-10');

const make = async (b: ContractBench, names: readonly string[]): Promise<void> => {
  for (const QueueName of names) await b.sqs.send(new CreateQueueCommand({ QueueName }));
};

const defaultOf = (name: QueueAttributeName, value: string) =>
  row(`a queue's ${name} is ${value} by default`, { [name]: value }, DEFAULTS, async (b) => {
    const input = { QueueUrl: b.ref('Jobs'), AttributeNames: [name] };
    return (await b.sqs.send(new GetQueueAttributesCommand(input))).Attributes;
  });

const RANGE = {
  suite: 'AWS documentation',
  test: 'SQS API reference, CreateQueue',
  date: '2026-11-29',
};
const VALIDITY = localStack('test_redrive_policy_attribute_validity', '2026-03-23');

const redrive = (title: string, policy: object, source: RecordedSource) =>
  row(title, NOT_MADE, source, made, {
    resources: { Jobs: aQueue({ RedrivePolicy: policy }), Dead: aQueue() },
  });

const made = async (): Promise<string> => 'made';

/** Rows about queues. */
export const queues: readonly RecordedRow[] = [
  row('a page of two queues of three leads to the next one', [2, 1, false], PAGES, async (b) => {
    await make(b, ['list-1', 'list-2', 'list-3']);
    const first = { QueueNamePrefix: 'list-', MaxResults: 2 };
    const { QueueUrls = [], NextToken } = await b.sqs.send(new ListQueuesCommand(first));
    const rest = await b.sqs.send(new ListQueuesCommand({ ...first, NextToken }));
    return [QueueUrls.length, rest.QueueUrls?.length, rest.NextToken !== undefined];
  }),
  row('a list that has all queues has no token', [3, false], PAGES, async (b) => {
    await make(b, ['list-1', 'list-2', 'list-3']);
    const command = new ListQueuesCommand({ QueueNamePrefix: 'list-' });
    const { QueueUrls = [], NextToken } = await b.sqs.send(command);
    return [QueueUrls.length, NextToken !== undefined];
  }),
  row(
    'a list of no queue has no member for them',
    {},
    localStack('test_list_queues', '2026-03-23'),
    (b) => answerOf(b.sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'none-' }))),
  ),
  defaultOf('ApproximateNumberOfMessages', '0'),
  defaultOf('ApproximateNumberOfMessagesDelayed', '0'),
  defaultOf('ApproximateNumberOfMessagesNotVisible', '0'),
  defaultOf('DelaySeconds', '0'),
  defaultOf('MaximumMessageSize', '1048576'),
  defaultOf('MessageRetentionPeriod', '345600'),
  defaultOf('ReceiveMessageWaitTimeSeconds', '0'),
  defaultOf('VisibilityTimeout', '30'),
  {
    ...defaultOf('SqsManagedSseEnabled', 'true'),
    differs: 'encryption at rest shows nothing in a local run, which says that it lacks it',
  },
  row(
    'a queue without tags has no member for them',
    {},
    localStack('test_tag_untag_queue', '2024-04-30'),
    (b) => answerOf(b.sqs.send(new ListQueueTagsCommand({ QueueUrl: b.ref('Jobs') }))),
    { differs: 'the local cloud has no tags, and says so' },
  ),
  redrive('a redrive policy of 1001 receives is refused', redriveTo('Dead', 1_001), RANGE),
  redrive('a redrive policy of no receive is refused', redriveTo('Dead', 0), RANGE),
  redrive(
    'a redrive policy of an unreadable count is refused',
    redriveTo('Dead', Number.NaN),
    VALIDITY,
  ),
  redrive('a redrive policy without a target is refused', { maxReceiveCount: 42 }, VALIDITY),
  redrive(
    'a redrive policy without a count is refused',
    { deadLetterTargetArn: redriveTo('Dead', 1).deadLetterTargetArn },
    VALIDITY,
  ),
  redrive(
    'a redrive policy to what is no queue is refused',
    { deadLetterTargetArn: 'dummy', maxReceiveCount: 42 },
    localStack('test_invalid_dead_letter_arn_rejected_before_lookup', '2024-04-30'),
  ),
];
