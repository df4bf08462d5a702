// The interval of a median that assumes nothing of how values are spread: two of the values
// themselves, by their order (Conover, Practical Nonparametric Statistics, 3.2; Hahn and Meeker,
// Statistical Intervals, 5.2). A value is below the true median with chance 1/2, so how many of n
// values are below it is binomial. Healing that never comes is infinite, which order bears and a
// mean does not. simple-statistics raises 0.5 to the power of n, which is 0 from n = 1,075 on.

/** The interval holds the true median in at least this share of samples. */
export const intervalConfidence = 0.95;

/** With fewer values not even the lowest and the highest hold the median often enough. */
export const intervalCountMin = 6;

/** The ends of the interval; null where there are too few values. */
export function medianInterval(values: readonly number[]): readonly [number, number] | null {
  const rank = lowerRank(values.length);
  if (rank === 0) return null;
  const sorted = values.toSorted((a, b) => (a === b ? 0 : a - b));
  const [low = Number.NaN, high = Number.NaN] = [sorted[rank - 1], sorted[values.length - rank]];
  return [low, high];
}

/** The rank of the lower end, from 1; as far from its end is the upper one. 0: there is none. */
function lowerRank(count: number): number {
  const tailMax = (1 - intervalConfidence) / 2;
  let logChance = count * Math.log(0.5);
  let tail = 0;
  for (let below = 0; below < count / 2; below += 1) {
    tail += Math.exp(logChance);
    if (tail > tailMax) return below;
    logChance += Math.log((count - below) / (below + 1));
  }
  return 0;
}

/**
 * Half of the interval's width by the median; 0 where both ends are the median, as where healing
 * never comes, and infinite where there is no such share.
 */
export function relativeHalfWidth(median: number, interval: readonly [number, number]): number {
  const [low, high] = interval;
  if (low === median && high === median) return 0;
  const share = (high - low) / 2 / Math.abs(median);
  return Number.isNaN(share) ? Number.POSITIVE_INFINITY : share;
}
