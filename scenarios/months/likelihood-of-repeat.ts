import { betaQuantile } from '#domain/distributions/beta-distribution.ts';

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
 * Counts months that fell, with Jeffreys' prior: half a success and half a failure, which leaves a
 * count of none or one with an honest upper bound.
 * @throws RangeError unless 0 <= fellCount <= monthCount
 */
export function likelihoodOfRepeat(fellCount: number, monthCount: number): Likelihood {
  if (!(fellCount >= 0 && fellCount <= monthCount))
    throw new RangeError(`expected 0 to ${monthCount} months to have fallen, got ${fellCount}`);
  const quantile = (chance: number) =>
    betaQuantile(fellCount + 0.5, monthCount - fellCount + 0.5, chance);
  const perMonth = quantile(0.5);
  return {
    fellCount,
    monthCount,
    perMonth,
    perMonthMin: quantile(0.025),
    perMonthMax: quantile(0.975),
    withinTwelveMonths: 1 - (1 - perMonth) ** 12,
  };
}

/** What the record alone says: 47 Patch Tuesdays, one of which failed (facts 1.49). */
export const recordedLikelihood: Likelihood = likelihoodOfRepeat(1, 47);
