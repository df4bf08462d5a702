// What a send does: SendMessage and SendMessageBatch.

import { type CallContext, type JsonObject, ServiceError, UnsupportedError } from '../service.ts';
import { readBatch } from './batch.ts';
import { DELAY_SECONDS_MAX } from './limits.ts';
import { type MessageContent, readContent, readSystemAttributes } from './message.ts';
import { integerParameter, onlyParameters } from './parameters.ts';
import { asItArrives } from './poisoned-message.ts';
import type { Queue } from './queue.ts';
import type { QueueDirectory, SqsOperation } from './queue-directory.ts';

const ENTRY_PARAMETERS = [
  'MessageBody',
  'DelaySeconds',
  'MessageAttributes',
  'MessageSystemAttributes',
];

/** The operations that add messages. */
export const SEND_OPERATIONS: Readonly<Record<string, SqsOperation>> = {
  SendMessage: sendMessage,
  SendMessageBatch: sendMessageBatch,
};

function sendMessage(
  directory: QueueDirectory,
  input: JsonObject,
  context?: CallContext,
): JsonObject {
  onlyParameters('SendMessage', input, ['QueueUrl', ...ENTRY_PARAMETERS]);
  const queue = directory.of(input);
  const content = readContent(input);
  refuseTooLong(content.bytes, queue, 'InvalidParameterValue');
  const sent = addMessage(directory, queue, content, input, context);
  directory.bill('SendMessage', content.bytes);
  return sent;
}

function sendMessageBatch(
  directory: QueueDirectory,
  input: JsonObject,
  context?: CallContext,
): JsonObject {
  onlyParameters('SendMessageBatch', input, ['QueueUrl', 'Entries']);
  const queue = directory.of(input);
  const parsed = readBatch(input).map((entry) => ({ entry, content: contentOrError(entry) }));
  const bytes = parsed.reduce((sum, { content }) => sum + bytesOf(content), 0);
  refuseTooLong(bytes, queue, 'BatchRequestTooLong');
  const successful: JsonObject[] = [];
  const failed: JsonObject[] = [];
  for (const { entry, content } of parsed) {
    try {
      if (content instanceof ServiceError) throw content;
      const sent = addMessage(directory, queue, content, entry, context);
      successful.push({ Id: entry.Id, ...sent });
    } catch (error) {
      failed.push(failedEntry(entry, error));
    }
  }
  directory.bill('SendMessageBatch', bytes);
  return failed.length === 0
    ? { Successful: successful }
    : { Successful: successful, Failed: failed };
}

function addMessage(
  directory: QueueDirectory,
  queue: Queue,
  content: MessageContent,
  entry: JsonObject,
  context: CallContext | undefined,
): JsonObject {
  const delayMs = readDelayMs(entry) ?? queue.settings.delayMs;
  const system = readSystemAttributes(entry);
  // The attribute goes before the header (X-Ray developer guide, "Amazon SQS and AWS X-Ray").
  const traceHeader = system?.traceHeader ?? context?.traceHeader;
  const messageId = directory.nextMessageId();
  const arrived = asItArrives(content, directory.options.faults);
  queue.send(arrived, { messageId, delayMs, traceHeader });
  return {
    MessageId: messageId,
    MD5OfMessageBody: content.md5OfBody,
    MD5OfMessageAttributes: content.md5OfAttributes,
    ...(system && { MD5OfMessageSystemAttributes: system.md5 }),
  };
}

function readDelayMs(entry: JsonObject): number | undefined {
  const seconds = integerParameter(entry, 'DelaySeconds', { min: 0, max: DELAY_SECONDS_MAX });
  return seconds === undefined ? undefined : 1000 * seconds;
}

function contentOrError(entry: JsonObject): MessageContent | ServiceError {
  onlyParameters('a SendMessageBatch entry', entry, ['Id', ...ENTRY_PARAMETERS]);
  try {
    return readContent(entry);
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

function bytesOf(content: MessageContent | ServiceError): number {
  return content instanceof ServiceError ? 0 : content.bytes;
}

function refuseTooLong(bytes: number, queue: Queue, code: string): void {
  const { payloadBytesMax } = queue.settings;
  if (bytes <= payloadBytesMax) return;
  throw new ServiceError(
    code,
    `One or more parameters are invalid. Reason: Message must be shorter than ` +
      `${payloadBytesMax} bytes, got ${bytes}.`,
  );
}

/** A batch's failed entry; what the local cloud does not have fails the whole call instead. */
function failedEntry(entry: JsonObject, error: unknown): JsonObject {
  if (!(error instanceof ServiceError) || error instanceof UnsupportedError) throw error;
  return { Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message };
}
