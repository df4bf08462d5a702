import type { Entry } from '../tables/ordered-store.ts';
import { firstIndex } from '../tables/ordered-store.ts';
import { textOfKey } from '../tables/primary-key.ts';
import type { KeyAttribute, KeySchema } from '../tables/table-definition.ts';
import { invalidParameter, validationError } from '../validation-error.ts';
import type { AttributeValue } from '../values/attribute-value.ts';
import { compareKeyTexts, keyBeginsWith } from '../values/compare-values.ts';
import type { Comparator, Condition, Operand } from './condition-expression.ts';
import { resolveStep } from './document-path.ts';
import type { Substitutions } from './expression-parameters.ts';
import { invalidExpression } from './tokens.ts';

/** The entries that a query selects: one partition, and in it a range of sort keys. */
export type KeyCondition = {
  readonly partition: string;
  /** Whether an entry is before the range, given its sort key. */
  readonly isBefore: (sort: string) => boolean;
  /** Whether an entry is beyond the range, given its sort key. */
  readonly isBeyond: (sort: string) => boolean;
};

/** A test of one attribute, as a part of a key condition. */
export type KeyTest = {
  readonly name: string;
  readonly operator: Comparator | 'BETWEEN' | 'begins_with';
  readonly values: readonly AttributeValue[];
};

/**
 * Splits a KeyConditionExpression into tests of its attributes. It needs no table.
 * @throws {ServiceError} ValidationException for any shape that AWS does not accept
 */
export function readKeyTests(
  condition: Condition,
  substitutions: Substitutions,
): readonly KeyTest[] {
  const tests = conjuncts(condition).map((each) => readTest(each, substitutions));
  if (new Set(tests.map(({ name }) => name)).size < tests.length) {
    throw invalidKeyCondition('KeyConditionExpressions must only contain one condition per key');
  }
  return tests;
}

/**
 * Checks a key condition against the key of the table or index that it queries.
 * @throws {ServiceError} ValidationException when it does not fit
 */
export function keyConditionFor(tests: readonly KeyTest[], key: KeySchema): KeyCondition {
  const attributeCount = key.range === undefined ? 1 : 2;
  if (tests.length > attributeCount) {
    throw validationError(
      `The number of query conditions (${tests.length}) exceeds the number of key attributes ` +
        `defined in the schema (${attributeCount})`,
    );
  }
  const hashTest = tests.find(({ name }) => name === key.hash.name);
  if (hashTest === undefined) {
    throw validationError(`Query condition missed key schema element: ${key.hash.name}`);
  }
  if (hashTest.operator !== '=') throw validationError('Query key condition not supported');
  const sortTest = tests.find((test) => test !== hashTest);
  const partition = keyTextOf(key.hash, hashTest.values[0]);
  if (sortTest === undefined) return { partition, isBefore: never, isBeyond: never };
  if (key.range === undefined || sortTest.name !== key.range.name) {
    const missed = key.range?.name ?? sortTest.name;
    throw validationError(`Query condition missed key schema element: ${missed}`);
  }
  return { partition, ...stretch(key.range, sortTest) };
}

/** The entries of a sorted list that a key condition selects, as a range of positions. */
export function wantedRange(
  entries: readonly Entry[],
  { isBefore, isBeyond }: KeyCondition,
): { readonly from: number; readonly to: number } {
  const from = firstIndex(entries, (entry) => !isBefore(entry.sort));
  return {
    from,
    to: Math.max(
      from,
      firstIndex(entries, (entry) => isBeyond(entry.sort)),
    ),
  };
}

const never = () => false;
const SWAPPED: { readonly [comparator: string]: Comparator } = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

function conjuncts(condition: Condition): readonly Condition[] {
  if (condition.kind !== 'and') return [condition];
  return [...conjuncts(condition.left), ...conjuncts(condition.right)];
}

function readTest(condition: Condition, substitutions: Substitutions): KeyTest {
  switch (condition.kind) {
    case 'compare': {
      const { comparator, left, right } = condition;
      if (comparator === '<>') throw invalidOperator('<>');
      const turned = left.kind === 'value';
      const operator = turned ? (SWAPPED[comparator] ?? comparator) : comparator;
      return keyTest(operator, turned ? [right, left] : [left, right], substitutions);
    }
    case 'between':
      return keyTest('BETWEEN', [condition.operand, condition.low, condition.high], substitutions);
    case 'function':
      if (condition.name !== 'begins_with') throw invalidOperator(condition.name);
      return keyTest('begins_with', condition.operands, substitutions);
    default:
      throw invalidOperator(condition.kind.toUpperCase());
  }
}

function keyTest(
  operator: KeyTest['operator'],
  [subject, ...operands]: readonly Operand[],
  substitutions: Substitutions,
): KeyTest {
  if (subject?.kind !== 'path') {
    throw invalidKeyCondition('a key condition must compare a key attribute with values');
  }
  const [step = ''] = subject.path;
  if (subject.path.length > 1) {
    throw invalidKeyCondition(
      'KeyConditionExpressions cannot have conditions on nested attributes',
    );
  }
  const values = operands.map((operand) => {
    if (operand.kind === 'value') return substitutions.value(operand.placeholder);
    throw invalidKeyCondition('a key attribute can be compared with values only');
  });
  return { name: String(resolveStep(step, substitutions)), operator, values };
}

function invalidKeyCondition(problem: string): Error {
  return invalidExpression('KeyConditionExpression', problem);
}

function invalidOperator(operator: string): Error {
  return validationError(`Invalid operator used in KeyConditionExpression: ${operator}`);
}

function keyTextOf(attribute: KeyAttribute, value: AttributeValue | undefined): string {
  if (value === undefined || !(attribute.type in value)) {
    throw invalidParameter('Condition parameter type does not match schema type');
  }
  return textOfKey(attribute, value, Number.POSITIVE_INFINITY);
}

function stretch(
  attribute: KeyAttribute,
  { operator, values }: KeyTest,
): Pick<KeyCondition, 'isBefore' | 'isBeyond'> {
  const low = keyTextOf(attribute, values[0]);
  const high = values[1] === undefined ? low : keyTextOf(attribute, values[1]);
  const compare = (a: string, b: string) => compareKeyTexts(attribute.type, a, b);
  const isBelow = (sort: string) => compare(sort, low) < 0;
  const isAbove = (sort: string) => compare(sort, high) > 0;
  switch (operator) {
    case '<':
      return { isBefore: never, isBeyond: (sort) => compare(sort, low) >= 0 };
    case '<=':
      return { isBefore: never, isBeyond: isAbove };
    case '>':
      return { isBefore: (sort) => compare(sort, low) <= 0, isBeyond: never };
    case '>=':
      return { isBefore: isBelow, isBeyond: never };
    case 'begins_with':
      return {
        isBefore: isBelow,
        isBeyond: (sort) => !isBelow(sort) && !keyBeginsWith(attribute.type, sort, low),
      };
    default:
      return { isBefore: isBelow, isBeyond: isAbove };
  }
}
