// Judges which months fell, sums them up over the seeds, and says how likely such a month is.

import { patchTuesdays } from '#scenarios/months/patch-tuesdays.ts';
import { type OverSeeds, overSeeds } from '../over-seeds.ts';
import { type Group, summarizeGroups } from '../sweep/summarize-groups.ts';
import type { SweepRow } from '../sweep/sweep-row.ts';
import { type Likelihood, likelihoodOfRepeat } from './likelihood-of-repeat.ts';
import type { MonthPoint } from './month-points.ts';

/** A run of a month with its outcome. */
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

/** What the drawn months of one spread show about one policy. */
export interface PolicyLikelihood {
  readonly spread: number;
  readonly policy: string;
  readonly all: Likelihood;
  /** The likelihood over the last twelve drawn months, when the network was at its largest. */
  readonly lastYear: Likelihood;
  /** The months that fell, e.g. `2007-06`, with their seeds. */
  readonly fallen: readonly { readonly label: string; readonly seed: number }[];
  /** August 2007. Its values are fitted and not drawn. */
  readonly august: { readonly fellCount: number; readonly seedCount: number };
}

/**
 * A month with more than this share offline at once had more than a bad morning that nobody
 * reported.
 */
export const fellShare = 0.1;

/**
 * Judges a run. A month fell if it had more than a tenth offline at once and did not heal in time.
 */
export function judgedMonth(point: MonthPoint, row: SweepRow): MonthRun {
  return { point, row, fell: hasFallen(row, point.scenario.target.healWithinMs) };
}

/** Whether a network fell, by its row. @param healWithinMs the time that it has to heal */
export function hasFallen(
  { healMs, worstOfflineShare }: Pick<SweepRow, 'healMs' | 'worstOfflineShare'>,
  healWithinMs: number,
): boolean {
  const isLate = healMs === null || healMs > healWithinMs;
  return isLate && worstOfflineShare > fellShare;
}

/**
 * Makes a summary for each month of each spread. Only one month's runs are in memory at a time.
 * @param runs in the order of time, with all runs of a month side by side
 */
export function monthSummaries(runs: Iterable<MonthRun>): Generator<MonthSummary> {
  return summarizeGroups(runs, isSameMonth, summaryOf);
}

/**
 * How likely a month falls, for each spread and policy. The list is empty unless all months that
 * can be drawn were run: a selection of months says nothing about the next one. Only runs that fell
 * stay in memory.
 */
export function policyLikelihoods(runs: Iterable<MonthRun>): PolicyLikelihood[] {
  const drawn = new Set<string>();
  const tallies = new Map<string, Tally>();
  for (const { point, fell } of runs) {
    if (point.isDrawn) drawn.add(point.label);
    const { spread, policy } = point;
    const key = JSON.stringify([spread, policy]);
    const tally = tallies.get(key) ?? emptyTally(spread, policy);
    tallies.set(key, tally);
    count(tally, point, fell);
  }
  if (drawn.size < labels.length - 1) return [];
  return [...tallies.values()].map(likelihoodOf);
}

const labels = patchTuesdays.map(({ label }) => label);
const lastYearLabels = new Set(labels.slice(-13, -1));

function isSameMonth({ point: a }: MonthRun, { point: b }: MonthRun): boolean {
  return a.label === b.label && a.spread === b.spread;
}

function summaryOf(ofMonth: Group<MonthRun>): MonthSummary {
  const [first] = ofMonth;
  const policies = [...new Set(ofMonth.map(({ point }) => point.policy))];
  return {
    label: first.point.label,
    pcs: overSeeds(ofMonth.map(({ point }) => point.pcs)),
    restartShare: overSeeds(ofMonth.map(({ point }) => point.drawn.restartShare)),
    policies: policies.map((policy) => underPolicy(policy, ofMonth)),
  };
}

function underPolicy(policy: string, ofMonth: readonly MonthRun[]): MonthUnderPolicy {
  const runs = ofMonth.filter(({ point }) => point.policy === policy);
  return {
    policy,
    seedCount: runs.length,
    fellCount: runs.filter(({ fell }) => fell).length,
    worstOfflineShare: overSeeds(runs.map(({ row }) => row.worstOfflineShare)),
    healMs: overSeeds(runs.map(({ row }) => row.healMs ?? Number.POSITIVE_INFINITY)),
  };
}

/** How many of some months fell. */
interface Falls {
  fellCount: number;
  monthCount: number;
}

/** The counts for one policy's months of one spread. */
interface Tally {
  readonly spread: number;
  readonly policy: string;
  readonly all: Falls;
  readonly lastYear: Falls;
  readonly august: Falls;
  readonly fallen: { readonly label: string; readonly seed: number }[];
}

function emptyTally(spread: number, policy: string): Tally {
  const none = (): Falls => ({ fellCount: 0, monthCount: 0 });
  return { spread, policy, all: none(), lastYear: none(), august: none(), fallen: [] };
}

function count(tally: Tally, { label, seed, isDrawn }: MonthPoint, fell: boolean): void {
  const { all, lastYear, august, fallen } = tally;
  const among = !isDrawn ? [august] : lastYearLabels.has(label) ? [all, lastYear] : [all];
  for (const falls of among) {
    falls.monthCount += 1;
    if (fell) falls.fellCount += 1;
  }
  if (fell && isDrawn) fallen.push({ label, seed });
}

function likelihoodOf({ spread, policy, all, lastYear, august, fallen }: Tally): PolicyLikelihood {
  return {
    spread,
    policy,
    all: likelihoodOfRepeat(all.fellCount, all.monthCount),
    lastYear: likelihoodOfRepeat(lastYear.fellCount, lastYear.monthCount),
    fallen: fallen.toSorted((a, b) =>
      a.label === b.label ? a.seed - b.seed : a.label < b.label ? -1 : 1,
    ),
    august: { fellCount: august.fellCount, seedCount: august.monthCount },
  };
}
