// Checks the parameters of a call: served, of the right type and in range.

import { type JsonObject, ServiceError, UnsupportedError } from '../service.ts';
import { invalidValue, missingParameter } from './error-names.ts';

/**
 * Refuses parameters that are not served, so that none is silently ignored.
 * @throws {UnsupportedError} a parameter outside `known`
 */
export function onlyParameters(where: string, input: JsonObject, known: readonly string[]): void {
  for (const name in input) {
    if (input[name] === undefined || known.includes(name)) continue;
    throw new UnsupportedError(`the parameter ${name} of ${where}`, known);
  }
}

/** @throws {ServiceError} MissingParameter, InvalidParameterValue */
export function textParameter(input: JsonObject, name: string): string {
  const value = input[name];
  if (value === undefined || value === null) throw missingParameter(name);
  if (typeof value === 'string') return value;
  throw new ServiceError('InvalidParameterValue', `Parameter ${name} must be a string.`);
}

/** Both ends are included. `reason` is AWS's own text, where it is known. */
export type IntegerRange = { min: number; max: number; reason?: string };

/**
 * A whole number in [min, max], or undefined when it is not given.
 * @throws {ServiceError} InvalidParameterValue
 */
export function integerParameter(
  input: JsonObject,
  name: string,
  { min, max, reason }: IntegerRange,
): number | undefined {
  const given = input[name];
  if (given === undefined || given === null) return undefined;
  const value = typeof given === 'string' && given !== '' ? Number(given) : given;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) {
    return value;
  }
  throw invalidValue(given, name, reason ?? `Must be an integer from ${min} to ${max}.`);
}

/** @throws {ServiceError} InvalidParameterValue for anything but an array of objects */
export function entriesParameter(input: JsonObject, name: string): JsonObject[] {
  const value = input[name] ?? [];
  if (Array.isArray(value) && value.every(isObject)) return value;
  throw new ServiceError('InvalidParameterValue', `Parameter ${name} must be a list of entries.`);
}

/** A list of names, empty when it is not given. */
export function namesParameter(input: JsonObject, name: string): string[] {
  const value = input[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** Whether a JSON value is an object, not an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
