// The checks of paths, intrinsic functions and payload templates.

import { isIntrinsic, parseIntrinsic } from '../data/intrinsics.ts';
import { isPath } from '../data/paths.ts';
import { isObject } from '../data/state-data.ts';
import { invalid } from './definition-errors.ts';

/** Checks each member `x.$` of a template, and that no member occurs both as `x` and as `x.$`. */
export function checkTemplate(template: unknown, place: string): void {
  if (Array.isArray(template)) {
    template.forEach((item, index) => {
      checkTemplate(item, `${place}[${index}]`);
    });
  }
  if (!isObject(template)) return;
  for (const [key, value] of Object.entries(template)) {
    if (!key.endsWith('.$')) {
      checkTemplate(value, `${place}/${key}`);
      continue;
    }
    if (Object.hasOwn(template, key.slice(0, -2))) {
      throw invalid(place, `The field '${key.slice(0, -2)}' is there twice, once as '${key}'`);
    }
    if (!isWellFormed(value)) throw notAnExpression(key, place);
  }
}

/** Checks a field of the state whose text is a path or an intrinsic function. */
export function checkExpression(value: unknown, field: string, place: string): void {
  if (value === undefined || value === null || isWellFormed(value)) return;
  throw notAnExpression(field, place);
}

function isWellFormed(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  if (!isIntrinsic(value)) return isPath(value);
  try {
    parseIntrinsic(value);
    return true;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return false;
    throw thrown;
  }
}

// LocalStack, test_base_scenarios (test_illegal_escapes), 2025-02.
function notAnExpression(field: string, place: string) {
  const problem = 'must be a valid JSONPath or a valid intrinsic function call';
  return invalid(place, `The value for the field '${field}' ${problem}`);
}
