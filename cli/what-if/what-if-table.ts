// What each change comes to: medians over the seeds with their intervals.
import { medianInterval } from '#runner/median-interval.ts';
import { median } from '#runner/over-seeds.ts';
import type { WhatIfChange } from '#runner/what-if/changes.ts';
import { leftOut } from '#runner/what-if/changes.ts';
import { plainTable } from '../show/plain-table.ts';
import { formatMeasure } from '../thresholds/judge-thresholds.ts';
import { type Measure, type MeasureUnit, measures } from '../thresholds/measures.ts';
import type { DoneWhatIf } from './what-if-runs.ts';

/** The measures that are shown, by the words of `--fail-if`, and their headings. */
export const shownMeasures = {
  worstOffline: 'worst offline',
  heal: 'healed after',
  belowTarget: 'below target',
  'bill.total': 'dollars',
} as const;

type ShownMeasure = keyof typeof shownMeasures;

/** A measure of one change over its seeds. */
interface OverSeeds {
  readonly unit: MeasureUnit;
  readonly median: number;
  /** The ends of its 95 % interval; null where there are too few seeds. */
  readonly interval: readonly [number, number] | null;
}

/** One change with its measures. */
export interface ChangeSummary {
  readonly change: WhatIfChange;
  readonly seedCount: number;
  readonly healedCount: number;
  readonly measures: Readonly<Record<ShownMeasure, OverSeeds>>;
}

/** Sums up all runs, change by change. */
export function summariesOf(runs: readonly DoneWhatIf[]): ChangeSummary[] {
  const changes = [...new Set(runs.map(({ change }) => change))];
  return changes.map((change) => {
    const own = runs.filter((run) => run.change === change);
    const over = (name: ShownMeasure) => overSeeds(measures[name], own);
    return {
      change,
      seedCount: own.length,
      healedCount: own.filter(({ row }) => row.healMs !== null).length,
      measures: {
        worstOffline: over('worstOffline'),
        heal: over('heal'),
        belowTarget: over('belowTarget'),
        'bill.total': over('bill.total'),
      },
    };
  });
}

/** The headings of the table. */
export const whatIfHeads = ['', 'healed', ...Object.values(shownMeasures)];

/** A change as the cells of the table. */
export function whatIfCells({ change, seedCount, healedCount, measures: all }: ChangeSummary) {
  const names = Object.keys(shownMeasures) as ShownMeasure[];
  return [
    change.name,
    `${healedCount} of ${seedCount}`,
    ...names.map((name) => formatOver(all[name])),
  ];
}

/** The table for the terminal, ending in a newline. */
export function whatIfTable(summaries: readonly ChangeSummary[]): string {
  const about = plainTable(summaries.map(({ change: { name, about: what } }) => [name, what]));
  const missing = leftOut.map(({ name, reason }) => `  ${name}: ${reason}\n`);
  return [
    plainTable([whatIfHeads, ...summaries.map(whatIfCells)]),
    '\nMedians over the seeds; behind each its 95 % interval. What is changed:\n',
    about,
    `\nLeft out:\n${missing.join('')}`,
  ].join('\n');
}

/** A median with its interval, such as `84 % (80 to 87 %)`. */
export function formatOver({ unit, median: middle, interval }: OverSeeds): string {
  const word = (value: number) => (Number.isFinite(value) ? formatMeasure(unit, value) : 'never');
  if (interval === null) return word(middle);
  return `${word(middle)} (${word(interval[0])} to ${word(interval[1])})`;
}

function overSeeds(measure: Measure | undefined, runs: readonly DoneWhatIf[]): OverSeeds {
  if (measure === undefined) throw new Error('expected a known measure');
  const values = runs.map(({ judged }) => measure.of(judged) ?? Number.NaN);
  return { unit: measure.unit, median: median(values), interval: medianInterval(values) };
}
