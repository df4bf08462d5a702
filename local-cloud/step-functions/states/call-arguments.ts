// Checks the arguments of calls to Step Functions, and refuses them in AWS's words (LocalStack,
// test_sfn_api, 2023-06 to 2024-07).

import { type JsonObject, ServiceError, UnsupportedError } from '../../service.ts';
import { fits } from '../data/state-data.ts';

/** @throws {UnsupportedError} a parameter that the local cloud does not have */
export function refuseUnknown(
  operation: string,
  input: JsonObject,
  known: readonly string[],
): void {
  const unknown = Object.keys(input).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new UnsupportedError(`the parameter ${unknown} of ${operation}`, known);
}

/** The argument as an ARN of this kind of resource. @throws {ServiceError} InvalidArn */
export function arnOf(value: unknown, kind: 'stateMachine' | 'execution'): string {
  const arn = String(value);
  if (!arn.startsWith('arn:')) {
    throw new ServiceError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
  }
  const found = arn.split(':')[5];
  if (found === kind) return arn;
  const problem = `Resource type not valid in this context: ${found}`;
  throw new ServiceError('InvalidArn', `Invalid Arn: '${problem}'`);
}

/** The argument as a name. @throws {ServiceError} InvalidName */
export function nameOf(value: unknown): string {
  if (typeof value === 'string' && isName(value)) return value;
  throw new ServiceError('InvalidName', `Invalid Name: '${value}'`);
}

// 1 to 80 characters, none of those that the API's pages on names exclude.
function isName(text: string): boolean {
  return /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u.test(text);
}

/** The argument as an execution's input. @throws {ServiceError} InvalidExecutionInput */
export function inputTextOf(text: unknown): string {
  if (typeof text !== 'string' || !fits(text)) {
    throw new ServiceError('InvalidExecutionInput', 'input must be text of at most 256 KiB');
  }
  const problem = text === '' ? 'Invalid execution input.' : jsonProblem(text);
  if (problem === undefined) return text;
  throw new ServiceError(
    'InvalidExecutionInput',
    `Invalid State Machine Execution Input: '${problem}'`,
  );
}

/** Why text is not JSON, in the words of AWS's parser where they are known. */
export function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (thrown) {
    const [, word] = /^\s*([\p{L}_$][\p{L}\p{N}_$]*)/u.exec(text) ?? [];
    if (word !== undefined) {
      const expected = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'";
      return `Unrecognized token '${word}': was expecting (${expected})`;
    }
    const [, wrong] = /^\s*\{\s*([^"\s}])/.exec(text) ?? [];
    if (wrong !== undefined) {
      const which = `'${wrong}' (code ${wrong.charCodeAt(0)})`;
      return `Unexpected character (${which}): was expecting double-quote to start field name`;
    }
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/** @throws {ServiceError} ValidationException for a number out of range */
export function checkWithin(name: string, value: unknown, least: number, most: number): void {
  if (value === undefined) return;
  const number = Number(value);
  if (number > most) throw constraint(name, number, `value less than or equal to ${most}`);
  if (number < least) throw constraint(name, number, `value greater than or equal to ${least}`);
}

/** @throws {ServiceError} ValidationException for text that is too short or too long */
export function checkLength(name: string, value: unknown, least: number, most: number): void {
  if (value === undefined) return;
  const text = String(value);
  if (text.length > most) throw constraint(name, text, `length less than or equal to ${most}`);
  if (text.length < least) throw constraint(name, text, `length greater than or equal to ${least}`);
}

/** @throws {ServiceError} ValidationException for text that is none of these */
export function checkOneOf(name: string, value: unknown, known: readonly string[]): void {
  if (value === undefined || known.includes(String(value))) return;
  throw validation(name, value, `satisfy enum value set: [${known.join(', ')}]`);
}

function constraint(name: string, value: unknown, what: string): ServiceError {
  return validation(name, value, `have ${what}`);
}

function validation(name: string, value: unknown, what: string): ServiceError {
  return new ServiceError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ` +
      `Member must ${what}`,
  );
}
