// Which attributes a message may carry, how large they are, and their digest.

import { createHash } from 'node:crypto';
import { type JsonObject, ServiceError } from '../service.ts';
import { ATTRIBUTE_NAME_LENGTH_MAX, MESSAGE_ATTRIBUTES_MAX } from './limits.ts';
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

// XML 1.0's characters, as the API reference of SendMessage lists them.
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Whether a text has a character that no message may carry. */
export function hasForbiddenCharacter(text: string): boolean {
  return FORBIDDEN.test(text);
}

/**
 * Reads MessageAttributes; the rules are those of the developer guide's page on message metadata.
 * @throws {ServiceError} InvalidParameterValue
 */
export function readAttributes(given: unknown): MessageAttributes | undefined {
  if (given === undefined || given === null) return undefined;
  if (!isObject(given)) throw invalid('Parameter MessageAttributes: must be a map.');
  const names = Object.keys(given);
  if (names.length === 0) return undefined;
  if (names.length > MESSAGE_ATTRIBUTES_MAX) {
    const max = MESSAGE_ATTRIBUTES_MAX;
    throw invalid(
      `Number of message attributes [${names.length}] exceeds the allowed maximum [${max}].`,
    );
  }
  const entries = names.map((name) => {
    refuseBadName(name);
    return [name, readAttribute(name, given[name])] as const;
  });
  return Object.fromEntries(entries);
}

function refuseBadName(name: string): void {
  const problem = problemOfName(name);
  if (problem !== undefined)
    throw invalid(`Message (user) attribute name '${name.slice(0, 40)}' ${problem}.`);
}

function problemOfName(name: string): string | undefined {
  if (name.length === 0 || name.length > ATTRIBUTE_NAME_LENGTH_MAX)
    return `must have 1 to ${ATTRIBUTE_NAME_LENGTH_MAX} characters`;
  // Letters of every script: AWS was seen to take 'attr.1øßä'.
  if (!/^[\p{L}\p{N}_.-]+$/u.test(name))
    return 'may have letters, digits, underscores, hyphens and periods only';
  if (/^(aws|amazon)\./i.test(name)) return 'starts with what is reserved for AWS';
  if (name.startsWith('.') || name.endsWith('.') || name.includes('..'))
    return 'may not start or end with a period, nor have two in a row';
  return undefined;
}

function readAttribute(name: string, given: unknown): MessageAttribute {
  if (!isObject(given)) throw invalid(`Parameter MessageAttributes: ${name} must be an object.`);
  const { DataType } = given;
  if (typeof DataType !== 'string' || !/^(String|Number|Binary)(\.|$)/.test(DataType)) {
    throw invalid(
      `The type of message attribute '${name}' must begin with String, Number or Binary.`,
    );
  }
  if (DataType.length > ATTRIBUTE_NAME_LENGTH_MAX)
    throw invalid(`The type of message attribute '${name}' is longer than 256 characters.`);
  const attribute = givenValue(name, DataType, given);
  refuseBadText(name, attribute);
  return attribute;
}

function givenValue(name: string, DataType: string, given: JsonObject): MessageAttribute {
  const { StringValue, BinaryValue } = given;
  const kind = DataType.split('.')[0] ?? '';
  if (kind === 'Binary') {
    if (typeof BinaryValue === 'string' && BinaryValue !== '') return { DataType, BinaryValue };
  } else if (typeof StringValue === 'string' && StringValue !== '') {
    return { DataType, StringValue };
  }
  throw invalid(
    `Message (user) attribute '${name}' must contain a non-empty value of type '${kind}'.`,
  );
}

function refuseBadText(name: string, { DataType, StringValue }: MessageAttribute): void {
  if (StringValue === undefined) return;
  if (hasForbiddenCharacter(StringValue))
    throw invalid(`Message (user) attribute '${name}' has characters outside the allowed set.`);
  if (DataType.startsWith('Number') && !NUMBER.test(StringValue.trim()))
    throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function invalid(text: string): ServiceError {
  return new ServiceError('InvalidParameterValue', text);
}

/** Bytes of names, types and values. */
export function attributesBytes(attributes: MessageAttributes): number {
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
export function md5OfAttributes(attributes: MessageAttributes): string {
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
