// What a message is: its content, its size as SQS counts it, and the digests of both.

import { createHash, hash } from 'node:crypto';
import { type JsonObject, ServiceError } from '../service.ts';
import { MESSAGE_ATTRIBUTES_MAX } from './limits.ts';
import { isObject } from './parameters.ts';

/** One user-defined attribute in the SDK's shape. */
export type MessageAttribute = {
  DataType: string;
  StringValue?: string;
  /** Base64, as the JSON protocol carries bytes. */
  BinaryValue?: string;
};

/** User-defined attributes by name. */
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** What a sender hands in. */
export type MessageContent = {
  body: string;
  attributes: MessageAttributes | undefined;
  /** Body, and each attribute's name, type and value, in UTF-8. */
  bytes: number;
  md5OfBody: string;
  md5OfAttributes: string | undefined;
};

// XML 1.0's characters, as the API reference of SendMessage lists them.
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** The system attributes of a send; `AWSTraceHeader` is the only one that SQS takes. */
export type SentSystemAttributes = { traceHeader: string; md5: string };

/**
 * Reads MessageSystemAttributes of a send or of a batch's entry. They do not count as content: the
 * API reference leaves them out of the message's size.
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
  if (typeof body !== 'string' || body === '') {
    throw new ServiceError(
      'MissingParameter',
      'The request must contain the parameter MessageBody.',
    );
  }
  if (FORBIDDEN.test(body)) {
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

function readAttributes(given: unknown): MessageAttributes | undefined {
  if (given === undefined || given === null) return undefined;
  if (!isObject(given)) throw invalidAttributes('must be a map');
  const names = Object.keys(given);
  if (names.length === 0) return undefined;
  if (names.length > MESSAGE_ATTRIBUTES_MAX) {
    throw invalidAttributes(`has ${names.length} attributes, at most ${MESSAGE_ATTRIBUTES_MAX}`);
  }
  const entries = names.map((name) => [name, readAttribute(name, given[name])] as const);
  return Object.fromEntries(entries);
}

function readAttribute(name: string, given: unknown): MessageAttribute {
  if (!isObject(given)) throw invalidAttributes(`${name} must be an object`);
  const { DataType, StringValue, BinaryValue } = given;
  if (typeof DataType !== 'string' || !/^(String|Number|Binary)(\.|$)/.test(DataType)) {
    throw invalidAttributes(`${name} needs a DataType of String, Number or Binary`);
  }
  if (DataType.startsWith('Binary')) {
    if (typeof BinaryValue === 'string') return { DataType, BinaryValue };
    throw invalidAttributes(`${name} needs a BinaryValue`);
  }
  if (typeof StringValue === 'string') return { DataType, StringValue };
  throw invalidAttributes(`${name} needs a StringValue`);
}

function invalidAttributes(reason: string): ServiceError {
  return new ServiceError('InvalidParameterValue', `Parameter MessageAttributes: ${reason}.`);
}

function attributesBytes(attributes: MessageAttributes): number {
  let bytes = 0;
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    bytes += Buffer.byteLength(StringValue ?? '');
    bytes += Buffer.byteLength(BinaryValue ?? '', 'base64');
  }
  return bytes;
}

/**
 * The developer guide's algorithm ("Calculating the MD5 message digest for message attributes"):
 * by name, each of name, type and value with a 4-byte length before it, and a byte for the kind.
 */
function md5OfAttributes(attributes: MessageAttributes): string {
  const digest = createHash('md5');
  const addWithLength = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    digest.update(length).update(bytes);
  };
  for (const name of Object.keys(attributes).sort()) {
    const { DataType = '', StringValue, BinaryValue } = attributes[name] ?? {};
    addWithLength(Buffer.from(name));
    addWithLength(Buffer.from(DataType));
    const isText = StringValue !== undefined;
    digest.update(Buffer.of(isText ? 1 : 2));
    addWithLength(isText ? Buffer.from(StringValue) : Buffer.from(BinaryValue ?? '', 'base64'));
  }
  return digest.digest('hex');
}
