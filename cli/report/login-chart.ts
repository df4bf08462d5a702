// The chart of log-in attempts per minute, for all policies.

import { greatest, max, min } from 'd3-array';
import { type ScaleLinear, type ScaleTime, scaleLinear, scaleUtc } from 'd3-scale';
import { curveStepBefore, line } from 'd3-shape';
import type { ComparisonResult, RunResult, Sample } from '#runner/result.ts';
import { formatCount, formatShortCount } from '#runner/sentences/human-numbers.ts';
import {
  type ChartSize,
  chartSvg,
  policyClass,
  spreadApart,
  timeAxis,
  timeAxisHeight,
  twoLinesHeight,
  valueAxis,
} from './chart-frame.ts';
import { html, type Markup } from './markup.ts';

/** The attempts per minute between a sample and the one before it. */
export interface LoginRate {
  readonly atMs: number;
  readonly perMinute: number;
}

const plotTop = 34;

/** The log-in attempts per minute that led up to each sample but the first. */
export function loginRates(samples: readonly Sample[]): LoginRate[] {
  return samples.slice(1).map((sample, index) => ({
    atMs: sample.atMs,
    perMinute: loginRate(sample, samples[index]) ?? 0,
  }));
}

/** The attempts per minute since the previous sample; undefined for the first one. */
export function loginRate(sample: Sample, previous: Sample | undefined): number | undefined {
  if (previous === undefined || sample.atMs <= previous.atMs) return undefined;
  const minutes = (sample.atMs - previous.atMs) / 60_000;
  return (sample.loginAttemptsTotal - previous.loginAttemptsTotal) / minutes;
}

/**
 * The sample with the most attempts per minute; undefined for a run with fewer than two samples.
 */
export function loginPeak(run: RunResult): LoginRate | undefined {
  return greatest(loginRates(run.samples), ({ perMinute }) => perMinute);
}

/** Draws the chart in one size. */
export function loginChart(
  { runs }: ComparisonResult,
  size: ChartSize,
  options: { id: string; title: string; description: string; origin: string },
): Markup {
  const bottom = plotTop + size.plotHeight;
  const span = runs.flatMap(({ startMs, endMs }) => [startMs, endMs]);
  const x = scaleUtc()
    .domain([new Date(min(span) ?? 0), new Date(max(span) ?? 1)])
    .range([size.left, size.width - size.right]);
  const y = scaleLinear()
    .domain([0, max(runs, (run) => loginPeak(run)?.perMinute) || 1])
    .nice(5)
    .range([bottom, plotTop]);
  return chartSvg({
    ...options,
    size,
    height: bottom + timeAxisHeight + 20,
    body: [
      valueAxis(y, size, { title: 'Log-in attempts per minute', words: formatShortCount }),
      timeAxis(x, size, bottom),
      html`${runs.map((run, index) => rateCurve(run, index, x, y))}`,
      endLabels(runs, x, y),
    ],
  });
}

function rateCurve(
  run: RunResult,
  index: number,
  x: ScaleTime<number, number>,
  y: ScaleLinear<number, number>,
): Markup {
  const path = line<LoginRate>(
    ({ atMs }) => x(atMs),
    ({ perMinute }) => y(perMinute),
  )
    .curve(curveStepBefore)
    .digits(1)(loginRates(run.samples));
  return html`<path class="curve ${policyClass(index)}" d="${path ?? ''}"/>`;
}

function endLabels(
  runs: readonly RunResult[],
  x: ScaleTime<number, number>,
  y: ScaleLinear<number, number>,
): Markup {
  const [bottom = 0] = y.range();
  const labels = runs.flatMap((run, index) => {
    const last = loginRates(run.samples).at(-1);
    if (last === undefined) return [];
    return [{ run, index, last, y: y(last.perMinute) + 4 }];
  });
  return html`${spreadApart(labels, { top: plotTop, bottom: bottom - 14, gap: twoLinesHeight }).map(
    ({ run, index, last, y: atY }) => html`<text class="label ${policyClass(index)}"
 x="${x(last.atMs) + 6}" y="${atY}"><tspan class="strong">${run.policy}</tspan><tspan class="small"
 x="${x(last.atMs) + 6}" dy="13">${formatCount(Math.round(last.perMinute))}/min</tspan></text>`,
  )}`;
}
