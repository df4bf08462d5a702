// What AWS was recorded to answer for queues and messages.

import type { RecordedRow } from '../recorded-row.ts';
import { messages } from './messages.ts';
import { queues } from './queues.ts';
import { refusedCalls } from './refused-calls.ts';

/** Every row of SQS. */
export const sqsRows: readonly RecordedRow[] = [...refusedCalls, ...messages, ...queues];
