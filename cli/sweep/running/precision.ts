// Whether the medians of a sweep are known well enough, and how many seeds to take next.

import { relativeHalfWidth } from '#runner/median-interval.ts';
import { formatShare } from '#runner/sentences/human-numbers.ts';
import { formatSummary } from '../sweep-points.ts';
import type { Band, SettingSummary } from '../sweep-table.ts';

/** The interval that is the furthest from what was asked. */
export interface WidestInterval {
  /** Half of its width by its median. */
  readonly share: number;
  /** Which measure of which setting it is of. */
  readonly words: string;
}

/** Finds the widest interval. Undefined where no setting has a measure with an interval. */
export function widestInterval(summaries: Iterable<SettingSummary>): WidestInterval | undefined {
  let widest: WidestInterval | undefined;
  for (const summary of summaries)
    for (const [name, band] of Object.entries(summary.measures)) {
      const share = band === null ? undefined : shareOf(band);
      if (share === undefined || (widest !== undefined && share <= widest.share)) continue;
      widest = { share, words: `${name} of ${formatSummary(summary)}` };
    }
  return widest;
}

/** Seeds for the next round: half as many again, and at least as many as an interval takes. */
export function nextSeedCount(count: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.ceil(count * 1.5)));
}

/** A share in words; of what has no share of its median, that it has none. */
export function formatPrecision(share: number): string {
  return Number.isFinite(share) ? `±${formatShare(share)}` : 'no share of its median';
}

function shareOf({ median, interval }: Band): number {
  if (interval === null) return Number.POSITIVE_INFINITY;
  const [low, high] = interval.map(orInfinite);
  return relativeHalfWidth(orInfinite(median), [low ?? Number.NaN, high ?? Number.NaN]);
}

function orInfinite(value: number | null): number {
  return value ?? Number.POSITIVE_INFINITY;
}
