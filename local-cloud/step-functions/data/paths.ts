// Paths into state data: `$` is the state's input, `$$` the context object.

import { JSONPath } from 'jsonpath-plus';
import type { Random } from '../../service.ts';
import { runtimeError, StatesError } from '../states-error.ts';
import { isObject } from './state-data.ts';

/** What paths and intrinsic functions may read. */
export interface Data {
  readonly input: unknown;
  readonly context: unknown;
  readonly random: Random;
}

/**
 * The result of a path. An indefinite path (wildcards, filters, slices) always finds a list.
 * `missing` is the path up to the first step that leads nowhere. `isPastEnd` says that this is the
 * path's last step, and that it points behind the end of a list.
 */
export type Found =
  | { readonly found: true; readonly value: unknown }
  | { readonly found: false; readonly missing: readonly Step[]; readonly isPastEnd: boolean };

type Step = string | number;

const stepPattern = /\.([\p{L}_][\p{L}\p{N}_-]*)|\['((?:[^'\\]|\\.)*)'\]|\[(-?\d+)\]/gu;
const referencePattern = /^\$\$?(?:\.[\p{L}_][\p{L}\p{N}_-]*|\['(?:[^'\\]|\\.)*'\]|\[-?\d+\])*$/u;
// Filled from definitions only, so it stays as small as they are.
const parsed = new Map<string, readonly Step[] | undefined>();

/** Looks up a path. The caller decides what a missing value means. */
export function lookUp(path: string, data: Data): Found {
  const root = rootOf(path, data);
  const steps = referenceSteps(path);
  if (steps === undefined) return { found: true, value: searchAll(path, root) };
  let value = root;
  for (const [index, step] of steps.entries()) {
    const inner = member(value, step);
    if (inner === undefined) {
      const isLast = index === steps.length - 1;
      const isPastEnd = isLast && typeof step === 'number' && Array.isArray(value);
      return { found: false, missing: steps.slice(0, index + 1), isPastEnd };
    }
    value = inner;
  }
  return { found: true, value };
}

/**
 * The value at the path of a template's member, of ErrorPath or CausePath. Behind the end of a list
 * the value is null, as AWS was seen to answer (floci-io/floci#2870, 2026-09).
 * @throws {StatesError} States.Runtime where there is none
 */
export function valueAt(path: string, data: Data, field: string): unknown {
  const answer = lookUp(path, data);
  if (answer.found) return answer.value;
  if (answer.isPastEnd) return null;
  const input = JSON.stringify(rootOf(path, data) ?? null);
  throw runtimeError(
    `The JSONPath '${path}' specified for the field '${field}' ` +
      `could not be found in the input '${input}'`,
  );
}

/**
 * The value for InputPath, OutputPath and the fields that take a number from the input.
 * @throws {StatesError} States.Runtime where there is nothing
 */
export function selectedAt(path: string, data: Data): unknown {
  const answer = lookUp(path, data);
  if (answer.found) return answer.value;
  const { missing } = answer;
  const isLeaf = missing.length === referenceSteps(path)?.length;
  const what = isLeaf ? 'No results for path:' : 'Missing property in path';
  throw runtimeError(`Invalid path '${path}' : ${what} ${canonical(missing)}`);
}

/**
 * A copy of `base` with `value` at the reference path, missing objects made on the way.
 * @throws {StatesError} States.ResultPathMatchFailure where the path runs through something that is
 * no object
 */
export function placeAt(path: string, base: unknown, value: unknown): unknown {
  const place = (at: unknown, rest: readonly Step[]): unknown => {
    const [step, ...deeper] = rest;
    if (step === undefined) return value;
    if (typeof step === 'number' && Array.isArray(at) && step in at) {
      return at.with(step, place(at[step], deeper));
    }
    if (typeof step === 'string' && (at === undefined || isObject(at))) {
      return { ...at, [step]: place(member(at, step), deeper) };
    }
    throw new StatesError(
      'States.ResultPathMatchFailure',
      `Unable to apply ReferencePath ${path} to input ${JSON.stringify(base)}`,
    );
  };
  return place(base, referenceSteps(path) ?? []);
}

/** Whether a path names exactly one place, as ResultPath must. */
export function isReferencePath(path: string): boolean {
  return referenceSteps(path) !== undefined;
}

/** Whether text can be a path: its brackets and quotes close, and it does not end in a dot. */
export function isPath(text: string): boolean {
  if (isReferencePath(text)) return true;
  const rest = text.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, '');
  const count = (character: string) => rest.split(character).length;
  const isBalanced = count('[') === count(']') && count('(') === count(')');
  return /^\$\$?[.[]/.test(text) && isBalanced && !/['"]|\.\.\.|\.$/.test(rest);
}

function rootOf(path: string, data: Data): unknown {
  return path.startsWith('$$') ? data.context : data.input;
}

function referenceSteps(path: string): readonly Step[] | undefined {
  if (parsed.has(path)) return parsed.get(path);
  const steps = referencePattern.test(path)
    ? [...path.matchAll(stepPattern)].map(([, name, quoted, index]) => {
        return name ?? (index === undefined ? unquote(quoted ?? '') : Number(index));
      })
    : undefined;
  parsed.set(path, steps);
  return steps;
}

// A backslash is an ordinary character, unless it keeps a quote from ending the step.
function unquote(quoted: string): string {
  return quoted.replaceAll("\\'", "'");
}

function canonical(steps: readonly Step[]): string {
  const texts = steps.map((step) => (typeof step === 'number' ? `[${step}]` : `['${step}']`));
  return `$${texts.join('')}`;
}

function member(value: unknown, step: Step): unknown {
  if (typeof step === 'number') return Array.isArray(value) ? value.at(step) : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function searchAll(path: string, root: unknown): unknown {
  const json = typeof root === 'object' && root !== null ? root : [];
  return JSONPath({ path: path.replace(/^\$\$/, '$'), json, wrap: true, eval: 'safe' });
}
