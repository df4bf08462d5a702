// What a handful of seeds says of a quantity: medians, and how far chance alone may move them.
import { seededRandom } from '#local-cloud/seeded-random.ts';
import { median } from '../over-seeds.ts';

/**
 * By how much `other` differs from `reference`, as a share of the latter; 0 where both are equal.
 * What never comes, such as healing, is infinite: infinitely far, or all the way back.
 */
export function relativeDistance(reference: number, other: number): number {
  if (other === reference) return 0;
  if (reference === Number.POSITIVE_INFINITY) return -1;
  return (other - reference) / Math.abs(reference);
}

/** How often the seeds are drawn anew: ten of the draws lie beyond each end of the interval. */
const resampleCount = 2_000;

/**
 * The share of resampled distances that the interval leaves out at each end. A verification asks of
 * some ninety quantities at once, and at 95 % a few would seem to disagree by chance alone.
 */
const tailShare = 0.005;

/**
 * Where the distance of two medians would lie had other seeds been taken: 99 % of a bootstrap that
 * draws seeds, and with each what both clouds made of it. What the two owe to the seed alone, such
 * as who restarts, does not widen it. A bootstrap of few seeds is too narrow, and is widened as
 * Student's law is; of fewer than five nothing is known.
 * @param other of the same seeds as `reference`, in the same order
 */
export function distanceInterval(
  reference: readonly number[],
  other: readonly number[],
): readonly [low: number, high: number] {
  const seedCount = reference.length;
  if (seedCount < seedsMin) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  // The same draws for every quantity and every time: a verdict must not depend on luck.
  const random = seededRandom(seedCount);
  const distances = Array.from({ length: resampleCount }, () => {
    const drawn = reference.map(() => Math.floor(random() * seedCount));
    const of = (values: readonly number[]) =>
      median(drawn.map((index) => values[index] ?? Number.NaN));
    return relativeDistance(of(reference), of(other));
  }).sort((a, b) => (a < b ? -1 : 1));
  const at = (share: number) => distances[Math.round(share * (resampleCount - 1))] ?? Number.NaN;
  const seen = relativeDistance(median(reference), median(other));
  const widened = (end: number) =>
    Number.isFinite(seen + end) ? seen + (end - seen) * wideningOf(seedCount) : end;
  return [widened(at(tailShare)), widened(at(1 - tailShare))];
}

/** Of fewer values a bootstrap has hardly anything to draw from. */
const seedsMin = 5;

/** Student's 99.5 % points for five seeds, six, and so on; beyond, nearly the normal law's. */
const studentPoints = [4.6, 4.03, 3.71, 3.5, 3.36, 3.25, 3.17, 3.11, 3.05];
const normalPoint = 2.58;

function wideningOf(seedCount: number): number {
  const point = studentPoints[seedCount - seedsMin] ?? normalPoint;
  return (point / normalPoint) * Math.sqrt(seedCount / (seedCount - 1));
}

/** By how much the median of a few draws scatters more than their mean: the root of pi / 2. */
const medianScatter = 1.2533;

/** Beyond this many standard errors chance is no explanation. */
const sigmas = 3;

/**
 * By how much two medians of small counts may differ by chance: three standard errors of the
 * difference, were each count drawn from a Poisson law. For medians of 20 over ten seeds, 8.
 */
export function smallCountTolerance(reference: number, other: number, seedCount: number): number {
  return sigmas * medianScatter * Math.sqrt((reference + other) / seedCount);
}
