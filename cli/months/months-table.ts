// The months for people: a line for each month, with the result of every policy.
import type { Cell } from 'cli-table3';
import type { MonthSummary, MonthUnderPolicy } from '#runner/months/judge-months.ts';
import type { OverSeeds } from '#runner/over-seeds.ts';
import { formatHealTime, formatShare, formatShortCount } from '#runner/sentences/human-numbers.ts';
import { plainTable } from '../show/plain-table.ts';

/** The table, which ends in a newline. */
export function monthsTable(months: readonly MonthSummary[]): string {
  const policies = months[0]?.policies ?? [];
  const heads = [
    'month',
    'PCs',
    'share drawn',
    ...policies.flatMap(() => ['worst offline', 'healed after', 'fell']),
  ];
  const rows = months.map(({ label, pcs, restartShare, policies }) => [
    label,
    formatShortCount(pcs.median),
    formatRange(restartShare),
    ...policies.flatMap(cellsOf),
  ]);
  const seedCount = policies[0]?.seedCount ?? 0;
  const note =
    seedCount > 1 ? `\nMedian (worst) over ${seedCount} seeds; for shares, the range.` : '';
  return `${plainTable([headOf(policies), heads, ...rows])}\n${note}\n${whatFellMeans}\n`;
}

const whatFellMeans = [
  'Fell: more than a tenth was offline at once, and it had not healed within two hours of the last',
  'restart. In fewer than ten cells, of 20,000 nodes each, one that falls is enough for that.',
].join('\n');

function headOf(policies: readonly MonthUnderPolicy[]): Cell[] {
  return ['', '', '', ...policies.map(({ policy }) => ({ content: policy, colSpan: 3 }))];
}

function cellsOf({ worstOfflineShare, healMs, fellCount, seedCount }: MonthUnderPolicy): string[] {
  return [
    formatWorst(worstOfflineShare, formatShare),
    formatWorst(healMs, (ms) => (Number.isFinite(ms) ? formatHealTime(ms) : 'never')),
    fellCount === 0 ? 'no' : seedCount === 1 ? 'yes' : `${fellCount} of ${seedCount}`,
  ];
}

function formatWorst({ median, max }: OverSeeds, words: (value: number) => string): string {
  const [middle, worst] = [words(median), words(max)];
  return middle === worst ? middle : `${middle} (${worst})`;
}

function formatRange({ min, median, max }: OverSeeds): string {
  const two = (share: number) => share.toFixed(2);
  return two(min) === two(max) ? two(median) : `${two(median)} (${two(min)}-${two(max)})`;
}
