// A form whose names have dots, as a tree: `A.1.Name=x` becomes `{ A: { 1: { Name: 'x' } } }`.

import { type JsonObject, ServiceError } from '../service.ts';

/** Deeper names than AWS has. They would only cost time. */
const DEPTH_MAX = 10;

/** @throws {ServiceError} MalformedQueryString: a name that is too deep, or both leaf and branch */
export function formTree(form: Iterable<readonly [string, string]>): JsonObject {
  const tree = branch();
  for (const [name, value] of form) {
    const steps = name.split('.');
    const last = steps.pop() ?? '';
    if (steps.length >= DEPTH_MAX) throw malformed(name);
    let at = tree;
    for (const step of steps) {
      at[step] ??= branch();
      const next = at[step];
      if (typeof next !== 'object') throw malformed(name);
      at = next as JsonObject;
    }
    if (typeof at[last] === 'object') throw malformed(name);
    at[last] = value;
  }
  return tree;
}

/** Without a prototype, so that no name of a form means anything else. */
function branch(): JsonObject {
  return Object.create(null) as JsonObject;
}

/** The values of a branch whose names are numbers, in their order. */
export function listOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const numbered = Object.entries(value).filter(([name]) => /^\d+$/.test(name));
  return numbered.sort(([one], [other]) => Number(one) - Number(other)).map(([, item]) => item);
}

function malformed(name: string): ServiceError {
  const text = `The form's name '${name.slice(0, 100)}' cannot be read.`;
  return new ServiceError('MalformedQueryString', text);
}
