// Judges which thresholds runs crossed.
import { formatUsd } from '#runner/sentences/format-usd.ts';
import { formatCount, formatDuration, formatShare } from '#runner/sentences/human-numbers.ts';
import type { JudgedRun, MeasureUnit } from './measures.ts';
import { statistics } from './measures.ts';
import { anyRun, type Threshold } from './read-threshold.ts';

/** The runs of one setting. They differ only in their seeds. */
export interface JudgedGroup {
  readonly policy: string;
  /** How messages name the group: by its policy and its other values. */
  readonly words: string;
  readonly runs: readonly JudgedRun[];
}

/**
 * The judgement of a threshold for a group. `unmeasured`: one of its runs does not have the
 * measure.
 */
export interface Judgement {
  readonly kind: 'kept' | 'crossed' | 'unmeasured';
  readonly sentence: string;
}

/** Judges each threshold for each group that it is about. */
export function* judgeThresholds(
  thresholds: readonly Threshold[],
  groups: Iterable<JudgedGroup>,
): Generator<Judgement> {
  if (thresholds.length === 0) return;
  for (const group of groups)
    for (const threshold of thresholds)
      if (threshold.policy === null || threshold.policy === group.policy)
        yield judge(threshold, group);
}

/** Whether a number crosses the limit. */
export function isCrossed({ comparison, limit }: Threshold, value: number): boolean {
  if (comparison === '>') return value > limit;
  if (comparison === '>=') return value >= limit;
  return comparison === '<' ? value < limit : value <= limit;
}

/** The number that a threshold is about; null where a run does not have the measure. */
export function measuredValue(
  { measure, statistic, comparison }: Threshold,
  runs: readonly JudgedRun[],
): number | null {
  const values = runs.map(measure.of);
  const known = values.filter((value) => value !== null && !Number.isNaN(value));
  if (known.length < values.length || known.length === 0) return null;
  const sorted = (known as number[]).toSorted((a, b) => a - b);
  const worst = comparison.startsWith('>') ? 'max' : 'min';
  return statistics[statistic === anyRun ? worst : statistic]?.(sorted) ?? null;
}

/** Whether a condition holds of runs: of each of them, where it names no statistic. */
export function isMet(condition: Threshold, runs: readonly JudgedRun[]): boolean {
  const { statistic, comparison } = condition;
  const worst = comparison.startsWith('<') ? 'max' : 'min';
  const asked = statistic === anyRun ? { ...condition, statistic: worst } : condition;
  const value = measuredValue(asked, runs);
  return value !== null && isCrossed(asked, value);
}

function judge(threshold: Threshold, { words, runs }: JudgedGroup): Judgement {
  const { measureName, statistic, measure, text } = threshold;
  const name = statistic === anyRun ? measureName : `${measureName}.${statistic}`;
  const value = measuredValue(threshold, runs);
  if (value === null)
    return { kind: 'unmeasured', sentence: `${words}: ${name} was not measured (${text}).` };
  const seen = formatMeasure(measure.unit, value);
  const limit = formatMeasure(measure.unit, threshold.limit);
  const crossed = isCrossed(threshold, value);
  const relation = relations[threshold.comparison];
  const sentence = crossed
    ? `${words}: ${name} is ${seen}, ${relation} ${limit} (${text}).`
    : `${words}: ${name} is ${seen}, not ${relation} ${limit}.`;
  return { kind: crossed ? 'crossed' : 'kept', sentence };
}

const relations = {
  '>': 'more than',
  '>=': 'at least',
  '<': 'less than',
  '<=': 'at most',
} as const satisfies Record<Threshold['comparison'], string>;

/** A measured number in words. */
export function formatMeasure(unit: MeasureUnit, value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'never';
  if (unit === 'usd') return formatUsd(value);
  if (unit === 'ms') return formatDuration(value);
  return unit === 'share' ? formatShare(value) : formatCount(value);
}
