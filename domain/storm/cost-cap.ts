// How a run is kept below the most that it may cost: what it used so far, by its own counts, and
// the most that its next wave may use, at prices that were written into the run when it was seeded.
import type { RunSettings } from '../run-settings.ts';
import type { Metric } from '../stack-names.ts';
import type { Wave } from './plan-storm.ts';
import type { CostCap, RateCard } from './rate-card.ts';
import { addUse, nothingUsed, type Use, useNames } from './use.ts';
import { drainUse, waveUse } from './wave-use.ts';

/** What something used costs, in US dollars. */
export function priceOfUse(use: Use, { perUnitUsd }: RateCard): number {
  return useNames.reduce((sum, name) => sum + use[name] * perUnitUsd[name], 0);
}

const hourMs = 3_600_000;

/**
 * What a run cost so far, in US dollars.
 * @param metricCount metrics that its stack publishes; CloudWatch bills each clock hour of each
 */
export function spentUsd(
  { rates }: CostCap,
  used: Use,
  { startsAtMs, nowMs, metricCount }: { startsAtMs: number; nowMs: number; metricCount: number },
): number {
  const clockHours = Math.floor(nowMs / hourMs) - Math.floor(startsAtMs / hourMs) + 1;
  const hours = Math.max(0, nowMs - startsAtMs) / hourMs;
  return (
    priceOfUse(used, rates) +
    Math.max(1, clockHours) * metricCount * rates.metricHourUsd +
    hours * rates.standingHourUsd
  );
}

/**
 * The share of the cap that functions may have used and not written down yet: each environment
 * writes as soon as it has a thousandth, and the stack has fifty of them at its usual settings.
 */
export const heldBackShare = 0.05;

/** From so much of its cap on a run is near it: time to look, before it stops itself. */
export const nearCapShare = 0.8;

/** What counts the charges of runs that are near their cap, as long as they are. */
export const nearCapMetric = 'ChargesNearCap' satisfies Metric;

/** From so much of the cap on an environment writes down what it used. */
export const writeDownShare = 0.001;

/** What an environment used is written down after this, however little it is. */
export const writeDownEveryMs = 10_000;

/** What decides whether a run may go on. */
export interface Spending {
  /** In US dollars, see `spentUsd`. */
  readonly spentUsd: number;
  readonly populationCount: number;
  /** The wave that would come next; null: none is due now. */
  readonly nextWave: Wave | null;
}

/**
 * Whether a run would cost more than its cap if it went on: what it spent and may not have written
 * down yet, its next wave, and the messages that are still to be dropped when it ends.
 */
export function wouldPassCap(
  cap: CostCap,
  settings: Pick<RunSettings, 'storm' | 'cells'>,
  { spentUsd: spent, populationCount, nextWave }: Spending,
): boolean {
  const wave = nextWave === null ? nothingUsed : waveUse(settings, nextWave, populationCount);
  const ahead = priceOfUse(addUse(wave, drainUse(populationCount)), cap.rates);
  return spent + ahead + heldBackShare * cap.maxUsd > cap.maxUsd;
}
