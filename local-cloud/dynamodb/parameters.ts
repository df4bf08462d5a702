import type { JsonObject } from '#local-cloud/service.ts';
import { UnsupportedError } from '#local-cloud/service.ts';
import { validationError } from './validation-error.ts';

/**
 * Refuses parameters that an operation does not have here. AWS ignores unknown parameters. The
 * local cloud must not: a parameter of AWS's that it lacks would silently have no effect.
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

/** A parameter that is a list of maps. @throws {ServiceError} ValidationException when it is not */
export function listParameter(input: JsonObject, name: string): readonly JsonObject[] {
  const value = input[name];
  const isList = Array.isArray(value) && value.every((each) => typeof each === 'object' && each);
  if (!isList) throw validationError(`${name} must be given, as a list`);
  return value as readonly JsonObject[];
}

/** A boolean parameter, or `whenAbsent`. */
export function flagParameter(input: JsonObject, name: string, whenAbsent: boolean): boolean {
  const value = input[name] ?? whenAbsent;
  if (typeof value !== 'boolean') throw validationError(`${name} must be true or false`);
  return value;
}
