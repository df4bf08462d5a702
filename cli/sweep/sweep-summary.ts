// A sweep's summary for people: a line for each setting, with medians and their spread.

import type { Band, SettingSummary } from '#cli/sweep/sweep-table.ts';
import { plainLine } from '#domain/plain-text.ts';
import { intervalCountMin } from '#runner/median-interval.ts';
import {
  counted,
  formatCount,
  formatDuration,
  formatHealTime,
} from '#runner/sentences/human-numbers.ts';
import { plainTable } from '../show/plain-table.ts';
import { shortFields } from '../show/short-fields.ts';
import { formatMeasure } from '../thresholds/judge-thresholds.ts';
import type { NamedMeasure } from '../thresholds/named-measures.ts';

/** How many settings are shown; `points.json` has them all. */
export const settingsShownMax = 1_000;

/**
 * The summary as a table that ends in a newline.
 * @param leftCount how many settings the summaries leave out
 */
export function summaryTable(
  fields: readonly string[],
  summaries: readonly SettingSummary[],
  measures: readonly NamedMeasure[],
  leftCount = 0,
): string {
  const seeds = Math.max(0, ...summaries.map(({ seedCount }) => seedCount));
  const hasFaults = new Set(summaries.map(({ faults }) => faults)).size > 1;
  const hasPlans = summaries.some(({ faults, faultPlan }) => faultPlan !== faults);
  const heads = [
    ...Array.from(shortFields(fields).values(), (name) => plainLine(name)),
    ...(hasPlans ? ['fault plan'] : []),
    ...(hasFaults ? ['faults'] : []),
    'policy',
    'nodes',
    'verdicts',
    ...measures.map(({ name }) => tableWords[name] ?? name),
  ];
  const rows = summaries.map((one) => [
    ...fields.map((field) => formatValue(field, one.values[field])),
    ...(hasPlans ? [one.faultPlan] : []),
    ...(hasFaults ? [one.faults] : []),
    plainLine(one.policy),
    formatCount(one.nodes),
    formatVerdicts(one.verdicts),
    ...measures.map((measure) => formatBand(one.measures[measure.name] ?? null, measure)),
  ]);
  const note = seeds > 1 ? `\n${spreadWords(seeds)}\n` : '';
  const more = leftCount > 0 ? `\n${leftWords(leftCount)}\n` : '';
  return `${plainTable([heads, ...rows])}\n${note}${more}`;
}

/** What is said of the settings that a table leaves out. */
export function leftWords(leftCount: number): string {
  const verb = leftCount === 1 ? 'is' : 'are';
  return `${counted(leftCount, 'setting')} more ${verb} in points.json.`;
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

/** The measures that have words of their own in the table. */
const tableWords: Readonly<Record<string, string>> = {
  heal: 'healed after',
  worstOffline: 'worst offline',
  loginAttempts: 'log-in attempts',
};

/** What stands beside each median. */
function spreadWords(seeds: number): string {
  if (seeds >= intervalCountMin)
    return `Median over ${seeds} seeds, and its interval of 95 % (order statistics).`;
  return (
    `Median over ${seeds} seeds (lowest to highest). ` +
    `An interval of 95 % takes ${intervalCountMin} seeds.`
  );
}

function formatBand(band: Band | null, { name, unit }: NamedMeasure): string {
  if (band === null) return 'not measured';
  const { median, min, max, interval } = band;
  const words = (value: number) =>
    name === 'heal' ? formatHealTime(value) : formatMeasure(unit, value);
  const reported = (value: number | null) => (value === null ? 'never' : words(value));
  const [middle, low, high] = [median, ...(interval ?? [min, max])].map(reported);
  return low === high ? (middle ?? '') : `${middle} (${low} to ${high})`;
}
