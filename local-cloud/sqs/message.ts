// A message: its content, its size as SQS counts it, and the digests of both.

import { hash } from 'node:crypto';
import { type JsonObject, ServiceError } from '../service.ts';
import { missingParameter } from './error-names.ts';
import {
  attributesBytes,
  hasForbiddenCharacter,
  type MessageAttributes,
  md5OfAttributes,
  readAttributes,
} from './message-attributes.ts';

/** The content of a message, as its sender gives it. */
export type MessageContent = {
  body: string;
  attributes: MessageAttributes | undefined;
  /** Body, and each attribute's name, type and value, in UTF-8. */
  bytes: number;
  md5OfBody: string;
  md5OfAttributes: string | undefined;
};

/** The system attributes of a send. SQS accepts only `AWSTraceHeader`. */
export type SentSystemAttributes = { traceHeader: string; md5: string };

/**
 * Reads MessageSystemAttributes of a send or of a batch's entry. The API reference does not count
 * them in the message's size.
 * @throws {ServiceError} InvalidParameterValue
 */
export function readSystemAttributes(entry: JsonObject): SentSystemAttributes | undefined {
  const attributes = readAttributes(entry.MessageSystemAttributes);
  if (attributes === undefined) return undefined;
  const { AWSTraceHeader, ...others } = attributes;
  const traceHeader = AWSTraceHeader?.StringValue;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw invalidSystemAttribute(`${unknown} is not supported`);
  if (AWSTraceHeader?.DataType !== 'String' || !traceHeader?.includes('Root=')) {
    throw invalidSystemAttribute('AWSTraceHeader must be a String with a trace header of X-Ray');
  }
  return { traceHeader, md5: md5OfAttributes(attributes) };
}

function invalidSystemAttribute(reason: string): ServiceError {
  return new ServiceError('InvalidParameterValue', `Parameter MessageSystemAttributes: ${reason}.`);
}

/**
 * Reads MessageBody and MessageAttributes of a send or of a batch's entry.
 * @throws {ServiceError} MissingParameter, InvalidMessageContents, InvalidParameterValue
 */
export function readContent(entry: JsonObject): MessageContent {
  const body = entry.MessageBody;
  if (typeof body !== 'string' || body === '') throw missingParameter('MessageBody');
  if (hasForbiddenCharacter(body)) {
    throw new ServiceError(
      'InvalidMessageContents',
      'The message contains characters outside the allowed set.',
    );
  }
  const attributes = readAttributes(entry.MessageAttributes);
  return {
    body,
    attributes,
    bytes: Buffer.byteLength(body) + (attributes === undefined ? 0 : attributesBytes(attributes)),
    md5OfBody: hash('md5', body, 'hex'),
    md5OfAttributes: attributes === undefined ? undefined : md5OfAttributes(attributes),
  };
}
