// Statistics of one quantity over several seeds. The median is this project's own. Healing that
// never comes is infinite, and d3-array's median of two infinite values is not a number.

/**
 * A quantity over the seeds. A value is infinite where the event never came. All are NaN without a
 * seed.
 */
export interface OverSeeds {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** The minimum, the median and the maximum of some values, which may be infinite. */
export function overSeeds(values: readonly number[]): OverSeeds {
  const sorted = values.toSorted((a, b) => (a === b ? 0 : a - b));
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [at(Math.floor(middle)), at(Math.ceil(middle))];
  // The mean of two infinite values is not a number.
  const median = low === high ? low : (low + high) / 2;
  return { min: at(0), median, max: at(sorted.length - 1) };
}

/**
 * The median of some values. For an even number it is the mean of the middle two; for none it is
 * NaN.
 */
export function median(values: readonly number[]): number {
  return overSeeds(values).median;
}
