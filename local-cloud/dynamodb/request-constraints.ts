// The rules of AWS's API model for a request's members. They are checked before all else is read,
// and before any table is looked up.
import type { JsonObject } from '#local-cloud/service.ts';
import type { Database } from './tables/database.ts';
import { isTableKnown } from './tables/database.ts';
import { constraintErrors } from './validation-error.ts';

/** An optional member whose value is one of a few words. */
export type WordMember = {
  readonly name: string;
  readonly words: readonly string[];
  /** AWS's message about any other word. */
  readonly problem: (value: unknown) => string;
};

/** How much of the consumed capacity is returned. */
export const CAPACITY_WORDS: WordMember = wordMember('ReturnConsumedCapacity', [
  'INDEXES',
  'TOTAL',
  'NONE',
]);

/** Whether item collections are returned; only tables with local indexes have any. */
export const METRICS_WORDS: WordMember = wordMember('ReturnItemCollectionMetrics', [
  'SIZE',
  'NONE',
]);

/** Which parts of the items a Query or Scan returns. */
export const SELECT_WORDS: WordMember = wordMember('Select', [
  'SPECIFIC_ATTRIBUTES',
  'COUNT',
  'ALL_ATTRIBUTES',
  'ALL_PROJECTED_ATTRIBUTES',
]);

/**
 * Which part of the item a write returns. AWS's message names neither the member nor UPDATED_NEW
 * correctly.
 */
export const RETURN_WORDS: WordMember = {
  name: 'ReturnValues',
  words: ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'],
  problem: () =>
    'Failed to satisfy constraint: Member must satisfy enum value set: ' +
    '[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]',
};

/** Which part of the item is returned when a condition fails. */
export const ON_FAILURE_WORDS: WordMember = wordMember('ReturnValuesOnConditionCheckFailure', [
  'ALL_OLD',
  'NONE',
]);

/**
 * Refuses members whose value is not one of their words, together with the other faults that are
 * reported at the same time.
 * @throws {ServiceError} ValidationException that names each of them
 */
export function refuseUnknownWords(
  input: JsonObject,
  members: readonly WordMember[],
  others: readonly (string | undefined)[] = NONE,
): void {
  // Nearly every request passes here, so this check comes first.
  if (members.every((member) => isKnownWord(input, member)) && others.every(isAbsent)) return;
  const wrong = members.filter((member) => !isKnownWord(input, member));
  throw constraintErrors([
    ...wrong.map(({ name, problem }) => problem(input[name])),
    ...others.filter((problem) => problem !== undefined),
  ]);
}

const NONE: readonly undefined[] = [];

function isAbsent(problem: string | undefined): boolean {
  return problem === undefined;
}

function isKnownWord(input: JsonObject, { name, words }: WordMember): boolean {
  const value = input[name];
  return value === undefined || words.includes(value as string);
}

/**
 * Refuses a `TableName` that no table could have; AWS reports it alone.
 * @throws {ServiceError} ValidationException
 */
export function refuseTableName(database: Database, name: unknown): void {
  if (isTableKnown(database, name)) return;
  const problem = tableNameProblem(name);
  if (problem !== undefined) throw constraintErrors([problem]);
}

/** Refuses a request that lacks a member. @throws {ServiceError} ValidationException */
export function refuseMissing(input: JsonObject, name: string): void {
  if (input[name] === undefined || input[name] === null) {
    throw constraintErrors([
      `Value null at '${memberName(name)}' ${FAILED} Member must not be null`,
    ]);
  }
}

/** What is wrong with the length of a list or a text, in the newer words, or undefined. */
export function lengthProblem(
  name: string,
  length: number,
  least: number,
  most: number,
): string | undefined {
  if (length < least) {
    return `Value at '${name}' ${FAILED} Member must have length greater than or equal to ${least}`;
  }
  if (length > most) {
    return `Value at '${name}' ${FAILED} Member must have length less than or equal to ${most}`;
  }
  return undefined;
}

/** What is wrong with a number that is outside its range, or undefined. */
export function rangeProblem(
  name: string,
  value: unknown,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): string | undefined {
  if (value === undefined) return undefined;
  const member = `Value '${String(value)}' at '${memberName(name)}'`;
  const echoed = `${member} ${FAILED} Member must have value`;
  if (typeof value !== 'number' || !(value >= least)) {
    return `${echoed} greater than or equal to ${least}`;
  }
  return value > most ? `${echoed} less than or equal to ${most}` : undefined;
}

// API reference, PutItem: 1 to 1024 characters, since the name may be an ARN. A plain name has at
// most 255.
const TABLE_NAME = /^[a-zA-Z0-9_.-]+$/;
const TABLE_NAME_LENGTH_MAX = 255;
const FAILED = 'failed to satisfy constraint:';

function tableNameProblem(name: unknown): string | undefined {
  if (name === undefined || name === null) {
    return `Value null at 'tableName' ${FAILED} Member must not be null`;
  }
  const text = String(name);
  if (text === '') return lengthProblem('TableName', 0, 1, TABLE_NAME_LENGTH_MAX);
  if (text.startsWith('arn:')) return undefined;
  const echoed = `Value '${text}' at 'tableName' ${FAILED} Member must`;
  if (text.length > TABLE_NAME_LENGTH_MAX) {
    return `${echoed} have length less than or equal to ${TABLE_NAME_LENGTH_MAX}`;
  }
  if (TABLE_NAME.test(text)) return undefined;
  return `${echoed} satisfy regular expression pattern: [a-zA-Z0-9_.-]+`;
}

function wordMember(name: string, words: readonly string[]): WordMember {
  return {
    name,
    words,
    problem: (value) =>
      `Value '${String(value)}' at '${memberName(name)}' ${FAILED} ` +
      `Member must satisfy enum value set: [${words.join(', ')}]`,
  };
}

function memberName(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
