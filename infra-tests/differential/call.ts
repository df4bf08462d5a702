import type { JsonObject } from '#local-cloud/service.ts';

/** One call: an operation of the API with its input. */
export interface Call {
  readonly operation: string;
  readonly input: JsonObject;
}

/** A call without the parameters that are undefined. */
export function callOf(operation: string, input: JsonObject): Call {
  return { operation, input: present(input) };
}

/** An object without the members that are undefined. */
export function present(input: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
