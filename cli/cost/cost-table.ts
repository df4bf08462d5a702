// A cost for eyes: a line for each size of each policy and way to deploy.
import { plainLine } from '#domain/plain-text.ts';
import type { OverSeeds } from '#runner/over-seeds.ts';
import { formatUsd } from '#runner/sentences/format-usd.ts';
import { formatCount, formatHealTime } from '#runner/sentences/human-numbers.ts';
import { plainTable } from '../show/plain-table.ts';
import type { CostLine, CostPoint } from './cost-points.ts';

const heads = [
  'nodes',
  '',
  'bill',
  'a million log-ins',
  'a node and month',
  '× floor',
  'user-hours lost',
  'healed after',
];

const colAligns = heads.map((_, index) => (index === 1 ? ('left' as const) : ('right' as const)));

/** Every point, as a table that ends in a newline. */
export function costTable(lines: readonly CostLine[], seedCount: number): string {
  const tables = lines.map((line) => {
    const table = plainTable([heads, ...line.points.map(rowOf)], { colAligns });
    return `${plainLine(line.name)}\n${table}\n`;
  });
  const note = seedCount > 1 ? `\nMedian over ${seedCount} seeds (lowest to highest).\n` : '';
  return `${tables.join('\n')}${note}`;
}

/** A point's cells, in the order of the columns. */
export function rowOf(point: CostPoint): string[] {
  const { nodes, kind, healMs, throttled } = point;
  const notes = [...(kind === 'run' ? [] : [kind]), ...(throttled === null ? [] : ['throttled'])];
  return [
    formatCount(nodes),
    notes.join(', '),
    band(point.totalUsd, formatUsd),
    formatUsd(point.perMillionLoginsUsd.median),
    formatUsd(point.perNodeMonthUsd.median),
    formatRatio(point.floorRatio.median),
    formatCount(Math.round(point.userHoursLost.median)),
    healMs === null ? 'not run' : band(healMs, formatHeal),
  ];
}

/** How many times the floor, in two digits that count. */
export function formatRatio(ratio: number): string {
  return ratio >= 100 ? formatCount(Math.round(ratio)) : String(Number(ratio.toPrecision(2)));
}

function formatHeal(ms: number): string {
  return Number.isFinite(ms) ? formatHealTime(ms) : 'never';
}

function band({ min, median, max }: OverSeeds, words: (value: number) => string): string {
  const [low, middle, high] = [words(min), words(median), words(max)];
  return low === high ? middle : `${middle} (${low} to ${high})`;
}
