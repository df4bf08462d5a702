// The operations of a consumer: receive, delete, and change how long a message stays hidden.

import { type JsonObject, ServiceError, UnsupportedError } from '../service.ts';
import { batchAnswer, readBatch } from './batch.ts';
import { failedEntry, invalidValue, missingParameter } from './error-names.ts';
import { BATCH_ENTRIES_MAX, VISIBILITY_SECONDS_MAX, WAIT_SECONDS_MAX } from './limits.ts';
import { type MessageAttributes, md5OfAttributes } from './message-attributes.ts';
import { integerParameter, namesParameter, onlyParameters, textParameter } from './parameters.ts';
import type { Delivery, Queue } from './queue.ts';
import type { QueueDirectory, SqsOperation } from './queue-directory.ts';

/** The operations on received messages. */
export const RECEIVE_OPERATIONS: Readonly<Record<string, SqsOperation>> = {
  ReceiveMessage: receiveMessage,
  DeleteMessage: (directory, input) => one(directory, 'DeleteMessage', input, deleteOne),
  DeleteMessageBatch: (directory, input) =>
    batch(directory, 'DeleteMessageBatch', input, deleteOne),
  ChangeMessageVisibility: (directory, input) =>
    one(directory, 'ChangeMessageVisibility', input, hideOne),
  ChangeMessageVisibilityBatch: (directory, input) =>
    batch(directory, 'ChangeMessageVisibilityBatch', input, hideOne),
};

const VISIBILITY_RANGE = { min: 0, max: VISIBILITY_SECONDS_MAX };

const RECEIVE_RANGE = {
  min: 1,
  max: BATCH_ENTRIES_MAX,
  reason: `Must be between 1 and ${BATCH_ENTRIES_MAX}, if provided.`,
};

const WAIT_RANGE = {
  min: 0,
  max: WAIT_SECONDS_MAX,
  reason: `Must be >= 0 and <= ${WAIT_SECONDS_MAX}, if provided.`,
};

const SYSTEM_ATTRIBUTES: Readonly<Record<string, (delivery: Delivery) => string | undefined>> = {
  ApproximateReceiveCount: ({ receiveCount }) => String(receiveCount),
  SentTimestamp: ({ message }) => String(Math.round(message.sentAtMs)),
  ApproximateFirstReceiveTimestamp: ({ message }) =>
    String(Math.round(message.firstReceivedAtMs ?? message.sentAtMs)),
  SenderId: () => 'local-cloud',
  DeadLetterQueueSourceArn: ({ message }) => message.deadLetterSourceArn,
  AWSTraceHeader: ({ message }) => message.traceHeader,
};

/** All system attributes of a delivery, as the API and Lambda's event records show them. */
export function systemAttributes(delivery: Delivery): Record<string, string> {
  return selectSystemAttributes(delivery, Object.keys(SYSTEM_ATTRIBUTES));
}

function receiveMessage(directory: QueueDirectory, input: JsonObject): JsonObject {
  onlyParameters('ReceiveMessage', input, [
    'QueueUrl',
    'MaxNumberOfMessages',
    'VisibilityTimeout',
    'WaitTimeSeconds',
    'MessageAttributeNames',
    'MessageSystemAttributeNames',
    'AttributeNames',
  ]);
  const queue = directory.of(input);
  const limit = integerParameter(input, 'MaxNumberOfMessages', RECEIVE_RANGE) ?? 1;
  const seconds = integerParameter(input, 'VisibilityTimeout', VISIBILITY_RANGE);
  integerParameter(input, 'WaitTimeSeconds', WAIT_RANGE);
  const systemNames = readSystemNames(input);
  const attributeNames = namesParameter(input, 'MessageAttributeNames');
  const visibilityMs = seconds === undefined ? queue.settings.visibilityMs : 1000 * seconds;
  const deliveries = queue.receive({ limit, visibilityMs });
  directory.billReceive(deliveries);
  if (deliveries.length === 0) return {};
  return { Messages: deliveries.map((each) => received(each, systemNames, attributeNames)) };
}

function readSystemNames(input: JsonObject): string[] {
  const names = [
    ...namesParameter(input, 'AttributeNames'),
    ...namesParameter(input, 'MessageSystemAttributeNames'),
  ];
  const known = Object.keys(SYSTEM_ATTRIBUTES);
  if (names.includes('All')) return known;
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  throw new UnsupportedError(`the message system attribute ${unknown}`, known);
}

function received(delivery: Delivery, systemNames: string[], attributeNames: string[]): JsonObject {
  const { message, receiptHandle } = delivery;
  const output: JsonObject = {
    MessageId: message.messageId,
    ReceiptHandle: receiptHandle,
    MD5OfBody: message.md5OfBody,
    Body: message.body,
  };
  if (systemNames.length > 0) {
    output.Attributes = selectSystemAttributes(delivery, systemNames);
  }
  const attributes = selectAttributes(message.attributes, attributeNames);
  if (attributes !== undefined) {
    output.MessageAttributes = attributes;
    // The digest of the returned attributes, so that the reader can check them.
    output.MD5OfMessageAttributes = md5OfAttributes(attributes);
  }
  return output;
}

/** Those of the named attributes that the message has. */
function selectSystemAttributes(
  delivery: Delivery,
  names: readonly string[],
): Record<string, string> {
  const selected: Record<string, string> = {};
  for (const name of names) {
    const value = SYSTEM_ATTRIBUTES[name]?.(delivery);
    if (value !== undefined) selected[name] = value;
  }
  return selected;
}

/** The attributes that the call names, by `prefix.*`, or all by `All`, `*` or `.*`. */
function selectAttributes(
  attributes: MessageAttributes | undefined,
  names: string[],
): MessageAttributes | undefined {
  if (attributes === undefined || names.length === 0) return undefined;
  if (names.some((name) => ALL_ATTRIBUTES.includes(name))) return attributes;
  const isWanted = (attribute: string): boolean =>
    names.some((name) =>
      name.endsWith('.*') ? attribute.startsWith(name.slice(0, -2)) : attribute === name,
    );
  const entries = Object.entries(attributes).filter(([name]) => isWanted(name));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const ALL_ATTRIBUTES = ['All', '*', '.*'];

type EntryAction = { parameters: string[]; act: (queue: Queue, entry: JsonObject) => void };

const deleteOne: EntryAction = {
  parameters: ['ReceiptHandle'],
  act: (queue, entry) => {
    const handle = textParameter(entry, 'ReceiptHandle');
    if (!queue.delete(handle)) throw invalidHandle(handle);
  },
};

const hideOne: EntryAction = {
  parameters: ['ReceiptHandle', 'VisibilityTimeout'],
  act: (queue, entry) => {
    const handle = textParameter(entry, 'ReceiptHandle');
    const seconds = integerParameter(entry, 'VisibilityTimeout', VISIBILITY_RANGE);
    if (seconds === undefined) throw missingParameter('VisibilityTimeout');
    const outcome = queue.changeVisibility(handle, 1000 * seconds);
    if (outcome === 'invalid-handle') throw invalidHandle(handle);
    if (outcome === 'gone') throw invalidValue(handle, 'ReceiptHandle', GONE);
    if (outcome === 'hidden-too-long') throw invalidValue(seconds, 'VisibilityTimeout', TOO_LONG);
  },
};

const GONE = 'Message does not exist or is not available for visibility timeout change.';

const TOO_LONG =
  'Total VisibilityTimeout for the message is beyond the limit ' +
  `[${VISIBILITY_SECONDS_MAX} seconds]`;

function invalidHandle(handle: string): ServiceError {
  const text = `The input receipt handle "${handle}" is not a valid receipt handle.`;
  return new ServiceError('ReceiptHandleIsInvalid', text);
}

function one(
  directory: QueueDirectory,
  operation: string,
  input: JsonObject,
  action: EntryAction,
): JsonObject {
  onlyParameters(operation, input, ['QueueUrl', ...action.parameters]);
  const queue = directory.of(input);
  action.act(queue, input);
  directory.bill(operation, 0);
  return {};
}

function batch(
  directory: QueueDirectory,
  operation: string,
  input: JsonObject,
  action: EntryAction,
): JsonObject {
  onlyParameters(operation, input, ['QueueUrl', 'Entries']);
  const queue = directory.of(input);
  const successful: JsonObject[] = [];
  const failed: JsonObject[] = [];
  for (const entry of readBatch(input, operation)) {
    onlyParameters(`${operation} entry`, entry, ['Id', ...action.parameters]);
    try {
      action.act(queue, entry);
      successful.push({ Id: entry.Id });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      failed.push(failedEntry(entry.Id, error));
    }
  }
  directory.bill(operation, 0);
  return batchAnswer(successful, failed);
}
