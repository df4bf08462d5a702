// A sweep's summary for people: a line for each setting, with medians and their spread.

import type { Band, SettingSummary } from '#cli/sweep/sweep-table.ts';
import { plainLine } from '#domain/plain-text.ts';
import {
  formatCount,
  formatDuration,
  formatHealTime,
  formatShare,
} from '#runner/sentences/human-numbers.ts';
import { plainTable } from '../show/plain-table.ts';

/** How many settings are shown; `points.json` has them all. */
export const settingsShownMax = 1_000;

/**
 * The summary as a table that ends in a newline.
 * @param leftCount how many settings the summaries leave out
 */
export function summaryTable(
  fields: readonly string[],
  summaries: readonly SettingSummary[],
  leftCount = 0,
): string {
  const seeds = Math.max(0, ...summaries.map(({ seedCount }) => seedCount));
  const hasFaults = new Set(summaries.map(({ faults }) => faults)).size > 1;
  const heads = [
    ...fields.map((field) => plainLine(field).replace(/^.*\./, '')),
    ...(hasFaults ? ['faults'] : []),
    'policy',
    'nodes',
    'verdicts',
    'healed after',
    'worst offline',
    'log-in attempts',
  ];
  const rows = summaries.map((one) => [
    ...fields.map((field) => formatValue(field, one.values[field])),
    ...(hasFaults ? [one.faults] : []),
    plainLine(one.policy),
    formatCount(one.nodes),
    formatVerdicts(one.verdicts),
    formatBand(one.healMs, formatHealTime),
    formatBand(one.worstOfflineShare, formatShare),
    formatBand(one.loginAttempts, formatCount),
  ]);
  const note = seeds > 1 ? `\nMedian over ${seeds} seeds (lowest to highest).\n` : '';
  const more =
    leftCount > 0 ? `\n${formatCount(leftCount)} settings more are in points.json.\n` : '';
  return `${plainTable([heads, ...rows])}\n${note}${more}`;
}

function formatValue(field: string, value: string | number | undefined): string {
  if (typeof value !== 'number') return plainLine(value ?? '');
  return /Ms(Min|Max|Base)?$/.test(field) ? formatDuration(value) : String(value);
}

function formatVerdicts(verdicts: SettingSummary['verdicts']): string {
  return Object.entries(verdicts)
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(', ');
}

function formatBand({ median, min, max }: Band, words: (value: number) => string): string {
  const reported = (value: number | null) => (value === null ? 'never' : words(value));
  const [middle, low, high] = [median, min, max].map(reported);
  return low === high ? (middle ?? '') : `${middle} (${low} to ${high})`;
}
