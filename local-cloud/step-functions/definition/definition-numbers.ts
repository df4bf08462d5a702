// The numbers that a definition may hold.
// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html

import type { JsonObject } from '../../service.ts';
import { invalid } from './definition-errors.ts';

interface NumberRange {
  readonly least: number;
  readonly most: number;
  readonly isWhole?: boolean;
}

// The most seconds that AWS accepts in a definition.
const secondsMax = 99_999_999;
const count = { least: 0, most: Number.MAX_SAFE_INTEGER, isWhole: true };

/** The ranges of a state's numbers. */
export const numberRanges: Readonly<Record<string, NumberRange>> = {
  TimeoutSeconds: { least: 1, most: secondsMax, isWhole: true },
  Seconds: { least: 0, most: secondsMax, isWhole: true },
  MaxConcurrency: count,
  ToleratedFailureCount: count,
  ToleratedFailurePercentage: { least: 0, most: 100 },
};

/** The ranges of a retrier's numbers. AWS limits the delay to a year of 366 days. */
export const retrierRanges: Readonly<Record<string, NumberRange>> = {
  IntervalSeconds: { least: 0, most: secondsMax, isWhole: true },
  MaxAttempts: { least: 0, most: secondsMax, isWhole: true },
  BackoffRate: { least: 1, most: Number.MAX_VALUE },
  MaxDelaySeconds: { least: 1, most: 31_622_400, isWhole: true },
};

/** Refuses numbers that are out of range. @throws {InvalidDefinition} with the field */
export function checkNumbers(
  value: JsonObject,
  ranges: Readonly<Record<string, NumberRange>>,
  place: string,
): void {
  for (const [name, { least, most, isWhole = false }] of Object.entries(ranges)) {
    const number = value[name];
    if (number === undefined) continue;
    const isNumber = typeof number === 'number' && (!isWhole || Number.isInteger(number));
    if (isNumber && number >= least && number <= most) continue;
    const kind = isWhole ? 'an integer' : 'a number';
    throw invalid(`${place}/${name}`, `Expected ${kind} from ${least} to ${most}`);
  }
}
