// One choice of values under one hypothesis, and how well it meets the record and ordinary months.
import { mean } from 'simple-statistics';
import { patchTuesdays } from '#scenarios/months/patch-tuesdays.ts';
import type { UnknownValues } from '#scenarios/unknowns/august-unknowns.ts';
import type { StudyRun } from '../run-study.ts';
import { augustLabel, type StudyPoint, studyScenario } from '../study-point.ts';
import { countWithin, fallenShare, type PointFit, type Summary, summarize } from '../summary.ts';

/** Values under a hypothesis. */
export interface Candidate {
  readonly hypothesis: string;
  /** Candidates with the same number begin with the same values under every hypothesis. */
  readonly number: number;
  readonly values: UnknownValues;
}

/** A point of a study that belongs to a candidate. */
export interface CandidatePoint extends StudyPoint {
  readonly candidate: Candidate;
}

/** A candidate with its runs of one size. */
export interface Judged {
  readonly candidate: Candidate;
  readonly nodes: number;
  readonly seedCount: number;
  /** Of the seeds those in which clients fell in August. */
  readonly fallenCount: number;
  /**
   * The record's points, with the error and the simulated value in the middle of the seeds: of an
   * even number, the worse of the two in the middle.
   */
  readonly points: readonly PointFit[];
  /** Of the points of the outage. */
  readonly withinTwo: number;
  readonly withinQuarter: number;
  /** Of the seeds: the mean of `Summary.distance`. */
  readonly distance: number;
  /** Ordinary months that were back within the target's time. */
  readonly healedMonths: number;
  readonly months: number;
  /**
   * The distance, and the cost of months that fall and of an August that does not. Less is better.
   */
  readonly score: number;
}

/** An ordinary month that falls is as bad as this much of distance: our choice. */
const fallenMonthScore = 2;

/**
 * What a network adds that does not fall in August at all, which is not the outage: as much as a
 * factor of 16 at every point, our choice. One that falls a little adds a part of it, so that the
 * search knows the way.
 */
const noFallScore = 4;

/** The last year before August 2007, when the network was nearly as large. */
const ordinaryMonths = patchTuesdays.slice(-13, -1).map(({ label }) => label);

/** The runs of August 2007 that judge a candidate. */
export function augustPoints(
  candidate: Candidate,
  nodes: number,
  seeds: readonly number[],
): CandidatePoint[] {
  const { hypothesis, values } = candidate;
  return seeds.map((seed) => ({
    candidate,
    month: augustLabel,
    hypothesis,
    values,
    seed,
    nodes,
  }));
}

/**
 * So many ordinary months, each with a seed of its own: the same for all candidates that are held
 * beside each other, so that the luck of a month prefers none.
 * @param first the number of the first of them
 */
export function monthPoints(
  candidate: Candidate,
  nodes: number,
  { seed, first, count }: { readonly seed: number; readonly first: number; readonly count: number },
): CandidatePoint[] {
  const { hypothesis, values } = candidate;
  return Array.from({ length: count }, (_, index) => ({
    candidate,
    month: ordinaryMonths[(first + index) % ordinaryMonths.length] ?? '',
    hypothesis,
    values,
    seed: seed + first + index,
    nodes,
  }));
}

/** Judges a candidate by its runs of one size. @param runs of August 2007 at least one */
export function judge(candidate: Candidate, runs: readonly StudyRun[]): Judged {
  const august = runs.filter(({ point }) => point.month === augustLabel);
  const months = runs.filter(({ point }) => point.month !== augustLabel);
  const summaries = august.map(({ point, row }) => summarize(studyScenario(point), row));
  const healedMonths = months.filter(({ point, row }) => {
    const { healWithinMs } = studyScenario(point).target;
    return row.healMs !== null && row.healMs <= healWithinMs;
  }).length;
  const points = middlePoints(summaries);
  const distance = mean(summaries.map((one) => one.distance));
  const fallen = months.length === 0 ? 0 : 1 - healedMonths / months.length;
  const stood = mean(
    summaries.map(({ offlineShare }) => Math.max(0, 1 - offlineShare / (1 - fallenShare))),
  );
  return {
    candidate,
    nodes: august[0]?.point.nodes ?? 0,
    seedCount: august.length,
    fallenCount: summaries.filter(({ hasFallen }) => hasFallen).length,
    points,
    withinTwo: countWithin(points, 2),
    withinQuarter: countWithin(points, 1.25),
    distance,
    healedMonths,
    months: months.length,
    score: distance + fallenMonthScore * fallen + noFallScore * stood,
  };
}

/** Each point as the seed in the middle has it, by its error. */
function middlePoints(summaries: readonly Summary[]): PointFit[] {
  const [first] = summaries;
  if (first === undefined) throw new Error('expected at least one run of August 2007');
  return first.points.map((point, index) => {
    const fits = summaries.map(({ points }) => points[index] ?? point);
    const sorted = fits.toSorted((a, b) => a.error - b.error);
    return sorted[Math.floor(sorted.length / 2)] ?? point;
  });
}
