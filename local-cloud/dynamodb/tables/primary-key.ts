import { KeyMismatchError, validationError } from '../validation-error.ts';
import type { AttributeValue, Item } from '../values/attribute-value.ts';
import { memberOf, typeOf } from '../values/attribute-value.ts';
import { keyText } from '../values/compare-values.ts';
import type { IndexDefinition, KeyAttribute, KeySchema } from './table-definition.ts';
import { keyAttributes, keyNames } from './table-definition.ts';

/**
 * The place of an item: the texts inside its key values. `sort` is empty where there is no sort
 * key.
 */
export type KeyTexts = { readonly partition: string; readonly sort: string };

// AWS "Service quotas": partition key up to 2048 bytes, sort key up to 1024.
const PARTITION_KEY_BYTES_MAX = 2048;
const SORT_KEY_BYTES_MAX = 1024;

/** One string for a key, different for every key of a table. */
export function keyId({ partition, sort }: KeyTexts): string {
  return `${partition.length}:${partition}${sort}`;
}

/**
 * The key of a whole item.
 * @throws {ServiceError} ValidationException when a key attribute is missing, empty or of another
 * type
 */
export function keyOfItem(schema: KeySchema, item: Item): KeyTexts {
  return {
    partition: requiredText(schema.hash, item, PARTITION_KEY_BYTES_MAX),
    sort: schema.range === undefined ? '' : requiredText(schema.range, item, SORT_KEY_BYTES_MAX),
  };
}

/**
 * The key that a `Key` names: exactly the key attributes, no more, and of their types.
 * @throws {ServiceError} ValidationException
 */
export function keyOfLookup(schema: KeySchema, key: Item): KeyTexts {
  const names = keyNames(schema);
  if (Object.keys(key).length !== names.length) throw schemaMismatch();
  return matchingKey(schema, key);
}

/**
 * The key of an item in a batch, which AWS reports as it reports a `Key`.
 * @throws {ServiceError} ValidationException when a key attribute is missing, empty or of another
 * type
 */
export function matchingKey(schema: KeySchema, item: Item): KeyTexts {
  for (const { name, type } of keyAttributes(schema)) {
    const value = memberOf(item, name);
    if (value === undefined || !(type in value)) throw schemaMismatch();
  }
  return keyOfItem(schema, item);
}

/**
 * The key of an item in an index, or undefined when the item lacks one of its attributes (a sparse
 * index).
 */
export function keyInIndex(schema: KeySchema, item: Item): KeyTexts | undefined {
  const partition = optionalText(schema.hash, item);
  const sort = schema.range === undefined ? '' : optionalText(schema.range, item);
  if (partition === undefined || sort === undefined) return undefined;
  return { partition, sort };
}

/**
 * Refuses an item that an index cannot hold: an index key has another type, is empty or is too
 * long.
 * @throws {ServiceError} ValidationException naming the index
 */
export function refuseUnfitForIndex({ name, key }: IndexDefinition, item: Item): void {
  for (const [attribute, bytesMax] of [
    [key.hash, PARTITION_KEY_BYTES_MAX],
    [key.range, SORT_KEY_BYTES_MAX],
  ] as const) {
    const value = attribute && memberOf(item, attribute.name);
    if (attribute === undefined || value === undefined) continue;
    if (!(attribute.type in value)) {
      throw new KeyMismatchError(
        'One or more parameter values were invalid: ' +
          `Type mismatch for Index Key ${attribute.name} Expected: ${attribute.type} ` +
          `Actual: ${typeOf(value)} IndexName: ${name}`,
      );
    }
    const text = keyText(value) ?? '';
    refuseLongKey(attribute, text, bytesMax);
    if (text !== '') continue;
    throw validationError(
      'One or more parameter values are not valid. A value specified for a secondary index key ' +
        'is not supported. The AttributeValue for a key attribute cannot contain an empty string ' +
        `value. IndexName: ${name}, IndexKey: ${attribute.name}`,
    );
  }
}

/**
 * The text inside a key value of the attribute's type.
 * @throws {ServiceError} ValidationException when it is of another type, empty or too long
 */
export function textOfKey(
  attribute: KeyAttribute,
  value: AttributeValue,
  bytesMax: number,
): string {
  const text = attribute.type in value ? keyText(value) : undefined;
  if (text === undefined) {
    throw new KeyMismatchError(
      `One or more parameter values were invalid: Type mismatch for key ${attribute.name} ` +
        `expected: ${attribute.type} actual: ${typeOf(value)}`,
    );
  }
  if (text === '') {
    throw validationError(
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot ' +
        `contain an empty ${attribute.type === 'B' ? 'binary' : 'string'} value. ` +
        `Key: ${attribute.name}`,
    );
  }
  refuseLongKey(attribute, text, bytesMax);
  return text;
}

function refuseLongKey({ name }: KeyAttribute, text: string, bytesMax: number): void {
  if (text.length * 3 > bytesMax && Buffer.byteLength(text) > bytesMax) {
    throw new KeyMismatchError(
      `One or more parameter values were invalid: Size of ${name} has exceeded the ` +
        `maximum size limit of ${bytesMax} bytes`,
    );
  }
}

function schemaMismatch(): Error {
  return new KeyMismatchError('The provided key element does not match the schema');
}

function requiredText(attribute: KeyAttribute, item: Item, bytesMax: number): string {
  const value = memberOf(item, attribute.name);
  if (value === undefined) {
    throw new KeyMismatchError(
      `One or more parameter values were invalid: Missing the key ${attribute.name} in the item`,
    );
  }
  return textOfKey(attribute, value, bytesMax);
}

function optionalText(attribute: KeyAttribute, item: Item): string | undefined {
  const value = memberOf(item, attribute.name);
  return value !== undefined && attribute.type in value ? keyText(value) : undefined;
}
