// How many bytes an item counts for, by the rules of the Amazon DynamoDB Developer Guide, "DynamoDB
// item sizes and formats". The guide calls a number's size approximate. Two details are measured on
// DynamoDB Local: pairs of digits begin at the point, and a minus sign takes one byte.
import type { AttributeValue, Item } from './attribute-value.ts';
import { digitPairs } from './decimal.ts';

/** 400 KB: AWS "Service quotas", maximum item size, names included. */
export const ITEM_BYTES_MAX = 400 * 1024;

/** Bytes of an item: each name and each value. */
export function itemSizeBytes(item: Item): number {
  let bytes = 0;
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) bytes += Buffer.byteLength(name) + valueSizeBytes(value);
  }
  return bytes;
}

/** Bytes of one value, without its name. */
export function valueSizeBytes(value: AttributeValue): number {
  if ('S' in value) return Buffer.byteLength(value.S);
  if ('N' in value) return numberSizeBytes(value.N);
  if ('M' in value) return DOCUMENT_BYTES + mapMemberBytes(value.M);
  if ('L' in value) return DOCUMENT_BYTES + total(value.L, (v) => 1 + valueSizeBytes(v));
  if ('B' in value) return binarySizeBytes(value.B);
  if ('SS' in value) return total(value.SS, Buffer.byteLength);
  if ('NS' in value) return total(value.NS, numberSizeBytes);
  if ('BS' in value) return total(value.BS, binarySizeBytes);
  return 1;
}

/** The number of bytes that base64 text encodes. */
export function binarySizeBytes(base64: string): number {
  return Buffer.byteLength(base64, 'base64');
}

// A list or map needs 3 bytes, and 1 more for each element.
const DOCUMENT_BYTES = 3;

function mapMemberBytes(map: Item): number {
  return itemSizeBytes(map) + Object.keys(map).length;
}

function numberSizeBytes(number: string): number {
  return digitPairs(number) + 1 + (number.startsWith('-') ? 1 : 0);
}

function total<T>(elements: readonly T[], sizeBytes: (element: T) => number): number {
  let bytes = 0;
  for (const element of elements) bytes += sizeBytes(element);
  return bytes;
}
