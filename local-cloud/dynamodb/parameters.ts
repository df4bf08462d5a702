import type { JsonObject } from '#local-cloud/service.ts';
import { UnsupportedError } from '#local-cloud/service.ts';
import { validationError } from './validation-error.ts';

/**
 * Refuses parameters that an operation does not have here. AWS ignores unknown ones; we must not,
 * because a parameter of AWS's that we lack would then be silently without effect.
 * @throws {UnsupportedError} naming the parameter
 */
export function refuseUnknownParameters(
  operation: string,
  input: JsonObject,
  known: readonly string[],
): void {
  for (const parameter in input) {
    if (input[parameter] !== undefined && !known.includes(parameter)) {
      throw new UnsupportedError(`the DynamoDB ${operation} parameter ${parameter}`, known);
    }
  }
}

/** A parameter that is a map. @throws {ServiceError} ValidationException when it is not */
export function objectParameter(input: JsonObject, name: string): JsonObject {
  const value = input[name];
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as JsonObject;
  }
  throw validationError(`${name} must be given, as a map`);
}

/**
 * A parameter that is a list of maps with a limit to its length.
 * @throws {ServiceError} ValidationException when it is not, is empty or too long
 */
export function listParameter(
  input: JsonObject,
  name: string,
  lengthMax: number,
): readonly JsonObject[] {
  const value = input[name];
  const isList = Array.isArray(value) && value.every((each) => typeof each === 'object' && each);
  if (!isList) throw validationError(`${name} must be given, as a list`);
  if (value.length === 0 || value.length > lengthMax) {
    throw constraintError(name, `Member must have length between 1 and ${lengthMax}`);
  }
  return value as readonly JsonObject[];
}

/** A parameter that is one of a few words, or the first of them when it is absent. */
export function wordParameter<T extends string>(
  input: JsonObject,
  name: string,
  words: readonly [T, ...T[]],
): T {
  const value = input[name];
  if (value === undefined) return words[0];
  const word = words.find((each) => each === value);
  if (word === undefined) {
    throw constraintError(name, `Member must satisfy enum value set: [${words.join(', ')}]`);
  }
  return word;
}

/** A boolean parameter, or `whenAbsent`. */
export function flagParameter(input: JsonObject, name: string, whenAbsent: boolean): boolean {
  const value = input[name] ?? whenAbsent;
  if (typeof value !== 'boolean') throw validationError(`${name} must be true or false`);
  return value;
}

/** A whole number parameter within bounds, or undefined when it is absent. */
export function countParameter(
  input: JsonObject,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw constraintError(name, `Member must be a whole number from ${least} to ${most}`);
  }
  return value;
}

function constraintError(name: string, constraint: string): Error {
  const spelled = name.charAt(0).toLowerCase() + name.slice(1);
  return validationError(
    '1 validation error detected: ' +
      `Value at '${spelled}' failed to satisfy constraint: ${constraint}`,
  );
}
