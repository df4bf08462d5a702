// Chances judged by counts, with Jeffreys' prior: half a failure and half a success are added to
// what was counted (Brown, Cai, DasGupta, Interval Estimation for a Binomial Proportion, 2001).
import { betaQuantile } from '#domain/distributions/beta-distribution.ts';

/** How many of some independent trials failed. */
export interface Failures {
  readonly failedCount: number;
  readonly count: number;
}

/** A value with the bounds between which it lies with the asked confidence. */
export interface Interval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** What is used unless another confidence is asked for. */
export const usualConfidence = 0.95;

/**
 * The chance that one trial fails.
 * @throws RangeError unless 0 <= failedCount <= count
 */
export function jeffreysInterval(
  { failedCount, count }: Failures,
  confidence = usualConfidence,
): Interval {
  const { a, b } = posterior({ failedCount, count });
  const tail = (1 - confidence) / 2;
  return {
    median: betaQuantile(a, b, 0.5),
    low: betaQuantile(a, b, tail),
    high: betaQuantile(a, b, 1 - tail),
  };
}

/**
 * The chance that at least one of the next trials fails: the mean over all chances that the counts
 * leave possible, so it is one number and needs no interval for the parameter.
 * @throws RangeError unless 0 <= failedCount <= count
 */
export function jeffreysPredictive(failures: Failures, nextCount: number): number {
  const { a, b } = posterior(failures);
  return atLeastOneOf(nextCount, a, b);
}

/** The chance of at least one failure in some trials, whose common chance is beta distributed. */
export function atLeastOneOf(count: number, a: number, b: number): number {
  let logNone = 0;
  for (let trial = 0; trial < count; trial += 1) logNone += Math.log1p(-a / (a + b + trial));
  return -Math.expm1(logNone);
}

/**
 * What the chance of a failure stays below with 95 % where none of the trials failed: the rule of
 * three (Hanley and Lippman-Hand, 1983).
 */
export function boundWhereNoneFailed(count: number): number {
  return Math.min(1, 3 / count);
}

function posterior({ failedCount, count }: Failures): { readonly a: number; readonly b: number } {
  if (!(failedCount >= 0 && failedCount <= count))
    throw new RangeError(`expected 0 to ${count} failures, got ${failedCount}`);
  return { a: failedCount + 0.5, b: count - failedCount + 0.5 };
}
