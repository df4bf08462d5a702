// SQS's quotas, for standard queues.
import { counted, enforced, kept, type Quota, quota } from './quota.ts';

const messagesPage =
  'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html';
const queuesPage =
  'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html';

const row = (it: Omit<Parameters<typeof quota>[1], 'page'> & { page?: string }): Quota =>
  quota('SQS', { page: messagesPage, ...it });

/** By a name for code. */
export const sqsQuotas = {
  messageBytes: row({
    name: 'a message with its attributes, and all messages of a batch together',
    value: 1_048_576,
    unit: 'bytes',
    isAdjustable: false,
    local: enforced('refused: one message, or the whole batch'),
    twin: kept('an event has less than a kilobyte'),
    plan: null,
  }),
  batchEntries: row({
    name: 'entries of a batch call, and messages of a receive',
    value: 10,
    unit: 'messages',
    isAdjustable: false,
    local: enforced('refused'),
    twin: kept('sends, receives and deletes are counted in tens'),
    plan: null,
  }),
  delaySeconds: row({
    name: 'delay of a message',
    value: 900,
    unit: 'seconds',
    isAdjustable: false,
    local: enforced('refused; what is due later is sent on'),
    twin: kept('what is due later is sent on, and its re-delays are counted'),
    plan: '`storm.spreadMs`',
  }),
  inFlight: row({
    name: 'messages in flight in a queue, about',
    value: 120_000,
    unit: 'messages',
    isAdjustable: true,
    local: enforced('a receive beyond gets nothing; the peak of each queue is reported'),
    twin: counted('the peak of each queue: messages gathered, and of batches under way'),
    plan: null,
  }),
  visibilitySeconds: row({
    name: 'visibility time-out',
    value: 43_200,
    unit: 'seconds',
    isAdjustable: false,
    local: enforced('refused'),
    twin: kept("the queues' is 124 s, and at most 140 s under any setting"),
    plan: null,
  }),
  retentionSeconds: row({
    name: 'time that a message is kept',
    value: 1_209_600,
    unit: 'seconds',
    isAdjustable: false,
    local: enforced('refused; and what is older than its queue allows is dropped'),
    twin: kept('no message waits for days: what is due later is sent on every 15 minutes'),
    plan: null,
  }),
  longPollSeconds: row({
    name: 'wait of a receive',
    page: queuesPage,
    value: 20,
    unit: 'seconds',
    isAdjustable: false,
    local: enforced('refused'),
    twin: kept('idle pollers are billed by it'),
    plan: null,
  }),
  messageAttributes: row({
    name: 'attributes of a message',
    value: 10,
    unit: 'attributes',
    isAdjustable: false,
    local: enforced('refused'),
    twin: kept('an event has one or two'),
    plan: null,
  }),
} as const satisfies Record<string, Quota>;
