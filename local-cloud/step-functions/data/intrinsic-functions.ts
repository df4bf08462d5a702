// What each intrinsic function computes. A TypeError or SyntaxError from here becomes
// States.IntrinsicFailure.

import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Random } from '../../service.ts';
import { isObject } from './state-data.ts';

type Apply = (args: readonly unknown[], random: Random) => unknown;

// AWS's limits, from the page on intrinsic functions, looked up in November 2026: a list of
// States.ArrayRange has at most 1,000 elements; what is hashed, encoded or decoded at most 10,000
// characters.
const rangeLengthMax = 1000;
const codedLengthMax = 10_000;

/** The functions by name. */
export const intrinsicFunctions: Readonly<Record<string, Apply>> = {
  'States.Array': (args) => [...args],
  'States.ArrayContains': ([array, value]) => {
    return list(array).some((element) => isDeepStrictEqual(element, value));
  },
  'States.ArrayGetItem': ([array, index]) => {
    const item = list(array)[integer(index)];
    if (item === undefined) throw new TypeError(`index ${index} is out of range`);
    return item;
  },
  'States.ArrayLength': ([array]) => list(array).length,
  'States.ArrayPartition': ([array, size]) => {
    if (integer(size) < 1) throw new TypeError(`chunk size ${size} is below 1`);
    const starts = range(0, list(array).length - 1, integer(size));
    return starts.map((start) => list(array).slice(start, start + integer(size)));
  },
  'States.ArrayRange': ([first, last, step]) => {
    return range(integer(first), integer(last), integer(step));
  },
  'States.ArrayUnique': ([array]) => {
    const seen = new Set<string>();
    return list(array).filter((element) => {
      const key = JSON.stringify(element);
      return !seen.has(key) && seen.add(key);
    });
  },
  'States.Base64Decode': ([encoded]) => Buffer.from(short(text(encoded)), 'base64').toString(),
  'States.Base64Encode': ([plain]) => Buffer.from(short(text(plain))).toString('base64'),
  'States.Format': ([template, ...values]) => format(text(template), values),
  'States.Hash': ([data, algorithm]) => hash(data, text(algorithm)),
  'States.JsonMerge': ([left, right, deep]) => {
    if (deep !== false || !isObject(left) || !isObject(right)) {
      throw new TypeError('expected two objects and false');
    }
    return { ...left, ...right };
  },
  'States.JsonToString': ([value]) => JSON.stringify(value),
  'States.MathAdd': ([left, right]) => integer(left) + integer(right),
  'States.MathRandom': ([first, last, seed], random) => {
    const draw = seed === undefined ? random() : drawOf(integer(seed));
    return integer(first) + Math.floor(draw * (integer(last) - integer(first)));
  },
  'States.StringSplit': ([value, separators]) => {
    const cuts = new Set(text(separators));
    const parts = [''];
    for (const character of text(value)) {
      if (cuts.has(character)) parts.push('');
      else parts.push((parts.pop() ?? '') + character);
    }
    return parts.filter((part) => part !== '');
  },
  'States.StringToJson': ([value]) => (text(value).trim() === '' ? null : JSON.parse(text(value))),
  'States.UUID': (_, random) => uuid(random),
};

/** A version 4 UUID from the seeded source. */
export function uuid(random: Random): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const digit = Math.floor(random() * 16);
    return (place === 'x' ? digit : (digit & 3) | 8).toString(16);
  });
}

function format(template: string, values: readonly unknown[]): string {
  let used = 0;
  const filled = template.replace(/\\([{}])|\{\}/g, (_, escaped?: string) => {
    if (escaped !== undefined) return escaped;
    return formatted(values[used++]);
  });
  if (used !== values.length) {
    throw new TypeError(`${used} places for ${values.length} values in '${template}'`);
  }
  return filled;
}

// Formats maps and lists as Java prints them, in which AWS wrote the service: {Arg1=1, Arg2=[]}.
function formatted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(formatted).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const members = Object.entries(value).map(([key, inner]) => `${key}=${formatted(inner)}`);
  return `{${members.join(', ')}}`;
}

// Equal seeds give equal numbers, as AWS documents. It does not document which numbers. These are
// from the generator splitmix32 (Steele, Lea and Flood, 2014).
function drawOf(seed: number): number {
  let mixed = (seed + 0x9e3779b9) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

function hash(data: unknown, algorithm: string): string {
  const names: Record<string, string> = {
    MD5: 'md5',
    'SHA-1': 'sha1',
    'SHA-256': 'sha256',
    'SHA-384': 'sha384',
    'SHA-512': 'sha512',
  };
  const name = names[algorithm];
  if (!name) throw new TypeError(`no hash algorithm ${algorithm}`);
  const bytes = short(typeof data === 'string' ? data : JSON.stringify(data));
  return createHash(name).update(bytes).digest('hex');
}

function range(first: number, last: number, step: number): number[] {
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (step === 0 || length > rangeLengthMax) {
    throw new TypeError(`range of ${length} elements, step ${step}; at most ${rangeLengthMax}`);
  }
  return Array.from({ length }, (_, index) => first + index * step);
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError(`expected a list, got ${JSON.stringify(value)}`);
}

function integer(value: unknown): number {
  if (typeof value === 'number') return Math.round(value);
  throw new TypeError(`expected a number, got ${JSON.stringify(value)}`);
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`expected text, got ${JSON.stringify(value)}`);
}

function short(value: string): string {
  const length = [...value].length;
  if (length <= codedLengthMax) return value;
  throw new TypeError(`${length} characters; at most ${codedLengthMax}`);
}
