// What several seeds say of one quantity. The median is our own: healing that never comes is
// infinite, and d3-array's median of two infinite values is not a number.

/** A quantity over the seeds; infinite where it never came, NaN without a seed. */
export interface OverSeeds {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** The least, the middle and the largest of some values, which may be infinite. */
export function overSeeds(values: readonly number[]): OverSeeds {
  const sorted = values.toSorted((a, b) => (a === b ? 0 : a - b));
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [at(Math.floor(middle)), at(Math.ceil(middle))];
  // Two infinite ones have no mean that is a number.
  const median = low === high ? low : (low + high) / 2;
  return { min: at(0), median, max: at(sorted.length - 1) };
}

/** The middle of some values, the mean of the middle two for an even number; NaN of none. */
export function median(values: readonly number[]): number {
  return overSeeds(values).median;
}
