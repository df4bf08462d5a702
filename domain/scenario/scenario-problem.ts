import { isInRange, type NumberRange, rangeReason } from './scenario-ranges.ts';

/** Something in a scenario that makes no sense. */
export interface ScenarioProblem {
  /** Where it stands, e.g. `storm.zones[1].nodeShare`. */
  readonly field: string;
  /** What was expected, and what is there. */
  readonly reason: string;
}

/** Nothing wrong, or that a number is not what it has to be. */
export function numberProblem(field: string, value: number, range: NumberRange): ScenarioProblem[] {
  return isInRange(value, range) ? [] : [{ field, reason: rangeReason(range, value) }];
}

/** What is wrong with the numbers of an object, each by itself. */
export function numberProblems<Name extends string>(
  field: string,
  values: Readonly<Record<Name, number>>,
  ranges: Readonly<Record<Name, NumberRange>>,
): ScenarioProblem[] {
  const names = Object.keys(ranges) as Name[];
  return names.flatMap((name) => numberProblem(`${field}.${name}`, values[name], ranges[name]));
}

/** Nothing wrong, or a problem that is there if a condition is. */
export function problemIf(isWrong: boolean, field: string, reason: string): ScenarioProblem[] {
  return isWrong ? [{ field, reason }] : [];
}
