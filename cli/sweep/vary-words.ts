// Parses `--vary`: one or more fields, and the values that they take together.
import { InvalidArgumentError } from 'commander';
import { amountOf } from '../option-values.ts';
import { unitsMs } from '../time-units.ts';

/** One axis of a grid as the user wrote it. */
export interface VaryWords {
  /** Fields of the scenario, or `policy`, `nodes` or `seed`. Several fields take the same value. */
  readonly fields: readonly string[];
  readonly values: readonly string[];
}

/** A value for a field: the value itself, or a factor for the field's present value. */
export type FieldValue =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'factor'; readonly value: number }
  | { readonly kind: 'null' };

/** Splits `timings.leaseMs=1h,24h`. @throws {InvalidArgumentError} */
export function varyWords(text: string): VaryWords {
  const at = text.indexOf('=');
  const fields = namesIn(text.slice(0, Math.max(0, at)));
  const values = namesIn(text.slice(at + 1));
  if (at > 0 && fields.every((word) => word !== '') && values.every((word) => word !== ''))
    return { fields, values };
  throw new InvalidArgumentError('It takes field=value,value,... such as timings.leaseMs=1h,24h.');
}

/**
 * The values that a text stands for: one value, or those of a range `from:to:steps` or
 * `from:to:steps:log`. All values are whole if both ends are whole and at
 * least as far apart as there are steps between them.
 * @param inMs whether the field is a time, so that the number may have a unit
 * @throws {InvalidArgumentError}
 */
export function fieldValues(word: string, inMs: boolean): FieldValue[] {
  if (word === 'null') return [{ kind: 'null' }];
  const factor = /^x(\d+(?:\.\d+)?)$/.exec(word)?.[1];
  if (factor !== undefined) return [{ kind: 'factor', value: Number(factor) }];
  return numbersOf(word, (text) => numberOf(text, inMs)).map((value) => ({
    kind: 'number',
    value,
  }));
}

/** The whole numbers that a text stands for, such as `80k` or `1:8:8`. */
export function amountsOf(word: string): number[] {
  return numbersOf(word, amountOf).map(Math.round);
}

/** A range of more steps is a typing error. */
const stepsMax = 10_000;

function numbersOf(word: string, read: (text: string) => number): number[] {
  const [fromWord = '', toWord, stepsWord = '', log, ...more] = word.split(':');
  if (toWord === undefined) return [read(fromWord)];
  const steps = /^\d+$/.test(stepsWord) ? Number(stepsWord) : 0;
  const isWell = steps >= 2 && steps <= stepsMax && more.length === 0;
  if (!isWell || (log !== undefined && log !== 'log'))
    throw new InvalidArgumentError(
      `${word} is no range: from:to:steps, or from:to:steps:log, of 2 to ${stepsMax} steps.`,
    );
  const [from, to] = [read(fromWord), read(toWord)];
  if (log !== undefined && (from <= 0 || to <= 0))
    throw new InvalidArgumentError(`${word}: both ends of a logarithmic range are above zero.`);
  const isWhole =
    Number.isInteger(from) && Number.isInteger(to) && Math.abs(to - from) >= steps - 1;
  const numbers = Array.from({ length: steps }, (_, step) => {
    const part = step / (steps - 1);
    if (step === steps - 1) return to;
    const value = log === undefined ? from + (to - from) * part : from * (to / from) ** part;
    return isWhole ? Math.round(value) : Number(value.toPrecision(12));
  });
  return [...new Set(numbers)];
}

function numberOf(text: string, inMs: boolean): number {
  const [, digits, unit = ''] =
    /^(-?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?)(ms|s|min|h|d|)$/.exec(text) ?? [];
  const value = Number(digits) * (unit === '' ? 1 : (unitsMs[unit] ?? Number.NaN));
  if (!Number.isFinite(value))
    throw new InvalidArgumentError(
      `${text} is no value: a number${inMs ? ' (with a unit ms, s, min, h or d)' : ''}, ` +
        'x0.5, null, or a range.',
    );
  if (unit !== '' && !inMs)
    throw new InvalidArgumentError(`${text}: the field is no time, so it takes no unit.`);
  return inMs ? Math.round(value) : value;
}

function namesIn(text: string): string[] {
  return text.split(',').map((word) => word.trim());
}
