// What a chart says of a moment, in words and in a table.

import { formatUsd } from '#runner/sentences/format-usd.ts';
import { formatCount, formatMoment } from '#runner/sentences/human-numbers.ts';
import { lastIndexUpTo } from '../page/moment.ts';
import type { Chart, Curve, Series } from './chart.ts';

/** The value of a curve at a moment: that of the last sample; null outside the curve. */
export function valueAt({ atMs: times, values }: Curve, atMs: number): number | null {
  const [first] = times;
  const last = times.at(-1);
  if (first === undefined || last === undefined || atMs < first || atMs > last) return null;
  return values[lastIndexUpTo(times, atMs)] ?? null;
}

/** A value in words; a dash where there is none. */
export function formatValue(chart: Pick<Chart, 'isMoney'>, value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–';
  return chart.isMoney
    ? formatUsd(value)
    : formatCount(Math.abs(value) >= 10 ? Math.round(value) : value);
}

/** The value of a series at a moment. What was reported at the time is not a curve. */
export function wordsAt(chart: Chart, series: Series, atMs: number): string {
  if (series.look === 'points') return pointWords(chart, series.curve, atMs);
  return formatValue(chart, valueAt(series.curve, atMs));
}

/** A whole sentence, to be spoken. */
export function spokenAt(chart: Chart, atMs: number): string {
  const parts = chart.series.map((series) => `${series.label} ${wordsAt(chart, series, atMs)}`);
  return `${formatMoment(atMs)}: ${chart.title}: ${parts.join(', ')}`;
}

/** The latest that had been reported by a moment, with its time. */
function pointWords(chart: Chart, { atMs: times, values }: Curve, atMs: number): string {
  const index = times.findLastIndex((one) => one <= atMs);
  const [at, value] = [times[index], values[index]];
  if (at === undefined || value === undefined) return '–';
  return `${formatValue(chart, value)} (${formatMoment(at)})`;
}

/** All times of a chart, in order, each once. */
export function timesOf(curves: readonly Curve[]): number[] {
  const all = new Set(curves.flatMap(({ atMs }) => atMs));
  return [...all].sort((a, b) => a - b);
}
