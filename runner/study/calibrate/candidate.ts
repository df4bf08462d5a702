// One choice of values under one hypothesis, and how well it meets the record and ordinary months.
import { patchTuesdays } from '#scenarios/months/patch-tuesdays.ts';
import type { UnknownValues } from '#scenarios/unknowns/august-unknowns.ts';
import type { StudyRun } from '../run-study.ts';
import { augustLabel, type StudyPoint, studyScenario } from '../study-point.ts';
import { type PointFit, type Summary, summarize } from '../summary.ts';

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
  /** The record's points, with the error and the simulated value in the middle of the seeds. */
  readonly points: readonly PointFit[];
  readonly withinTwo: number;
  readonly withinQuarter: number;
  /** Of the seeds: the mean of `Summary.distance`. */
  readonly distance: number;
  /** Ordinary months that were back within the target's time. */
  readonly healedMonths: number;
  readonly months: number;
  /** The distance, and what ordinary months add that did not heal. Less is better. */
  readonly score: number;
}

/** An ordinary month that falls is as bad as this much of distance: our choice. */
const fallenMonthScore = 2;

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

/** So many ordinary months, each with a seed of its own, the same for every hypothesis. */
export function monthPoints(
  candidate: Candidate,
  nodes: number,
  { seed, count }: { readonly seed: number; readonly count: number },
): CandidatePoint[] {
  const { hypothesis, values, number } = candidate;
  return Array.from({ length: count }, (_, index) => ({
    candidate,
    month: ordinaryMonths[(number * count + index) % ordinaryMonths.length] ?? '',
    hypothesis,
    values,
    seed: seed + number * count + index,
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
  const distance = meanOf(summaries.map((one) => one.distance));
  const fallen = months.length === 0 ? 0 : 1 - healedMonths / months.length;
  const within = (limit: number) => points.filter(({ error }) => error <= limit).length;
  return {
    candidate,
    nodes: august[0]?.point.nodes ?? 0,
    seedCount: august.length,
    points,
    withinTwo: within(1),
    withinQuarter: within(Math.log2(1.25)),
    distance,
    healedMonths,
    months: months.length,
    score: distance + fallenMonthScore * fallen,
  };
}

/** Each point as the seed in the middle has it, by its error. */
function middlePoints(summaries: readonly Summary[]): PointFit[] {
  const [first] = summaries;
  if (first === undefined) throw new Error('expected at least one run of August 2007');
  return first.points.map((point, index) => {
    const fits = summaries.map(({ points }) => points[index] ?? point);
    const sorted = fits.toSorted((a, b) => a.error - b.error);
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? point;
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
