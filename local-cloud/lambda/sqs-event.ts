// The event that a function gets for a batch, and the failed messages that its answer names.

import type { JsonObject } from '../service.ts';
import type { MessageAttributes } from '../sqs/message-attributes.ts';
import { isObject } from '../sqs/parameters.ts';
import type { Delivery } from '../sqs/queue.ts';
import { systemAttributes } from '../sqs/receive-operations.ts';

/** The queue that a batch comes from. */
export type EventSource = { arn: string; region: string };

/** The event for a batch, shaped as in the developer guide, "Using Lambda with Amazon SQS". */
export function sqsEvent(
  deliveries: readonly Delivery[],
  { arn, region }: EventSource,
): JsonObject {
  return { Records: deliveries.map((delivery) => record(delivery, arn, region)) };
}

function record(delivery: Delivery, eventSourceARN: string, awsRegion: string): JsonObject {
  const { message, receiptHandle } = delivery;
  return {
    messageId: message.messageId,
    receiptHandle,
    body: message.body,
    attributes: systemAttributes(delivery),
    messageAttributes: recordAttributes(message.attributes),
    ...(message.md5OfAttributes && { md5OfMessageAttributes: message.md5OfAttributes }),
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion,
  };
}

function recordAttributes(attributes: MessageAttributes | undefined): JsonObject {
  if (attributes === undefined) return {};
  const entries = Object.entries(attributes).map(([name, attribute]) => [
    name,
    {
      ...(attribute.StringValue !== undefined && { stringValue: attribute.StringValue }),
      ...(attribute.BinaryValue !== undefined && { binaryValue: attribute.BinaryValue }),
      stringListValues: [],
      binaryListValues: [],
      dataType: attribute.DataType,
    },
  ]);
  return Object.fromEntries(entries);
}

/**
 * The ids of the messages that failed according to a function's answer with
 * ReportBatchItemFailures, or `all` when the answer is not valid. The rules are the developer
 * guide's. Nothing, null and an empty list mean success. An identifier that is empty, null,
 * misnamed or unknown fails the whole batch.
 */
export function failedMessageIds(
  answer: unknown,
  messageIds: ReadonlySet<string>,
): ReadonlySet<string> | 'all' {
  if (answer === null || answer === undefined || answer === '') return NOTHING;
  if (!isObject(answer)) return 'all';
  const failures = answer.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return 'all';
  const failed = new Set<string>();
  for (const failure of failures) {
    const id: unknown = isObject(failure) ? failure.itemIdentifier : undefined;
    if (typeof id !== 'string' || !messageIds.has(id)) return 'all';
    failed.add(id);
  }
  return failed;
}

const NOTHING: ReadonlySet<string> = new Set();
