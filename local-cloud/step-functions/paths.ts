// Paths into state data: `$` is the state's input, `$$` the context object.

import { JSONPath } from 'jsonpath-plus';
import type { Random } from '../service.ts';
import { isObject } from './state-data.ts';
import { runtimeError, StatesError } from './states-error.ts';

/** What paths and intrinsic functions may read. */
export interface Data {
  readonly input: unknown;
  readonly context: unknown;
  readonly random: Random;
}

/** A path's answer; an indefinite path (wildcards, filters, slices) always finds a list. */
export type Found = { readonly found: true; readonly value: unknown } | { readonly found: false };

const segmentPattern = /\.([\p{L}_][\p{L}\p{N}_-]*)|\['((?:[^'\\]|\\.)*)'\]|\[(-?\d+)\]/gu;
const referencePattern = /^\$\$?(?:\.[\p{L}_][\p{L}\p{N}_-]*|\['(?:[^'\\]|\\.)*'\]|\[-?\d+\])*$/u;
// Filled from definitions only, so it stays as small as they are.
const parsed = new Map<string, readonly (string | number)[] | undefined>();

/** Looks a path up without deciding what a missing value means. */
export function lookUp(path: string, data: Data): Found {
  const root = path.startsWith('$$') ? data.context : data.input;
  const segments = referenceSegments(path);
  if (segments === undefined) return { found: true, value: searchAll(path, root) };
  let value = root;
  for (const segment of segments) {
    value = member(value, segment);
    if (value === undefined) return { found: false };
  }
  return { found: true, value };
}

/** The value at a path. @throws {StatesError} States.Runtime where there is none */
export function valueAt(path: string, data: Data, field: string): unknown {
  const answer = lookUp(path, data);
  if (answer.found) return answer.value;
  throw runtimeError(
    `The JSONPath '${path}' specified for the field '${field}' could not be found in the input`,
  );
}

/**
 * A copy of `base` with `value` at the reference path, missing objects made on the way.
 * @throws {StatesError} States.ResultPathMatchFailure where the path runs through something that is
 * no object
 */
export function placeAt(path: string, base: unknown, value: unknown): unknown {
  const place = (at: unknown, rest: readonly (string | number)[]): unknown => {
    const [segment, ...deeper] = rest;
    if (segment === undefined) return value;
    if (typeof segment === 'number' && Array.isArray(at) && segment in at) {
      return at.with(segment, place(at[segment], deeper));
    }
    if (typeof segment === 'string' && (at === undefined || isObject(at))) {
      return { ...at, [segment]: place(member(at, segment), deeper) };
    }
    throw new StatesError(
      'States.ResultPathMatchFailure',
      `Unable to apply ReferencePath ${path} to input ${JSON.stringify(base)}`,
    );
  };
  return place(base, referenceSegments(path) ?? []);
}

/** Whether a path names exactly one place, as ResultPath must. */
export function isReferencePath(path: string): boolean {
  return referenceSegments(path) !== undefined;
}

function referenceSegments(path: string): readonly (string | number)[] | undefined {
  if (parsed.has(path)) return parsed.get(path);
  const segments = referencePattern.test(path)
    ? [...path.matchAll(segmentPattern)].map(([, name, quoted, index]) => {
        return name ?? (index === undefined ? unquote(quoted ?? '') : Number(index));
      })
    : undefined;
  parsed.set(path, segments);
  return segments;
}

function unquote(quoted: string): string {
  return quoted.replace(/\\(.)/g, '$1');
}

function member(value: unknown, segment: string | number): unknown {
  if (typeof segment === 'number') return Array.isArray(value) ? value.at(segment) : undefined;
  return isObject(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
}

function searchAll(path: string, root: unknown): unknown {
  const json = typeof root === 'object' && root !== null ? root : [];
  return JSONPath({ path: path.replace(/^\$\$/, '$'), json, wrap: true, eval: 'safe' });
}
