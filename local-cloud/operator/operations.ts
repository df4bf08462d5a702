// How an operator's service finds an operation, and refuses what it does not have.

import { type JsonObject, UnsupportedError } from '../service.ts';
import { onlyParameters } from '../sqs/parameters.ts';

/** An operation and the parameters that it takes. */
export type OperatorOperation = {
  readonly parameters: readonly string[];
  readonly carryOut: (input: JsonObject) => JsonObject;
};

/**
 * Carries out an operation by its name.
 * @throws {UnsupportedError} an operation or a parameter that is not in the table
 */
export function carryOutNamed(
  service: string,
  operations: Readonly<Record<string, OperatorOperation>>,
  operation: string,
  input: JsonObject,
): JsonObject {
  const known = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (known === undefined)
    throw new UnsupportedError(`the ${service} operation ${operation}`, Object.keys(operations));
  onlyParameters(operation, input, known.parameters);
  return known.carryOut(input);
}
