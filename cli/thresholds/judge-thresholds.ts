// Judges which thresholds runs crossed.
import { formatUsd } from '#runner/sentences/format-usd.ts';
import { formatCount, formatDuration, formatShare } from '#runner/sentences/human-numbers.ts';
import type { CiCheck } from '../ci/ci-check.ts';
import type { JudgedRun, MeasureUnit } from './measures.ts';
import { type Measure, statistics } from './measures.ts';
import { anyRun, ratioToFirst, type Threshold } from './read-threshold.ts';

/** The runs of one setting. They differ only in their seeds. */
export interface JudgedGroup {
  readonly policy: string;
  /** How messages name the group: by its policy and its other values. */
  readonly words: string;
  readonly runs: readonly JudgedRun[];
  /** The run that these are compared with, for thresholds on a ratio. */
  readonly base?: JudgedRun;
  /** Whether its verdict is as expected; absent where nothing is expected of verdicts. */
  readonly verdict?: Omit<CiCheck, 'about' | 'name'>;
}

/**
 * The judgement of a threshold for a group. `unmeasured`: one of its runs does not have the
 * measure.
 */
export interface Judgement {
  /** The threshold, as the user wrote it. */
  readonly text: string;
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
export function isCrossed(
  { comparison, limit }: Pick<Threshold, 'comparison' | 'limit'>,
  value: number,
): boolean {
  if (comparison === '>') return value > limit;
  if (comparison === '>=') return value >= limit;
  return comparison === '<' ? value < limit : value <= limit;
}

/** The number that a threshold is about; null where a run does not have the measure. */
export function measuredValue(
  { measure, statistic, comparison }: Threshold,
  runs: readonly JudgedRun[],
  base?: JudgedRun,
): number | null {
  const isRatio = statistic === ratioToFirst;
  const values = runs.map(isRatio ? (run) => ratioOf(measure, run, base) : measure.of);
  const known = values.filter((value) => value !== null && !Number.isNaN(value));
  if (known.length < values.length || known.length === 0) return null;
  const sorted = (known as number[]).toSorted((a, b) => a - b);
  const worst = comparison.startsWith('>') ? 'max' : 'min';
  const isAny = statistic === anyRun || isRatio;
  return statistics[isAny ? worst : statistic]?.(sorted) ?? null;
}

/** One of two equal values is 1, also where both are 0 or both never come. */
function ratioOf({ of }: Measure, run: JudgedRun, base: JudgedRun | undefined): number | null {
  const value = of(run);
  const first = base === undefined ? null : of(base);
  if (value === null || first === null) return null;
  return value === first ? 1 : value / first;
}

/** Whether a condition holds of runs: of each of them, where it names no statistic. */
export function isMet(condition: Threshold, runs: readonly JudgedRun[]): boolean {
  const { statistic, comparison } = condition;
  const worst = comparison.startsWith('<') ? 'max' : 'min';
  const asked = statistic === anyRun ? { ...condition, statistic: worst } : condition;
  const value = measuredValue(asked, runs);
  return value !== null && isCrossed(asked, value);
}

function judge(threshold: Threshold, { words, runs, base }: JudgedGroup): Judgement {
  const { measureName, statistic, measure, text } = threshold;
  const name = statistic === anyRun ? measureName : `${measureName}.${statistic}`;
  const value = measuredValue(threshold, runs, base);
  if (value === null)
    return { text, kind: 'unmeasured', sentence: `${words}: ${name} was not measured (${text}).` };
  const formatted = (number: number) =>
    statistic === ratioToFirst ? formatRatio(number) : formatMeasure(measure.unit, number);
  const [seen, limit] = [formatted(value), formatted(threshold.limit)];
  const crossed = isCrossed(threshold, value);
  const relation = relations[threshold.comparison];
  const sentence = crossed
    ? `${words}: ${name} is ${seen}, ${relation} ${limit} (${text}).`
    : `${words}: ${name} is ${seen}, not ${relation} ${limit}.`;
  return { text, kind: crossed ? 'crossed' : 'kept', sentence };
}

/** How a number that crosses a limit stands to it, in words. */
export const relations = {
  '>': 'more than',
  '>=': 'at least',
  '<': 'less than',
  '<=': 'at most',
} as const satisfies Record<Threshold['comparison'], string>;

function formatRatio(ratio: number): string {
  return Number.isFinite(ratio) ? String(Number(ratio.toPrecision(4))) : 'without bound';
}

/** A measured number in words. */
export function formatMeasure(unit: MeasureUnit, value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'never';
  if (unit === 'usd') return formatUsd(value);
  if (unit === 'ms') return formatDuration(value);
  return unit === 'share' ? formatShare(value) : formatCount(value);
}
