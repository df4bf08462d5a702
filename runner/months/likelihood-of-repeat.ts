import { type Failures, jeffreysInterval } from '#statistics/jeffreys.ts';

/** How likely a month fails, judged by how many of how many did. */
export interface Likelihood {
  readonly fellCount: number;
  readonly monthCount: number;
  /** The median, and the bounds that hold with 95 %. */
  readonly perMonth: number;
  readonly perMonthMin: number;
  readonly perMonthMax: number;
  /** That at least one of twelve such months fails, at the median. */
  readonly withinTwelveMonths: number;
}

/**
 * Counts months that fell, with Jeffreys' prior, which leaves a count of none or one with an honest
 * upper bound.
 * @throws RangeError unless 0 <= fellCount <= monthCount
 */
export function likelihoodOfRepeat(fellCount: number, monthCount: number): Likelihood {
  const { median, low, high } = jeffreysInterval({ failedCount: fellCount, count: monthCount });
  return {
    fellCount,
    monthCount,
    perMonth: median,
    perMonthMin: low,
    perMonthMax: high,
    withinTwelveMonths: 1 - (1 - median) ** 12,
  };
}

/** The record: 47 Patch Tuesdays, one of which failed (facts 1.49). */
export const recordedFailures: Failures = { failedCount: 1, count: 47 };

/** What the record alone says. */
export const recordedLikelihood: Likelihood = likelihoodOfRepeat(
  recordedFailures.failedCount,
  recordedFailures.count,
);
