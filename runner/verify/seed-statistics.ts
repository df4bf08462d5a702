// Statistics of a quantity over a few seeds: medians, and how far chance alone may move them.
import { seededRandom } from '#local-cloud/seeded-random.ts';
import { median } from '../over-seeds.ts';

/**
 * The difference between `other` and `reference`, as a share of `reference`; 0 if they are equal.
 * An event that never comes, such as healing, is infinite. If only `other` is, the result is
 * infinite. If only `reference` is, it is -1.
 */
export function relativeDistance(reference: number, other: number): number {
  if (other === reference) return 0;
  if (reference === Number.POSITIVE_INFINITY) return -1;
  return (other - reference) / Math.abs(reference);
}

/** How often the seeds are resampled. Ten of the samples lie beyond each end of the interval. */
const resampleCount = 2_000;

/**
 * The share of resampled distances that the interval leaves out at each end. A verification
 * compares some ninety quantities at once. At 95 % a few of them would seem to disagree by chance
 * alone.
 */
const tailShare = 0.005;

/**
 * The interval in which the distance of the two medians would lie with other seeds. It is the 99 %
 * interval of a bootstrap. The bootstrap resamples seeds, each with its values from both clouds. So
 * effects of the seed on both clouds, such as which nodes restart, do not widen the interval. A
 * bootstrap of few seeds is too narrow, so it is widened by the ratio of Student's law to the
 * normal law. With fewer than five seeds nothing is known.
 * @param other of the same seeds as `reference`, in the same order
 */
export function distanceInterval(
  reference: readonly number[],
  other: readonly number[],
): readonly [low: number, high: number] {
  const seedCount = reference.length;
  if (seedCount < seedsMin) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  // The draws are the same for every quantity and every time, so that a verdict does not depend on
  // luck.
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

/** With fewer values a bootstrap has hardly anything to draw from. */
const seedsMin = 5;

/**
 * Student's 99.5 % points for five seeds, six, and so on. Beyond these, the normal law's point is
 * close.
 */
const studentPoints = [4.6, 4.03, 3.71, 3.5, 3.36, 3.25, 3.17, 3.11, 3.05];
const normalPoint = 2.58;

function wideningOf(seedCount: number): number {
  const point = studentPoints[seedCount - seedsMin] ?? normalPoint;
  return (point / normalPoint) * Math.sqrt(seedCount / (seedCount - 1));
}

/** How much more the median of a few draws scatters than their mean: the square root of pi / 2. */
const medianScatter = 1.2533;

/** Chance does not explain a difference of more standard errors than this. */
const sigmas = 3;

/**
 * How much the medians of two small counts may differ by chance: three standard errors of the
 * difference, if each count follows a Poisson law. For medians of 20 over ten seeds this is 8.
 */
export function smallCountTolerance(reference: number, other: number, seedCount: number): number {
  return sigmas * medianScatter * Math.sqrt((reference + other) / seedCount);
}
