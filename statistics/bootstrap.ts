import { quantileSorted } from 'simple-statistics';
import type { Random } from '#domain/chance.ts';
import { type Interval, usualConfidence } from './jeffreys.ts';

/** How many samples are drawn: ten are beyond a bound that 2.5 % are beyond. */
const sampleCount = 400;

/**
 * The interval of an estimate by the bootstrap's percentiles (Efron, 1979): the estimate is made
 * again from rows that are drawn from the rows, each as often as chance says.
 * @param rowCount how many rows there are, at least one
 * @param estimate makes the estimate from the rows with these numbers
 */
export function bootstrapInterval(
  rowCount: number,
  estimate: (rows: Int32Array) => number,
  random: Random,
): Interval {
  const rows = new Int32Array(rowCount);
  const estimates = Array.from({ length: sampleCount }, () => {
    for (let at = 0; at < rowCount; at += 1) rows[at] = Math.floor(random() * rowCount);
    return estimate(rows);
  });
  const sorted = estimates.filter(Number.isFinite).toSorted((a, b) => a - b);
  if (sorted.length === 0) return { median: Number.NaN, low: Number.NaN, high: Number.NaN };
  const tail = (1 - usualConfidence) / 2;
  return {
    median: quantileSorted(sorted, 0.5),
    low: quantileSorted(sorted, tail),
    high: quantileSorted(sorted, 1 - tail),
  };
}
