// Chooses the next state of a Choice.

import type { JsonObject } from '../../service.ts';
import { timestampMs } from '../data/iso-time.ts';
import { type Data, lookUp } from '../data/paths.ts';
import { isObject } from '../data/state-data.ts';
import { runtimeError } from '../states-error.ts';
import type { ChoiceState } from './definition.ts';

type Test = (value: unknown, expected: unknown) => boolean;

const order: Readonly<Record<string, (left: number | string, right: number | string) => boolean>> =
  {
    Equals: (left, right) => left === right,
    GreaterThan: (left, right) => left > right,
    GreaterThanEquals: (left, right) => left >= right,
    LessThan: (left, right) => left < right,
    LessThanEquals: (left, right) => left <= right,
  };

/** The comparators by name. Values of another type than the comparator's compare as false. */
export const comparators: Readonly<Record<string, Test>> = {
  ...ordered('Numeric', (value) => (typeof value === 'number' ? value : undefined)),
  ...ordered('String', (value) => (typeof value === 'string' ? value : undefined)),
  ...ordered('Timestamp', timestampMs),
  BooleanEquals: (value, expected) => typeof value === 'boolean' && value === expected,
  StringMatches: (value, pattern) => typeof value === 'string' && matches(value, String(pattern)),
};

const kindTests: Readonly<Record<string, (value: unknown) => boolean>> = {
  IsBoolean: (value) => typeof value === 'boolean',
  IsNull: (value) => value === null,
  IsNumeric: (value) => typeof value === 'number',
  IsString: (value) => typeof value === 'string',
  IsTimestamp: (value) => timestampMs(value) !== undefined,
};

/** The members that a rule may have besides a comparator. */
export const ruleMembers = ['Variable', 'Next', 'Comment', 'And', 'Or', 'Not'];

/** Every operator that takes a Variable, `...Path` variants included. */
export const ruleOperators: readonly string[] = [
  ...Object.keys(comparators).flatMap((name) => {
    return name === 'StringMatches' ? [name] : [name, `${name}Path`];
  }),
  ...Object.keys(kindTests),
  'IsPresent',
];

/**
 * The name of the next state.
 * @throws {StatesError} States.Runtime for a missing variable, and where no rule holds and there is
 * no Default. AWS was seen to answer this and not the documented States.NoChoiceMatched
 * (floci-io/floci#2868, 2026-09)
 */
export function choose(state: ChoiceState, data: Data): string {
  const chosen = state.Choices.find((rule) => holds(rule, data))?.Next ?? state.Default;
  if (chosen !== undefined) return chosen;
  throw runtimeError(
    'Failed to transition out of the state. The state does not point to a next state.',
  );
}

function holds(rule: JsonObject, data: Data): boolean {
  if (Array.isArray(rule.And)) return rule.And.every((part) => holds(part, data));
  if (Array.isArray(rule.Or)) return rule.Or.some((part) => holds(part, data));
  if (isObject(rule.Not)) return !holds(rule.Not, data);
  const operator = Object.keys(rule).find((key) => !ruleMembers.includes(key)) ?? '';
  const variable = String(rule.Variable);
  if (operator === 'IsPresent') return lookUp(variable, data).found === rule.IsPresent;
  const value = present(variable, data);
  const kindTest = kindTests[operator];
  if (kindTest) return kindTest(value) === rule[operator];
  const isPath = operator.endsWith('Path');
  const expected = isPath ? present(String(rule[operator]), data) : rule[operator];
  const test = comparators[isPath ? operator.slice(0, -'Path'.length) : operator];
  if (!test) throw new Error(`choice operator ${operator} passed the check but is not known`);
  return test(value, expected);
}

function present(path: string, data: Data): unknown {
  const answer = lookUp(path, data);
  if (answer.found) return answer.value;
  throw runtimeError(
    `Invalid path '${path}': The choice state's condition path references an invalid value.`,
  );
}

function ordered(
  kind: string,
  key: (value: unknown) => number | string | undefined,
): Record<string, Test> {
  const entries = Object.entries(order).map(([name, compare]) => {
    const test: Test = (value, expected) => {
      const [left, right] = [key(value), key(expected)];
      return left !== undefined && right !== undefined && compare(left, right);
    };
    return [`${kind}${name}`, test];
  });
  return Object.fromEntries(entries);
}

// `*` stands for any text; `\*` and `\\` stand for themselves.
function matches(value: string, pattern: string): boolean {
  const source = pattern.replace(/\\([*\\])|\*|[\\^$.+?()[\]{}|]/g, (found, escaped?: string) => {
    if (escaped !== undefined) return `\\${escaped}`;
    return found === '*' ? '[^]*' : `\\${found}`;
  });
  return new RegExp(`^${source}$`).test(value);
}
