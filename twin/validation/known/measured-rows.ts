// Rows from runs with chance: the tolerance comes from how much the runs differ among themselves.
import { chanceOf } from '#domain/chance.ts';
import { judged, type KnownResult, type KnownValue } from './known-result.ts';

/** Independent runs behind each measured row, each from a seed of its own. */
export const runsPerRow = 20;

/**
 * How many standard errors a mean of 20 runs may be off: with 19 degrees of freedom Student's t
 * exceeds it, either way, with probability 0.0002. Over the sixty such rows of the table that is a
 * false alarm in one seed of eighty.
 */
export const standardErrorsMax = 4.59;

/** A known value that itself was measured, with the spread that its source's runs had. */
export interface MeasuredValue extends KnownValue {
  /**
   * How many runs of ours the source's value is worth. Its own chance is taken to be like ours, so
   * its mean has a standard error, too; infinite for a closed form.
   */
  readonly sourceRuns?: number;
  /** Half a unit of the last place that the source prints. */
  readonly sourceRounding?: number;
  /** How far the model behind the value may be off by what it leaves out of the network. */
  readonly modelError?: number;
}

/**
 * Runs the same simulation with 20 seeds.
 * @param run gives one number for each value, in their order
 */
export function measuredRows(
  seed: number,
  values: readonly MeasuredValue[],
  run: (seed: number) => readonly number[],
): KnownResult[] {
  const runs = Array.from({ length: runsPerRow }, (_, index) => run(seedOf(seed, index)));
  return values.map((value, index) => {
    return rowOf(
      value,
      runs.map((numbers) => numbers[index] ?? Number.NaN),
    );
  });
}

/** A seed for one of several runs, as unlike the others as chance allows. */
export function seedOf(seed: number, index: number): number {
  return Math.floor(chanceOf(seed, 'run', index) * 2 ** 31);
}

function rowOf(value: MeasuredValue, numbers: readonly number[]): KnownResult {
  const { sourceRuns = Number.POSITIVE_INFINITY, sourceRounding = 0, modelError = 0 } = value;
  const ours = meanOf(numbers);
  const deviation = Math.sqrt(
    numbers.reduce((sum, number) => sum + (number - ours) ** 2, 0) / (numbers.length - 1),
  );
  const standardError = deviation * Math.sqrt(1 / numbers.length + 1 / sourceRuns);
  const rounding = sourceRounding + 1e-9 * Math.abs(value.known);
  const tolerance = standardErrorsMax * standardError + rounding + modelError;
  return judged(value, ours, tolerance, formatTolerance(value));
}

function formatTolerance({ sourceRuns, sourceRounding, modelError }: MeasuredValue): string {
  const parts = [`${standardErrorsMax} standard errors of ${runsPerRow} runs`];
  if (sourceRuns !== undefined) parts.push("of the source's own");
  if (sourceRounding !== undefined) parts.push('its rounding');
  if (modelError !== undefined) parts.push('what the model leaves out');
  return parts.join(' and ');
}

function meanOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
