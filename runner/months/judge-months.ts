// Which months fell, how they did over the seeds, and how likely such a month is.
import { type Likelihood, likelihoodOfRepeat } from '#scenarios/months/likelihood-of-repeat.ts';
import { patchTuesdays } from '#scenarios/months/patch-tuesdays.ts';
import { type OverSeeds, overSeeds } from '../over-seeds.ts';
import type { SweepRow } from '../sweep/sweep-row.ts';
import type { MonthPoint } from './month-points.ts';

/** A run with what it came to. */
export interface MonthRun {
  readonly point: MonthPoint;
  readonly row: SweepRow;
  readonly fell: boolean;
}

/** One month under one policy, over all seeds. */
export interface MonthUnderPolicy {
  readonly policy: string;
  readonly seedCount: number;
  readonly fellCount: number;
  readonly worstOfflineShare: OverSeeds;
  readonly healMs: OverSeeds;
}

/** One month over all seeds. */
export interface MonthSummary {
  readonly label: string;
  readonly pcs: OverSeeds;
  readonly restartShare: OverSeeds;
  readonly policies: readonly MonthUnderPolicy[];
}

/** What the drawn months of one spread say of one policy. */
export interface PolicyLikelihood {
  readonly spread: number;
  readonly policy: string;
  readonly all: Likelihood;
  /** Of the last twelve months that were drawn, when the network was at its largest. */
  readonly lastYear: Likelihood;
  /** Which months fell, e.g. `2007-06`, with the seed. */
  readonly fallen: readonly { readonly label: string; readonly seed: number }[];
  /** The month that failed, whose values are fitted and not drawn. */
  readonly august: { readonly fellCount: number; readonly seedCount: number };
}

/** More than this share offline at once is not one of the bad mornings that nobody reported. */
const fellShare = 0.1;

/** A month fell that had more than a tenth offline at once, and did not heal in time. */
export function judgedMonth(point: MonthPoint, row: SweepRow): MonthRun {
  const { healWithinMs } = point.scenario.target;
  const isLate = row.healMs === null || row.healMs > healWithinMs;
  return { point, row, fell: isLate && row.worstOfflineShare > fellShare };
}

/** A summary for each month, in the order of time. @param runs of one spread */
export function monthSummaries(runs: readonly MonthRun[]): MonthSummary[] {
  return labels.flatMap((label) => {
    const ofMonth = runs.filter(({ point }) => point.label === label);
    if (ofMonth.length === 0) return [];
    return [
      {
        label,
        pcs: overSeeds(ofMonth.map(({ point }) => point.pcs)),
        restartShare: overSeeds(ofMonth.map(({ point }) => point.drawn.restartShare)),
        policies: policiesOf(ofMonth).map((policy) => underPolicy(policy, ofMonth)),
      },
    ];
  });
}

/**
 * How likely a month falls, for each spread and policy. Nothing, unless all months that can be
 * drawn were: a few that somebody chose say nothing of the next.
 */
export function policyLikelihoods(runs: readonly MonthRun[]): PolicyLikelihood[] {
  const drawn = new Set(runs.flatMap(({ point }) => (point.isDrawn ? [point.label] : [])));
  if (drawn.size < labels.length - 1) return [];
  const spreads = [...new Set(runs.map(({ point }) => point.spread))];
  return spreads.flatMap((spread) =>
    policiesOf(runs).map((policy) => {
      const of = runs.filter(({ point }) => point.spread === spread && point.policy === policy);
      return likelihoodOf(spread, policy, of);
    }),
  );
}

const labels = patchTuesdays.map(({ label }) => label);
const lastYearLabels = new Set(labels.slice(-13, -1));

function policiesOf(runs: readonly MonthRun[]): string[] {
  return [...new Set(runs.map(({ point }) => point.policy))];
}

function underPolicy(policy: string, ofMonth: readonly MonthRun[]): MonthUnderPolicy {
  const runs = ofMonth.filter(({ point }) => point.policy === policy);
  return {
    policy,
    seedCount: runs.length,
    fellCount: fellCount(runs),
    worstOfflineShare: overSeeds(runs.map(({ row }) => row.worstOfflineShare)),
    healMs: overSeeds(runs.map(({ row }) => row.healMs ?? Number.POSITIVE_INFINITY)),
  };
}

function likelihoodOf(spread: number, policy: string, runs: readonly MonthRun[]): PolicyLikelihood {
  const drawn = runs.filter(({ point }) => point.isDrawn);
  const lastYear = drawn.filter(({ point }) => lastYearLabels.has(point.label));
  const fixed = runs.filter(({ point }) => !point.isDrawn);
  return {
    spread,
    policy,
    all: likelihoodOfRepeat(fellCount(drawn), drawn.length),
    lastYear: likelihoodOfRepeat(fellCount(lastYear), lastYear.length),
    fallen: drawn
      .filter(({ fell }) => fell)
      .map(({ point: { label, seed } }) => ({ label, seed }))
      .sort((a, b) => (a.label === b.label ? a.seed - b.seed : a.label < b.label ? -1 : 1)),
    august: { fellCount: fellCount(fixed), seedCount: fixed.length },
  };
}

function fellCount(runs: readonly MonthRun[]): number {
  return runs.filter(({ fell }) => fell).length;
}
