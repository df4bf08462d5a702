// How uPlot draws a chart: colours and dashes of the report, times in its words.
import type uPlot from 'uplot';
import uPlotMaker from 'uplot';
import { policyClass } from '#cli/report/chart-frame.ts';
import { formatUsd } from '#runner/sentences/format-usd.ts';
import {
  formatDay,
  formatShortCount,
  formatStopwatch,
  formatTimeOfDay,
  isOnStopwatch,
} from '#runner/sentences/human-numbers.ts';
import type { Chart, Series } from './chart.ts';

/** The least that a logarithmic chart shows: fewer are drawn there, as in the report. */
export const logMin = 1;

/** The value of a CSS variable, or of one that an element's class sets. */
export function cssVariable(name: string, className = ''): string {
  const probe = document.createElement('i');
  probe.className = className;
  document.body.append(probe);
  const value = getComputedStyle(probe).getPropertyValue(name).trim();
  probe.remove();
  return value;
}

/** The colour of a series. */
export function colourOf({ policyIndex }: Pick<Series, 'policyIndex'>): string {
  return cssVariable(policyIndex === null ? '--ink' : `--${policyClass(policyIndex)}`);
}

/** The dashes of a series, as a canvas and an SVG take them; none: a solid line. */
export function dashOf({ look, policyIndex }: Pick<Series, 'look' | 'policyIndex'>): number[] {
  if (look === 'dashed') return [6, 4];
  if (look === 'dotted') return [1, 3];
  if (look !== 'policy' || policyIndex === null) return [];
  const dashes = cssVariable('--d', policyClass(policyIndex));
  return dashes === 'none' || dashes === '' ? [] : dashes.split(' ').map(Number);
}

/** The letters of a chart, in CSS pixels, where it is drawn at scale 1. */
export const usualFontPx = 12;

/** The series of a chart, after that of time. @param scale of lines and marks */
export function plotSeries(chart: Chart, scale: number): uPlot.Series[] {
  return chart.series.map((series): uPlot.Series => {
    const stroke = colourOf(series);
    if (series.look === 'points')
      return {
        label: series.label,
        stroke,
        paths: () => null,
        points: {
          show: true,
          size: 9 * scale,
          width: 2 * scale,
          stroke,
          fill: cssVariable('--paper'),
        },
      };
    const stepped = uPlotMaker.paths.stepped?.({ align: 1 });
    return {
      label: series.label,
      stroke,
      width: (series.look === 'dotted' ? 1.5 : 2) * scale,
      dash: dashOf(series).map((length) => length * scale),
      // Only where a value is not known: times of other series alone make no gap.
      spanGaps: false,
      points: { show: false },
      ...(series.isStepped && stepped !== undefined ? { paths: stepped } : {}),
    };
  });
}

/** The columns that uPlot takes: all times, and a value or a gap for each series at each. */
export function plotData({ series, isLog }: Chart): uPlot.AlignedData {
  const tables = series.map(({ curve, look }): uPlot.AlignedData => {
    const drawn = isLog && look !== 'points' ? curve.values.map(atLeastLogMin) : curve.values;
    // What was not measured is a gap.
    return [[...curve.atMs], drawn.map((value) => (Number.isFinite(value) ? value : null))];
  });
  return uPlotMaker.join(tables);
}

function atLeastLogMin(value: number): number {
  return Math.max(logMin, value);
}

/** Both axes. @param scale of letters and of the room that they need */
export function plotAxes({ isMoney, isLog }: Chart, startMs: number, scale: number): uPlot.Axis[] {
  const look = {
    stroke: cssVariable('--soft'),
    grid: { stroke: cssVariable('--grid'), width: 1 },
    ticks: { stroke: cssVariable('--rule'), width: 1, size: 4 },
    font: `${usualFontPx * scale}px system-ui, sans-serif`,
  };
  return [
    {
      ...look,
      size: (isOnStopwatch(startMs) ? 28 : 44) * scale,
      space: 64 * scale,
      values: (_plot, splits) => timeWords(splits, startMs),
    },
    {
      ...look,
      size: 62 * scale,
      space: 34 * scale,
      ...(isMoney || isLog ? {} : { incrs: wholeSteps }),
      values: (_plot, splits) =>
        splits.map((value) => (value === null ? '' : valueWords(value, isMoney))),
    },
  ];
}

/** How far apart the marks of a count may be: there is no half of a PC. */
const wholeSteps: number[] = Array.from({ length: 10 }, (_, power) =>
  [1, 2, 5].map((digit) => digit * 10 ** power),
).flat();

function valueWords(value: number, isMoney: boolean): string {
  if (isMoney) return value === 0 ? '$0' : formatUsd(value);
  return formatShortCount(value);
}

/** Times of day, with the day where it begins or changes; a stop-watch where nothing has a date. */
function timeWords(splits: readonly number[], startMs: number): string[] {
  if (isOnStopwatch(startMs)) return splits.map(formatStopwatch);
  let shown = '';
  return splits.map((atMs) => {
    const day = formatDay(atMs);
    const isNew = day !== shown;
    shown = day;
    return isNew ? `${formatTimeOfDay(atMs)}\n${day}` : formatTimeOfDay(atMs);
  });
}

const [second, minute, hour] = [1_000, 60_000, 3_600_000];

/** How far apart the marks of time may be. */
export const timeSteps: number[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 4, 6, 8, 12, 24, 48, 96, 168].map((count) => count * hour),
];
