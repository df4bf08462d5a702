// Values as requests carry them. They are checked and brought into one form when they arrive. A
// stored value never changes, so items may share values.

import { UnsupportedError } from '#local-cloud/service.ts';
import { INVALID_PARAMETER, ValueError, validationError } from '../validation-error.ts';
import { canonicalNumber } from './decimal.ts';

/** A DynamoDB value on the wire; binary values are base64 text. */
export type AttributeValue =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly string[] }
  | { readonly L: readonly AttributeValue[] }
  | { readonly M: Item };

/** An item, or the members of a map: values by attribute name. */
export type Item = { readonly [name: string]: AttributeValue };

/** The letters that name a value's type in the API. */
export type ValueType = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M';

/** Every type there is, in the order of the API reference. */
export const VALUE_TYPES: readonly ValueType[] = [
  'S',
  'N',
  'B',
  'SS',
  'NS',
  'BS',
  'M',
  'L',
  'BOOL',
  'NULL',
];

/** The type of a checked value. */
export function typeOf(value: AttributeValue): ValueType {
  for (const type in value) return type as ValueType;
  throw new Error('an attribute value has no type; it was stored without parseItem');
}

/** The member of a map under a name. Members that JavaScript adds to every object do not count. */
export function memberOf(item: Item, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/**
 * Checks an incoming item, and returns a copy of it in stored form (numbers canonical).
 * @throws {ServiceError} ValidationException for what AWS refuses
 */
export function parseItem(input: unknown, depth = 0): Item {
  if (!isObject(input)) throw new ValueError('an item must be a map of attribute values');
  const item: { [name: string]: AttributeValue } = {};
  for (const name of Object.keys(input)) {
    refuseName(name);
    item[name] = parseValue(input[name], depth);
  }
  return item;
}

/**
 * Checks an incoming value, and returns it in stored form.
 * @throws {ServiceError} ValidationException for what AWS refuses
 */
export function parseValue(input: unknown, depth = 0): AttributeValue {
  if (depth >= NESTING_MAX) throw new ValueError(NESTED_TOO_DEEPLY);
  if (!isObject(input)) throw new ValueError(EMPTY_VALUE);
  const types = Object.keys(input).filter((type) => input[type] !== undefined);
  const [type] = types;
  if (type === undefined) throw new ValueError(EMPTY_VALUE);
  if (types.length > 1) throw new ValueError(CROWDED_VALUE);
  return parseTyped(type, input[type], depth);
}

// AWS "Service quotas", nested attribute depth: 32, and the attribute itself is the first level.
const NESTING_MAX = 32;
const NESTED_TOO_DEEPLY =
  'Nesting Levels have exceeded supported limits: ' +
  'Attributes in the item have nested levels beyond supported limit';
const EMPTY_VALUE =
  'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes';
const CROWDED_VALUE =
  'Supplied AttributeValue has more than one datatypes set, ' +
  'must contain exactly one of the supported datatypes';
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function isObject(input: unknown): input is { readonly [name: string]: unknown } {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

function refuseName(name: string): void {
  if (name === '') throw new ValueError('Empty attribute name');
  // Assigning this name would set an object's prototype instead of a member.
  if (name === '__proto__') throw validationError('the local cloud refuses the name __proto__');
}

function parseTyped(type: string, content: unknown, depth: number): AttributeValue {
  switch (type) {
    case 'S':
      return { S: text(content, type) };
    case 'N':
      return { N: canonicalNumber(text(content, type)) };
    case 'B':
      return { B: base64(content, type) };
    case 'BOOL':
      if (typeof content !== 'boolean') throw wrongContent(type);
      return { BOOL: content };
    case 'NULL':
      if (content !== true) {
        throw invalidValue('Null attribute value types must have the value of true');
      }
      return { NULL: true };
    case 'SS':
      return { SS: members(content, type, text) };
    case 'NS':
      return { NS: members(content, type, (each) => canonicalNumber(text(each, type))) };
    case 'BS':
      return { BS: members(content, type, base64) };
    case 'L':
      if (!Array.isArray(content)) throw wrongContent(type);
      return { L: content.map((each) => parseValue(each, depth + 1)) };
    case 'M':
      if (!isObject(content)) throw wrongContent(type);
      return { M: parseItem(content, depth + 1) };
    default:
      throw new ValueError(EMPTY_VALUE);
  }
}

function text(content: unknown, type: string): string {
  if (typeof content !== 'string') throw wrongContent(type);
  return content;
}

function base64(content: unknown, type: string): string {
  // Only a call by value can bring bytes. The SDK would then expect bytes in the answer, too.
  if (content instanceof Uint8Array) {
    throw new UnsupportedError('binary values in calls by value', VALUE_TYPES);
  }
  const encoded = text(content, type);
  if (!BASE64.test(encoded)) throw wrongContent(type);
  return encoded;
}

function members(
  content: unknown,
  type: SetType,
  parse: (each: unknown, type: string) => string,
): readonly string[] {
  if (!Array.isArray(content)) throw wrongContent(type);
  if (content.length === 0) throw invalidValue(EMPTY_SETS[type]);
  const parsed = content.map((each) => parse(each, type));
  if (new Set(parsed).size < parsed.length) throw duplicatesIn(type, parsed);
  return parsed;
}

type SetType = 'SS' | 'NS' | 'BS';

const EMPTY_SETS: { readonly [type in SetType]: string } = {
  SS: 'An string set  may not be empty',
  NS: 'An number set  may not be empty',
  BS: 'Binary sets should not be empty',
};

/**
 * AWS lists the elements up to the first repetition in sorted order, and the others as they were
 * sent.
 */
function duplicatesIn(type: SetType, elements: readonly string[]): Error {
  const older = `Input collection [${elements.join(', ')}]`;
  if (type === 'NS') {
    const message = 'Input collection contains duplicates';
    return new ValueError(`${INVALID_PARAMETER}${message}.`, message);
  }
  const repeatAt = elements.findIndex((each, index) => elements.indexOf(each) < index);
  const encoding = type === 'BS' ? 'base64' : 'utf8';
  const inOrder = elements
    .slice(0, repeatAt)
    .sort((a, b) => Buffer.compare(Buffer.from(a, encoding), Buffer.from(b, encoding)));
  const quoted = [...inOrder, ...elements.slice(repeatAt)].map((each) => `"${each}"`);
  if (type === 'SS') {
    return invalidValue(
      `Input collection [${quoted.join(', ')}] contains duplicates.`,
      `${older} contains duplicates.`,
    );
  }
  return invalidValue(
    `Input collection [${quoted.join(',')}]of type BS contains duplicates.`,
    `${older}of type BS contains duplicates.`,
  );
}

function invalidValue(message: string, older = message): ValueError {
  return new ValueError(`${INVALID_PARAMETER}${message}`, `${INVALID_PARAMETER}${older}`);
}

function wrongContent(type: string): Error {
  return new ValueError(`An attribute value of type ${type} does not hold what ${type} stands for`);
}
