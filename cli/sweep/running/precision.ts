// Whether the medians of a sweep are known well enough, and how many seeds to take next.

import { intervalCountMin, relativeHalfWidth } from '#runner/median-interval.ts';
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

/** What is known of the medians of a sweep. */
export interface Precision {
  /** Undefined: no measure of any setting has a median. */
  readonly widest: WidestInterval | undefined;
  /** The measures that some run lacks, so that its setting has no median of them. */
  readonly unmeasured: readonly string[];
}

/** Finds the widest interval, and the measures that have none. */
export function precisionOf(summaries: Iterable<SettingSummary>): Precision {
  let widest: WidestInterval | undefined;
  const unmeasured = new Set<string>();
  for (const summary of summaries)
    for (const [name, band] of Object.entries(summary.measures)) {
      if (band === null) unmeasured.add(name);
      const share = band === null ? undefined : shareOf(band);
      if (share === undefined || (widest !== undefined && share <= widest.share)) continue;
      widest = { share, words: `${name} of ${formatSummary(summary)}` };
    }
  return { widest, unmeasured: [...unmeasured] };
}

/** What a round of seeds came to. */
export interface Round {
  /** A line each. */
  readonly words: readonly string[];
  /** The seeds of the next round; null: there is none. */
  readonly nextCount: number | null;
}

/** Judges a round of so many seeds. */
export function judgedRound(
  { widest, unmeasured }: Precision,
  { share, seedsMax }: { readonly share: number; readonly seedsMax: number },
  count: number,
): Round {
  const names = unmeasured.join(', ');
  if (widest === undefined) {
    const words = `No precision is known: in each setting some run did not measure ${names}.`;
    return { words: [words], nextCount: null };
  }
  const next = nextSeedCount(count, intervalCountMin, seedsMax);
  const seeds = count === 1 ? 'one seed' : `${count} seeds`;
  if (count < intervalCountMin) {
    const takes = `With ${seeds} a median has no interval: it takes ${intervalCountMin}`;
    return { words: [`${takes}, so ${next} seeds are run.`], nextCount: next };
  }
  const lacking = `Some run did not measure ${names}, so no median of it is known there.`;
  const all = unmeasured.length === 0 ? 'median' : 'median that was measured';
  const after = unmeasured.length === 0 ? [] : [lacking];
  const asked = formatPrecision(share);
  const found = `${widest.words}: ${formatPrecision(widest.share)} with ${seeds}`;
  if (widest.share <= share) {
    const words = `Every ${all} is known to within ${asked}; the least precise is ${found}.`;
    return { words: [words, ...after], nextCount: null };
  }
  if (count >= seedsMax) {
    const words = `Not every ${all} is known to within ${asked}: the maximum of ${seedsMax} seeds`;
    return { words: [words, `(--seeds-max) is met. ${found}.`, ...after], nextCount: null };
  }
  const words = `${found}; ${asked} is asked, so ${next} seeds are run.`;
  return { words: [words], nextCount: next };
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
