// A chance that is not the same in all trials: each draw of the parameters has one of its own, and
// its seeds share it. Seeds of one draw are therefore no independent trials, and a chance that
// stays for a year makes a year's failures cluster. The chances of draws are taken to be beta
// distributed with an unknown mean and an unknown correlation of two seeds of a draw (Skellam,
// 1948). Both get a posterior: Jeffreys' prior for the mean, an even one for the correlation.

import { betaQuantile } from '#domain/distributions/beta-distribution.ts';
import { groupBy } from '#domain/group-by.ts';
import { atLeastOneOf, type Failures, type Interval, usualConfidence } from './jeffreys.ts';
import { type Weighted, weightedQuantile } from './weighted-quantile.ts';

/** What the failures of some draws say. */
export interface ClusteredChance {
  /** The chance of a failure in one trial of a draw that is not known yet. */
  readonly mean: number;
  /** Where the chance lies: what so few draws and seeds leave open, and no more. */
  readonly meanInterval: Interval;
  /** How alike two seeds of one draw are: 0 not at all, 1 always. */
  readonly correlation: Interval;
}

/** The posterior of a clustered chance. */
export interface ClusteredPosterior extends ClusteredChance {
  /**
   * At least one failure in so many trials of one draw. The value has everything in it. The
   * interval is that of the chance, which differs from draw to draw: parameters and chance both.
   */
  within(trialCount: number): { readonly value: number; readonly interval: Interval };
}

/** One possible truth: a mean chance and a correlation, with its share of the posterior. */
interface Truth {
  readonly mean: number;
  readonly correlation: number;
  readonly weight: number;
}

const meanSteps = 600;
const correlationSteps = 30;
/** Draws from the posterior of one draw's chance: ten are beyond each end of the interval. */
const chanceCount = 400;

/**
 * @param draws the failures among the seeds of each draw
 * @param correlations what the correlation may be; [0] takes all trials as independent
 */
export function clusteredChance(
  draws: readonly Failures[],
  correlations: readonly number[] = evenly(correlationSteps),
): ClusteredPosterior {
  const truths = posterior(draws, correlations);
  const over = (value: (truth: Truth) => number) =>
    truths.reduce((sum, truth) => sum + truth.weight * value(truth), 0);
  let chances: readonly number[] | undefined;
  return {
    mean: over(({ mean }) => mean),
    meanInterval: intervalFrom(truths.map(({ mean, weight }) => ({ value: mean, weight }))),
    correlation: intervalFrom(
      truths.map(({ correlation, weight }) => ({ value: correlation, weight })),
    ),
    within(trialCount) {
      // Quantiles take time, so nobody waits for them who asks for the mean alone.
      chances ??= chancesFrom(truths);
      return {
        value: over((truth) => atLeastOne(trialCount, truth)),
        interval: intervalFrom(
          chances.map((chance) => ({ value: 1 - (1 - chance) ** trialCount, weight: 1 })),
        ),
      };
    },
  };
}

/** Even steps of arcsin(sqrt(mean)) are even steps of Jeffreys' prior. */
function posterior(draws: readonly Failures[], correlations: readonly number[]): Truth[] {
  const kinds = kindsOf(draws);
  const means = evenly(meanSteps).map((share) => Math.sin((share * Math.PI) / 2) ** 2);
  const logs = means.flatMap((mean) =>
    correlations.map((correlation) => ({
      mean,
      correlation,
      log: kinds.reduce((sum, kind) => sum + kind.times * logChance(kind, mean, correlation), 0),
    })),
  );
  const most = logs.reduce((sofar, { log }) => Math.max(sofar, log), Number.NEGATIVE_INFINITY);
  const total = logs.reduce((sum, { log }) => sum + Math.exp(log - most), 0);
  return logs.map(({ mean, correlation, log }) => ({
    mean,
    correlation,
    weight: Math.exp(log - most) / total,
  }));
}

interface Kind extends Failures {
  readonly times: number;
}

/** Draws with equal counts are one kind. */
function kindsOf(draws: readonly Failures[]): Kind[] {
  const kinds = groupBy(draws, ({ failedCount, count }) => `${failedCount} of ${count}`);
  return [...kinds.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, times: 1 + others.length }],
  );
}

/**
 * The logarithm of the beta-binomial chance, but for the number of orders. Trial by trial: what has
 * failed before makes the next failure likelier.
 */
function logChance({ failedCount, count }: Failures, mean: number, correlation: number): number {
  const kept = 1 - correlation;
  let log = 0;
  for (let at = 0; at < failedCount; at += 1) log += Math.log(mean * kept + at * correlation);
  for (let at = 0; at < count - failedCount; at += 1)
    log += Math.log((1 - mean) * kept + at * correlation);
  for (let at = 0; at < count; at += 1) log -= Math.log(kept + at * correlation);
  return log;
}

function atLeastOne(trialCount: number, { mean, correlation }: Truth): number {
  if (correlation === 0) return 1 - (1 - mean) ** trialCount;
  const total = (1 - correlation) / correlation;
  return atLeastOneOf(trialCount, mean * total, (1 - mean) * total);
}

/** Chances of draws that are not known yet, spread evenly over the posterior. */
function chancesFrom(truths: readonly Truth[]): number[] {
  const chances: number[] = [];
  let reached = 0;
  for (const { mean, correlation, weight } of truths) {
    reached += weight;
    while (chances.length < chanceCount && reached * chanceCount > chances.length + 0.5) {
      // The golden ratio spreads the places of draws that follow each other.
      const place = ((chances.length + 0.5) * goldenShare) % 1;
      const total = (1 - correlation) / correlation;
      chances.push(
        correlation === 0 ? mean : betaQuantile(mean * total, (1 - mean) * total, place),
      );
    }
  }
  return chances;
}

const goldenShare = (Math.sqrt(5) - 1) / 2;

function intervalFrom(values: readonly Weighted[]): Interval {
  const tail = (1 - usualConfidence) / 2;
  return {
    median: weightedQuantile(values, 0.5),
    low: weightedQuantile(values, tail),
    high: weightedQuantile(values, 1 - tail),
  };
}

/** The middles of so many equal parts of 0 to 1. */
function evenly(count: number): number[] {
  return Array.from({ length: count }, (_, at) => (at + 0.5) / count);
}
