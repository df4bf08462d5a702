// Varied months for people: a line for each combination of values and policy.
import type { MonthRun, PolicyLikelihood } from '#runner/months/judge-months.ts';
import { type OverSeeds, overSeeds } from '#runner/over-seeds.ts';
import {
  formatCount,
  formatDuration,
  formatHealTime,
  formatShare,
} from '#runner/sentences/human-numbers.ts';
import { plainTable } from '../show/plain-table.ts';
import { shortFields } from '../show/short-fields.ts';
import { isTime } from '../sweep/scenario-fields.ts';

/** What the runs of one combination of values and spread show about one policy. */
export interface VariantSummary {
  readonly values: Readonly<Record<string, string | number>>;
  readonly spread: number;
  readonly policy: string;
  readonly runCount: number;
  readonly fellCount: number;
  readonly worstOfflineShare: OverSeeds;
  readonly healMs: OverSeeds;
  /** How likely a month falls; null unless all months were run that can be drawn. */
  readonly likelihood: PolicyLikelihood | null;
}

/** Sums up the runs of one variant, a summary for each spread and policy. */
export function variantSummaries(
  runs: Iterable<MonthRun>,
  likelihoods: readonly PolicyLikelihood[],
): VariantSummary[] {
  const groups = new Map<
    string,
    { first: MonthRun; fell: number; worst: number[]; heal: number[] }
  >();
  for (const run of runs) {
    const key = JSON.stringify([run.point.spread, run.point.policy]);
    const group = groups.get(key) ?? { first: run, fell: 0, worst: [], heal: [] };
    groups.set(key, group);
    group.fell += run.fell ? 1 : 0;
    group.worst.push(run.row.worstOfflineShare);
    group.heal.push(run.row.healMs ?? Number.POSITIVE_INFINITY);
  }
  return [...groups.values()].map(({ first, fell, worst, heal }) => {
    const { variant, spread, policy } = first.point;
    const likelihood = likelihoods.find((one) => one.spread === spread && one.policy === policy);
    return {
      values: variant.values,
      spread,
      policy,
      runCount: worst.length,
      fellCount: fell,
      worstOfflineShare: overSeeds(worst),
      healMs: overSeeds(heal),
      likelihood: likelihood ?? null,
    };
  });
}

/** The table, which ends in a newline. */
export function variantTable(summaries: readonly VariantSummary[]): string {
  const fields = Object.keys(summaries[0]?.values ?? {});
  const hasSpreads = new Set(summaries.map(({ spread }) => spread)).size > 1;
  const hasLikelihood = summaries.some(({ likelihood }) => likelihood !== null);
  const heads = [
    ...shortFields(fields).values(),
    ...(hasSpreads ? ['spread'] : []),
    'policy',
    'fell',
    ...(hasLikelihood ? ['a month'] : []),
    'worst offline',
    'healed after',
  ];
  const rows = summaries.map((one) => [
    ...fields.map((field) => formatValue(field, one.values[field])),
    ...(hasSpreads ? [String(one.spread)] : []),
    one.policy,
    `${formatCount(one.fellCount)} of ${formatCount(one.runCount)}`,
    ...(hasLikelihood ? [formatLikely(one)] : []),
    formatWorst(one.worstOfflineShare, formatShare),
    formatWorst(one.healMs, (ms) => (Number.isFinite(ms) ? formatHealTime(ms) : 'never')),
  ]);
  return `${plainTable([heads, ...rows])}\n\nOver all months and seeds: median (worst).\n`;
}

function formatLikely({ likelihood }: VariantSummary): string {
  if (likelihood === null) return '';
  const { perMonth, perMonthMin, perMonthMax } = likelihood.all;
  return `${formatShare(perMonth)} (${formatShare(perMonthMin)} to ${formatShare(perMonthMax)})`;
}

function formatWorst({ median, max }: OverSeeds, words: (value: number) => string): string {
  const [middle, worst] = [words(median), words(max)];
  return middle === worst ? middle : `${middle} (${worst})`;
}

function formatValue(field: string, value: string | number | undefined): string {
  return typeof value === 'number' && isTime(field) ? formatDuration(value) : String(value ?? '');
}
