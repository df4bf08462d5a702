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
  /** Beside the storm as it was, seed by seed; null of that storm itself. */
  readonly beside: BesideAsItWas | null;
}

/** A change and the storm as it was meet the same seeds, so that each seed is a pair. */
interface BesideAsItWas {
  /** Seeds whose worst share offline is less. */
  readonly lessOfflineCount: number;
  /** The median of the differences of the worst share offline, -1 to 1; less than 0 is better. */
  readonly offlineChange: number;
}

/** Sums up all runs, change by change. */
export function summariesOf(runs: readonly DoneWhatIf[]): ChangeSummary[] {
  const changes = [...new Set(runs.map(({ change }) => change))];
  const before = runs.filter(({ change }) => change.name === 'as-it-was');
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
      beside: change.name === 'as-it-was' ? null : besideAsItWas(own, before),
    };
  });
}

function besideAsItWas(own: readonly DoneWhatIf[], before: readonly DoneWhatIf[]): BesideAsItWas {
  const offlineOf = new Map(before.map(({ seed, judged }) => [seed, judged.worstOfflineShare]));
  const differences = own.map(({ seed, judged }) => {
    const asItWas = offlineOf.get(seed);
    if (asItWas === undefined) throw new Error(`expected seed ${seed} as it was`);
    return judged.worstOfflineShare - asItWas;
  });
  return {
    lessOfflineCount: differences.filter((difference) => difference < 0).length,
    offlineChange: median(differences),
  };
}

/** The headings of the table. */
export const whatIfHeads = [
  '',
  'healed',
  ...Object.values(shownMeasures),
  'offline, beside as it was',
];

/** A change as the cells of the table. */
export function whatIfCells(summary: ChangeSummary): string[] {
  const { change, seedCount, healedCount, measures: all, beside } = summary;
  const names = Object.keys(shownMeasures) as ShownMeasure[];
  return [
    change.name,
    `${healedCount} of ${seedCount}`,
    ...names.map((name) => formatOver(all[name])),
    beside === null ? '-' : formatBeside(beside, seedCount),
  ];
}

const besideWords = `
Medians over the seeds; behind each its 95 % interval. All changes meet the same seeds: the last
column is the median of the differences, and how many seeds fell less far. What is changed:
`;

/** The table for the terminal, ending in a newline. */
export function whatIfTable(summaries: readonly ChangeSummary[]): string {
  const about = plainTable(summaries.map(({ change: { name, about: what } }) => [name, what]));
  const missing = leftOut.map(({ name, reason }) => `  ${name}: ${reason}\n`);
  return [
    plainTable([whatIfHeads, ...summaries.map(whatIfCells)]),
    besideWords,
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

function formatBeside({ lessOfflineCount, offlineChange }: BesideAsItWas, seedCount: number) {
  const points = Math.round(offlineChange * 100);
  return `${points > 0 ? '+' : ''}${points} points, less in ${lessOfflineCount} of ${seedCount}`;
}

function overSeeds(measure: Measure | undefined, runs: readonly DoneWhatIf[]): OverSeeds {
  if (measure === undefined) throw new Error('expected a known measure');
  const values = runs.map(({ judged }) => measure.of(judged) ?? Number.NaN);
  return { unit: measure.unit, median: median(values), interval: medianInterval(values) };
}
