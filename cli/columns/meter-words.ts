// What each meter counts, in words. The tables of docs/meters.md have the same words, which a test
// holds against these.
import type { BillableMeterName } from '#pricing/billable-meters.ts';

/** What is billed. Its unit is that which has a price. */
export const billedMeterWords: Readonly<Record<BillableMeterName, string>> = {
  'sqs.standardRequests':
    "each call, and each 64 KB of its messages; empty receives and those of Lambda's pollers too",
  'sqs.fifoRequests': 'each call to a FIFO queue, and each 64 KB of its messages',
  'sqs.fairRequests': 'the surcharge of fair queues',
  'lambda.requests': 'each invocation, a failed one too',
  'lambda.armGbSeconds':
    'billed milliseconds times memory, of functions on Arm; the init phase is billed',
  'lambda.x86GbSeconds':
    'billed milliseconds times memory, of functions on x86; the init phase is billed',
  'lambda.pollerHours': 'provisioned pollers of a mapping',
  'dynamodb.writeUnits':
    '1 KB written, doubled in a transaction; each index that the ' +
    'write changes; a failed condition too',
  'dynamodb.readUnits': '4 KB read, half if eventually consistent, doubled in a transaction',
  'dynamodb.provisionedWriteUnitHours':
    'reserved write units of the table and of its index, used or not',
  'dynamodb.provisionedReadUnitHours':
    'reserved read units of the table and of its index, used or not',
  'dynamodb.storageByteHours':
    'bytes of items and of what indexes hold, and 100 bytes for each of both, times hours',
  'dynamodb.recoveryByteHours':
    'bytes of items of a table that can be recovered to a point in time, times hours',
  'stepFunctions.transitions': 'each state that a Standard execution enters, and each retry',
  'stepFunctions.expressRequests': 'each Express child of a map',
  'stepFunctions.expressGbSeconds':
    'the time of Express children in steps of 100 ms, times memory in steps of 64 MB: one',
  'logs.bytes':
    "the functions' lines with all their fields, their metrics, and Lambda's own lines: " +
    'START, END, REPORT, and INIT_START at a cold start',
  'cloudwatch.metricHours':
    'for each namespace, name and set of dimensions, the clock hours in which a number came',
  'cloudwatch.alarmHours':
    'alarms of the template, times hours; a high-resolution metric counts ' +
    'as three, a composite alarm as five',
  'cloudwatch.dashboardHours': 'dashboards, times hours',
  'xray.traces':
    'with tracing on: the first request of a second, and a twentieth of the ' +
    "others; a storm's tasks are part of its trace",
  'secretsManager.secretHours': 'secrets, times hours',
  'secretsManager.requests':
    'each call; a function reads its keys, one or two, once an hour in each environment',
  'kms.keyHours': 'customer keys, times hours',
  'kms.requests': 'calls that use a customer key',
};

/** A detail of a billed meter, or what is counted beside it. */
export interface DetailWords {
  readonly unit: string;
  readonly about: string;
}

/**
 * What explains a bill and is not billed. A word in angle brackets stands for any operation,
 * function or kind of fault.
 */
export const detailWords: Readonly<Record<string, DetailWords>> = {
  'sqs.requests': {
    unit: 'requests',
    about: 'requests to all queues',
  },
  'sqs.<operation>': {
    unit: 'calls',
    about:
      'requests of one kind, such as ReceiveMessage, ' +
      'SendMessageBatch or ChangeMessageVisibility',
  },
  'sqs.emptyReceives': {
    unit: 'calls',
    about: 'receives that found nothing',
  },
  'sqs.redriven': {
    unit: 'messages',
    about: 'messages that were moved to a dead-letter queue',
  },
  'sqs.expired': {
    unit: 'messages',
    about: 'messages that were dropped at the end of their retention',
  },
  'sqs.messagesSent': {
    unit: 'messages',
    about: 'messages that were sent, up to ten in a request',
  },
  'sqs.messagesReceived': {
    unit: 'messages',
    about: 'messages that were received, up to ten in a request',
  },
  'sqs.messagesDeleted': {
    unit: 'messages',
    about: 'messages that were deleted, up to ten in a request',
  },
  'lambda.invocations.<function>': {
    unit: 'invocations',
    about: 'invocations of one function, which is called by its file',
  },
  'lambda.billedMs': {
    unit: 'ms',
    about: 'billed time, rounded up for each invocation, with its init phase',
  },
  'lambda.billedMs.<function>': {
    unit: 'ms',
    about: 'billed time of one function',
  },
  'lambda.gbSeconds': {
    unit: 'GB-seconds',
    about: 'billed time times memory, of both processors',
  },
  'lambda.coldStarts': {
    unit: 'environments',
    about: 'environments that were started',
  },
  'lambda.initMs': {
    unit: 'ms',
    about: 'time of init phases, which is part of the billed time',
  },
  'lambda.durationMs': {
    unit: 'ms',
    about: 'time of the handlers, neither rounded nor with the init phase, so not what is billed',
  },
  'lambda.errors': {
    unit: 'invocations',
    about: 'invocations that failed, timed out or crashed',
  },
  'lambda.throttles': {
    unit: 'invocations',
    about: 'invocations that were refused for want of concurrency',
  },
  'lambda.recursiveInvocationsDropped.<function>': {
    unit: 'invocations',
    about: 'invocations of one function that recursive loop detection stopped',
  },
  'dynamodb.requests': {
    unit: 'calls',
    about: 'calls of all kinds',
  },
  'dynamodb.writeUnits.table': {
    unit: 'units',
    about: 'write units of the table itself',
  },
  'dynamodb.writeUnits.index': {
    unit: 'units',
    about: 'write units of the index, by the same calls',
  },
  'dynamodb.writeUnits.transactional': {
    unit: 'units',
    about: 'write units of transactions, counted twice as they are billed',
  },
  'dynamodb.writeUnits.refused': {
    unit: 'units',
    about: 'write units of writes whose condition failed',
  },
  'dynamodb.readUnits.table': {
    unit: 'units',
    about: 'read units of the table',
  },
  'dynamodb.readUnits.index': {
    unit: 'units',
    about: 'read units of the index',
  },
  'dynamodb.readUnits.transactional': {
    unit: 'units',
    about: 'read units of transactions that read',
  },
  'dynamodb.conditionalFailures': {
    unit: 'conditions',
    about: 'conditions of writes that failed',
  },
  'dynamodb.conflicts': {
    unit: 'items',
    about: 'items that another transaction held',
  },
  'stepFunctions.executions': {
    unit: 'executions',
    about: 'executions that were started, without the children of maps',
  },
  'stepFunctions.mapChildren': {
    unit: 'children',
    about: 'children of distributed maps, Standard or Express',
  },
  'faults.<kind>': {
    unit: 'faults',
    about: 'faults of one kind that were made',
  },
};
