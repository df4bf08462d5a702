// A sweep of stations for people: a line for each setting, with medians over its seeds.
import { plainLine } from '#domain/plain-text.ts';
import { overSeeds } from '#runner/over-seeds.ts';
import { formatCount, formatDuration, formatShare } from '#runner/sentences/human-numbers.ts';
import { type Group, summarizeGroups } from '#runner/sweep/summarize-groups.ts';
import { plainTable } from '../../show/plain-table.ts';
import { shortFields } from '../../show/short-fields.ts';
import { isTime } from '../../sweep/scenario-fields.ts';
import type { StationRow, SweptStation } from './station-row.ts';

/** How many settings are shown; points.csv has every run. */
const settingsShownMax = 1_000;

/** The table of the settings. It ends in a newline. */
export function stationSweepTable(
  fields: readonly string[],
  swept: Iterable<SweptStation>,
): string {
  const heads = [
    'station',
    ...Array.from(shortFields(fields).values(), (name) => plainLine(name)),
    'ends',
    'load',
    'attempts/request',
    'answered',
    'late work',
    'queue',
  ];
  const rows: string[][] = [];
  let leftCount = 0;
  let seedCount = 1;
  for (const group of summarizeGroups(swept, isSameSetting, (one) => one)) {
    seedCount = Math.max(seedCount, group.length);
    if (rows.length < settingsShownMax) rows.push(rowOf(fields, group));
    else leftCount += 1;
  }
  const colAligns = heads.map((_, index) => (index < fields.length + 2 ? 'left' : 'right'));
  const table = plainTable([heads, ...rows], { colAligns });
  const seeds = seedCount > 1 ? ` Medians over ${seedCount} seeds (lowest to highest).` : '';
  const more = leftCount > 0 ? `\n${formatCount(leftCount)} more settings are in points.csv.` : '';
  return `${table}\n\nOf the last fifth of each run; the queue at its end.${seeds}${more}\n`;
}

function isSameSetting({ point: a }: SweptStation, { point: b }: SweptStation): boolean {
  return a.name === b.name && JSON.stringify(a.values) === JSON.stringify(b.values);
}

function rowOf(fields: readonly string[], group: Group<SweptStation>): string[] {
  const { name, values } = group[0].point;
  const over = (of: (ending: StationRow['ending']) => number | null, words: Words) =>
    bandOf(
      group.map(({ row }) => of(row.ending)),
      words,
    );
  return [
    name,
    ...fields.map((field) => formatValue(field, values[field])),
    endingsOf(group),
    over(({ loadShare }) => loadShare, formatShare),
    over(
      ({ attemptsPerRequest }) => attemptsPerRequest,
      (value) => value.toFixed(2),
    ),
    over(({ answeredShare }) => answeredShare, formatShare),
    over(({ lateShare }) => lateShare, formatShare),
    over(({ queueAtEnd }) => queueAtEnd, formatCount),
  ];
}

type Words = (value: number) => string;

function bandOf(values: readonly (number | null)[], words: Words): string {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return 'none';
  const { min, median, max } = overSeeds(known);
  const [low, middle, high] = [min, median, max].map(words);
  return low === high ? String(middle) : `${middle} (${low} to ${high})`;
}

/** Of one kind the kind alone; of several how often each was. */
function endingsOf(group: Group<SweptStation>): string {
  const counts = new Map<string, number>();
  for (const { row } of group) counts.set(row.ending.kind, (counts.get(row.ending.kind) ?? 0) + 1);
  if (counts.size === 1) return group[0].row.ending.kind;
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
}

function formatValue(field: string, value: string | number | undefined): string {
  if (typeof value !== 'number') return plainLine(value ?? '');
  return isTime(field) ? formatDuration(value) : formatCount(value);
}
