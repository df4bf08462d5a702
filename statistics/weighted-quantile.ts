/** A value, and how many of its kind it stands for. */
export interface Weighted {
  readonly value: number;
  /** At least 0. */
  readonly weight: number;
}

/**
 * The smallest value at which a share of the whole weight is reached.
 * @param share from 0 to 1
 * @throws RangeError where nothing has a weight
 */
export function weightedQuantile(values: readonly Weighted[], share: number): number {
  const sorted = values.filter(({ weight }) => weight > 0).toSorted((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  const last = sorted.at(-1);
  if (last === undefined) throw new RangeError('expected a value with a weight above 0, got none');
  let reached = 0;
  const found = sorted.find(({ weight }) => {
    reached += weight;
    return reached >= share * total;
  });
  // Sums of doubles may end a little below the total.
  return (found ?? last).value;
}
