// What a send does: SendMessage and SendMessageBatch.

import { type CallContext, type JsonObject, ServiceError, UnsupportedError } from '../service.ts';
import { batchAnswer, readBatch } from './batch.ts';
import { failedEntry } from './error-names.ts';
import { DELAY_SECONDS_MAX, PAYLOAD_BYTES_MAX } from './limits.ts';
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
  refuseTooLong(content, queue, 'One or more parameters are invalid.');
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
  const parsed = readBatch(input, 'SendMessageBatch').map((entry) => ({
    entry,
    content: contentOrError(entry),
  }));
  const bytes = parsed.reduce((sum, { content }) => sum + bytesOf(content), 0);
  refuseLongBatch(bytes);
  const successful: JsonObject[] = [];
  const failed: JsonObject[] = [];
  for (const { entry, content } of parsed) {
    try {
      if (content instanceof ServiceError) throw content;
      refuseTooLong(content, queue, 'One or more parameters cannot be validated.');
      const sent = addMessage(directory, queue, content, entry, context);
      successful.push({ Id: entry.Id, ...sent });
    } catch (error) {
      // A feature that the local cloud does not have fails the whole call instead.
      if (!(error instanceof ServiceError) || error instanceof UnsupportedError) throw error;
      failed.push(failedEntry(entry.Id, error));
    }
  }
  directory.bill('SendMessageBatch', bytes);
  return batchAnswer(successful, failed);
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
  // The attribute takes precedence over the header (X-Ray developer guide, "Amazon SQS and AWS
  // X-Ray").
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
  const seconds = integerParameter(entry, 'DelaySeconds', DELAY_RANGE);
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

const DELAY_RANGE = {
  min: 0,
  max: DELAY_SECONDS_MAX,
  reason: `DelaySeconds must be >= 0 and <= ${DELAY_SECONDS_MAX}.`,
};

/** A queue's own maximum holds for each message, also in a batch. */
function refuseTooLong({ bytes }: MessageContent, { settings }: Queue, problem: string): void {
  if (bytes <= settings.payloadBytesMax) return;
  const reason = `Message must be shorter than ${settings.payloadBytesMax} bytes.`;
  throw new ServiceError('InvalidParameterValue', `${problem} Reason: ${reason}`);
}

/** All messages of a batch together have a limit of their own, whatever the queue's limit is. */
function refuseLongBatch(bytes: number): void {
  if (bytes <= PAYLOAD_BYTES_MAX) return;
  const limit = `Batch requests cannot be longer than ${PAYLOAD_BYTES_MAX} bytes.`;
  throw new ServiceError('BatchRequestTooLong', `${limit} You have sent ${bytes} bytes.`);
}
