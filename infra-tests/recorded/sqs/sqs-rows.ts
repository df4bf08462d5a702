// What AWS was recorded to answer for queues.

import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { answerOf } from '../recorded-calls.ts';
import type { RecordedRow } from '../recorded-row.ts';

/** Every row of SQS. */
export const sqsRows: readonly RecordedRow[] = [
  {
    service: 'sqs',
    title: 'the address of a queue that does not exist is refused',
    ask: ({ sqs }) => answerOf(sqs.send(new GetQueueUrlCommand({ QueueName: 'nowhere' }))),
    answer: { error: 'QueueDoesNotExist', message: 'The specified queue does not exist.' },
    source: {
      suite: 'LocalStack',
      test: 'test_sqs.py: test_get_nonexistent_queue',
      date: '2026-03-23',
    },
  },
];
