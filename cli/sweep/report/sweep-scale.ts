// The axes of a sweep's charts: linear or logarithmic, with ticks in words.
import { type ScaleLinear, type ScaleLogarithmic, scaleLinear, scaleLog } from 'd3-scale';
import { formatUsd } from '#runner/sentences/format-usd.ts';
import {
  formatDuration,
  formatShare,
  formatShortCount,
  notMeasured,
} from '#runner/sentences/human-numbers.ts';
import type { MeasureUnit } from '../../thresholds/measures.ts';
import type { SweptAxis } from './sweep-lines.ts';

/** A scale of either kind. */
export type Scale = ScaleLinear<number, number> | ScaleLogarithmic<number, number>;

/** A scale with what is written at it. */
export interface TickedScale {
  readonly scale: Scale;
  readonly ticks: readonly { readonly value: number; readonly words: string }[];
  readonly isLogarithmic: boolean;
}

/** From this ratio of the largest to the smallest value on, a linear axis hides the small ones. */
const logarithmicFrom = 50;

/** Durations that people know, for an axis that rises by factors. */
const roundTimesMs = [1e3, 10e3, 60e3, 600e3, 3_600e3, 36_000e3, 86_400e3, 864_000e3];

/** The value axis of a measure, for these values. Infinite values are left out. */
export function valueScale(
  kind: MeasureUnit,
  values: readonly number[],
  range: readonly [bottom: number, top: number],
): TickedScale {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  if (kind !== 'share' && low > 0 && high / low >= logarithmicFrom)
    return logarithmic(kind, low, high, range);
  const top = finite.length === 0 || high <= 0 ? 1 : kind === 'share' ? Math.min(1, high) : high;
  const per = kind === 'ms' ? unitOf(top) : 1;
  const scale = scaleLinear()
    .domain([0, top / per])
    .nice(5);
  const [, end = 1] = scale.domain();
  const ticks = scale.ticks(5).map((tick) => tick * per);
  return {
    scale: scaleLinear()
      .domain([0, end * per])
      .range(range),
    ticks: ticks.map((value) => ({ value, words: valueWords(kind, value) })),
    isLogarithmic: false,
  };
}

/** A measured value in words, as short as an axis needs it. */
export function valueWords(kind: MeasureUnit, value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'never';
  if (kind === 'ms') return formatDuration(value);
  if (Number.isNaN(value)) return notMeasured;
  if (kind === 'usd') return formatUsd(value);
  return kind === 'share' ? formatShare(value).replace('.0 %', ' %') : formatShortCount(value);
}

/** The axis of what is varied. Its ticks are the values that were run, as far as there is room. */
export function variedScale(
  axis: SweptAxis,
  range: readonly [left: number, right: number],
  tickWidth: number,
): TickedScale {
  const [low = 0, high = 1] = [axis.values[0], axis.values.at(-1)];
  const scale = (axis.isLogarithmic ? scaleLog() : scaleLinear()).domain([low, high]).range(range);
  const ticks: { value: number; words: string }[] = [];
  // From the largest down, which is always told.
  let nextX = Number.POSITIVE_INFINITY;
  for (const value of axis.values.toReversed()) {
    if (nextX - scale(value) < tickWidth) continue;
    nextX = scale(value);
    ticks.push({ value, words: variedWords(axis, value) });
  }
  return { scale, ticks, isLogarithmic: axis.isLogarithmic };
}

/** A varied value in words. */
export function variedWords({ name, isFactor }: SweptAxis, value: number): string {
  if (isFactor) return `×${value}`;
  if (/Ms(Min|Max|Base)?$/.test(name)) return formatDuration(value);
  return Number.isInteger(value) ? formatShortCount(value) : String(Number(value.toPrecision(3)));
}

function logarithmic(
  kind: MeasureUnit,
  low: number,
  high: number,
  range: readonly [number, number],
): TickedScale {
  const round = kind === 'ms' ? roundTimesMs : powersOfTen;
  const from = round.findLast((value) => value <= low) ?? low;
  const to = round.find((value) => value >= high) ?? high;
  const ticks = round.filter((value) => value >= from && value <= to);
  return {
    scale: scaleLog().domain([from, to]).range(range),
    ticks: ticks.map((value) => ({ value, words: valueWords(kind, value) })),
    isLogarithmic: true,
  };
}

/** From a millionth, for bills, to a million million. */
const powersOfTen = Array.from({ length: 19 }, (_, index) => Number(`1e${index - 6}`));

/** The unit in which a time axis has round numbers. */
function unitOf(ms: number): number {
  if (ms >= 3 * 86_400e3) return 86_400e3;
  if (ms >= 2 * 3_600e3) return 3_600e3;
  return ms >= 120e3 ? 60e3 : 1e3;
}
