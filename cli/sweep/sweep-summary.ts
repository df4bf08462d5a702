// A sweep's summary for people: a line for each setting, with medians and their spread.

import CliTable from 'cli-table3';
import type { Band, SettingSummary } from '#cli/sweep/sweep-table.ts';
import { plainLine } from '#domain/plain-text.ts';
import {
  formatCount,
  formatDuration,
  formatHealTime,
  formatShare,
} from '#runner/sentences/human-numbers.ts';
import { openFrame } from '../show/open-frame.ts';

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
  const table = new CliTable({
    chars: openFrame,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push([
    ...fields.map((field) => plainLine(field).replace(/^.*\./, '')),
    'policy',
    'nodes',
    'verdicts',
    'healed after',
    'worst offline',
    'log-in attempts',
  ]);
  for (const one of summaries)
    table.push([
      ...fields.map((field) => formatValue(field, one.values[field])),
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
  return `${table.toString().replace(/ +$/gm, '')}\n${note}${more}`;
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
