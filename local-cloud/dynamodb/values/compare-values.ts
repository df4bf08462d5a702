import type { AttributeValue, Item } from './attribute-value.ts';
import { memberOf } from './attribute-value.ts';
import { compareNumbers } from './decimal.ts';

/** The types that have an order, and so may be keys. */
export type OrderedType = 'S' | 'N' | 'B';

/**
 * Whether two values are equal: same type and same content. The order of a set and the spelling of
 * a number make no difference.
 */
export function valuesEqual(a: AttributeValue, b: AttributeValue): boolean {
  if (a === b) return true;
  if ('S' in a) return 'S' in b && a.S === b.S;
  if ('N' in a) return 'N' in b && a.N === b.N;
  if ('B' in a) return 'B' in b && a.B === b.B;
  if ('BOOL' in a) return 'BOOL' in b && a.BOOL === b.BOOL;
  if ('NULL' in a) return 'NULL' in b;
  return collectionsEqual(a, b);
}

/** Whether two items, or maps, hold the same names with equal values. */
export function itemsEqual(a: Item, b: Item): boolean {
  if (a === b) return true;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => {
    const left = memberOf(a, name);
    const right = memberOf(b, name);
    return left !== undefined && right !== undefined && valuesEqual(left, right);
  });
}

/** The order of two values, or undefined where they have none (types differ, or have no order). */
export function compareValues(a: AttributeValue, b: AttributeValue): number | undefined {
  if ('N' in a) return 'N' in b ? compareNumbers(a.N, b.N) : undefined;
  if ('S' in a) return 'S' in b ? compareStrings(a.S, b.S) : undefined;
  if ('B' in a) return 'B' in b ? compareBinaries(a.B, b.B) : undefined;
  return undefined;
}

/** The order of two keys of one type, given the text inside their values. */
export function compareKeyTexts(type: OrderedType, a: string, b: string): number {
  if (type === 'S') return compareStrings(a, b);
  return type === 'N' ? compareNumbers(a, b) : compareBinaries(a, b);
}

/** Whether `whole` contains `part`: a substring, or an element of a set or a list. */
export function valueContains(whole: AttributeValue, part: AttributeValue): boolean {
  if ('S' in whole) return 'S' in part && whole.S.includes(part.S);
  if ('B' in whole) return 'B' in part && bytes(whole.B).includes(bytes(part.B));
  if ('SS' in whole) return 'S' in part && whole.SS.includes(part.S);
  if ('NS' in whole) return 'N' in part && whole.NS.includes(part.N);
  if ('BS' in whole) return 'B' in part && whole.BS.includes(part.B);
  if ('L' in whole) return whole.L.some((element) => valuesEqual(element, part));
  return false;
}

/** Whether a string or binary value starts with another of its type. */
export function valueBeginsWith(whole: AttributeValue, prefix: AttributeValue): boolean {
  if ('S' in whole) return 'S' in prefix && whole.S.startsWith(prefix.S);
  if ('B' in whole && 'B' in prefix) return keyBeginsWith('B', whole.B, prefix.B);
  return false;
}

/** Whether a key text begins with another, for the two types that have prefixes. */
export function keyBeginsWith(type: OrderedType, text: string, prefix: string): boolean {
  if (type !== 'B') return text.startsWith(prefix);
  const head = bytes(prefix);
  return bytes(text).subarray(0, head.length).equals(head);
}

/** The text inside a value that may be a key, or undefined for other types. */
export function keyText(value: AttributeValue): string | undefined {
  if ('S' in value) return value.S;
  if ('N' in value) return value.N;
  return 'B' in value ? value.B : undefined;
}

// DynamoDB orders strings by their UTF-8 bytes. The order of UTF-16 units is the same, except for
// surrogates: they encode the highest characters, but are lower than U+E000.
function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return utf8Rank(left) - utf8Rank(right);
  }
  return a.length - b.length;
}

function utf8Rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function compareBinaries(a: string, b: string): number {
  return Buffer.compare(bytes(a), bytes(b));
}

function bytes(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}

function collectionsEqual(a: AttributeValue, b: AttributeValue): boolean {
  if ('M' in a) return 'M' in b && itemsEqual(a.M, b.M);
  if ('L' in a) return 'L' in b && listsEqual(a.L, b.L);
  if ('SS' in a) return 'SS' in b && setsEqual(a.SS, b.SS);
  if ('NS' in a) return 'NS' in b && setsEqual(a.NS, b.NS);
  return 'BS' in a && 'BS' in b && setsEqual(a.BS, b.BS);
}

function listsEqual(a: readonly AttributeValue[], b: readonly AttributeValue[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((element, index) => {
    const other = b[index];
    return other !== undefined && valuesEqual(element, other);
  });
}

function setsEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((element) => b.includes(element));
}
