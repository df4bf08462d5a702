// What a state gets from its input and what it makes of its result: paths and payload templates.
// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html

import type { OptionalPath } from '../definition/definition.ts';
import { evaluateIntrinsic, isIntrinsic } from './intrinsics.ts';
import { type Data, placeAt, selectedAt, valueAt } from './paths.ts';
import { isObject } from './state-data.ts';

/** Applies InputPath or OutputPath: absent is everything, null is nothing. */
export function select(path: OptionalPath | undefined, data: Data): unknown {
  if (path === undefined) return data.input;
  return path === null ? {} : selection(path, data);
}

/** What a path or an intrinsic function selects for a field of the state itself. */
export function selection(text: string, data: Data): unknown {
  return isIntrinsic(text) ? evaluateIntrinsic(text, data) : selectedAt(text, data);
}

/**
 * Fills a payload template: each member named `x.$` becomes `x` with the value of its path or
 * function.
 */
export function fillTemplate(template: unknown, data: Data): unknown {
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, data));
  if (!isObject(template)) return template;
  const entries = Object.entries(template).map(([key, value]) => {
    if (!key.endsWith('.$')) return [key, fillTemplate(value, data)];
    return [key.slice(0, -2), expression(String(value), data, key)];
  });
  return Object.fromEntries(entries);
}

/** The value of a path or an intrinsic function. */
export function expression(text: string, data: Data, field: string): unknown {
  return isIntrinsic(text) ? evaluateIntrinsic(text, data) : valueAt(text, data, field);
}

/** Applies ResultPath: absent replaces the input, null drops the result. */
export function placeResult(
  path: OptionalPath | undefined,
  input: unknown,
  result: unknown,
): unknown {
  if (path === null) return input;
  return path === undefined ? result : placeAt(path, input, result);
}
