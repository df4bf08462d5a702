// The chart of log-in attempts per minute, for all policies.

import { max, mean } from 'd3-array';
import { type ScaleLogarithmic, type ScaleTime, scaleLog, scaleUtc } from 'd3-scale';
import { curveStepBefore, line } from 'd3-shape';
import type { ComparisonResult, RunResult, Sample } from '#runner/result.ts';
import { formatCount, formatShortCount } from '#runner/sentences/human-numbers.ts';
import {
  type ChartSize,
  chartSvg,
  labelledRunsMax,
  leader,
  policyClass,
  spreadApart,
  timeAxis,
  timeAxisHeight,
  timeSpanOf,
  twoLinesHeight,
} from './chart-frame.ts';
import { collapseLine } from './collapse-line.ts';
import { hoverSlices } from './hover-slices.ts';
import { type LoginRate, loginPeak, loginRate, loginRates } from './login-rates.ts';
import { html, type Markup } from './markup.ts';
import { waveShade } from './wave-band.ts';

const plotTop = 34;

/** Draws the chart in one size, on a logarithmic scale: policies differ by orders of magnitude. */
export function loginChart(
  result: ComparisonResult,
  size: ChartSize,
  options: { id: string; title: string; description: string; origin: string },
): Markup {
  const { runs } = result;
  const bottom = plotTop + size.plotHeight;
  const x = scaleUtc()
    .domain(timeSpanOf(runs))
    .range([size.left, size.width - size.right]);
  const capacity = max(runs, (run) => run.loginsPerMinuteMax) ?? 1;
  const most = max(runs, (run) => loginPeak(run)?.perMinute) || 1;
  const y = scaleLog()
    .domain([rateMin, Math.max(10, most, capacity) * 1.3])
    .range([bottom, plotTop]);
  return chartSvg({
    ...options,
    size,
    height: bottom + timeAxisHeight + 20,
    body: [
      waveShade({ result, size, x, top: plotTop, bottom }),
      rateAxis(y, size),
      timeAxis(x, size, bottom),
      collapseLine(result, x, plotTop, bottom),
      html`${runs.map((run, index) => rateCurve(run, index, x, y))}`,
      capacityLine(capacity, y, size),
      hoverSlices({ runs, size, x, top: plotTop, bottom, words: rateWords }),
      endLabels(runs, x, y),
    ],
  });
}

function rateWords(sample: Sample, previous: Sample | undefined): string {
  return `${formatCount(Math.round(loginRate(sample, previous) ?? 0))} attempts/min`;
}

/** Fewer attempts than this a minute are drawn at the bottom. */
const rateMin = 1;

function rateAxis(y: ScaleLogarithmic<number, number>, size: ChartSize): Markup {
  const powers = y.ticks(5).filter((value) => Number.isInteger(Math.log10(value)));
  const rules = powers.map((value) => {
    const at = y(value);
    return html`<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${at}"
 y2="${at}"/><text class="axis" x="${size.left - 6}" y="${at + 4}"
 text-anchor="end">${formatShortCount(value)}</text>`;
  });
  return html`${rules}<text class="axis strong" x="0" y="${plotTop - 16}">Attempts per
minute, tenfold from line to line</text>`;
}

function capacityLine(
  capacity: number,
  y: ScaleLogarithmic<number, number>,
  size: ChartSize,
): Markup {
  const at = y(Math.max(rateMin, capacity));
  const words = `what the log-in service can serve: ${formatShortCount(capacity)}`;
  return html`<line class="capacity" x1="${size.left}" x2="${size.width - size.right}" y1="${at}"
 y2="${at}"/><text class="capacity-label" x="${size.left + 4}" y="${at - 5}">${words}</text>`;
}

/** A curve has about this many points: the mean of what lies between, or all is a comb. */
const pointsMax = 240;

function smoothed(rates: readonly LoginRate[]): LoginRate[] {
  const every = Math.max(1, Math.ceil(rates.length / pointsMax));
  const groups = Math.ceil(rates.length / every);
  return Array.from({ length: groups }, (_, at) => {
    const some = rates.slice(at * every, (at + 1) * every);
    const atMs = some.at(-1)?.atMs ?? 0;
    return { atMs, perMinute: mean(some, ({ perMinute }) => perMinute) ?? 0 };
  });
}

function rateCurve(
  run: RunResult,
  index: number,
  x: ScaleTime<number, number>,
  y: ScaleLogarithmic<number, number>,
): Markup {
  const path = line<LoginRate>(
    ({ atMs }) => x(atMs),
    ({ perMinute }) => y(Math.max(rateMin, perMinute)),
  )
    .curve(curveStepBefore)
    .digits(1)(smoothed(loginRates(run.samples)));
  return html`<path class="curve ${policyClass(index)}" d="${path ?? ''}"/>`;
}

/** A curve that ends further than this from the right is named by the first picture. */
const earlyWidth = 60;

function endLabels(
  runs: readonly RunResult[],
  x: ScaleTime<number, number>,
  y: ScaleLogarithmic<number, number>,
): Markup {
  const [bottom = 0] = y.range();
  const labels = runs.flatMap((run, index) => {
    const last = smoothed(loginRates(run.samples)).at(-1);
    if (last === undefined) return [];
    const isEarly = (x.range()[1] ?? 0) - x(last.atMs) > earlyWidth;
    if (isEarly && runs.length > labelledRunsMax) return [];
    const [endX, endY] = [x(last.atMs), y(Math.max(rateMin, last.perMinute))];
    return [{ run, index, last, endX, endY, x: endX + 16, y: endY + 4, width: 0 }];
  });
  return html`${spreadApart(labels, { top: plotTop, bottom: bottom - 14, gap: twoLinesHeight }).map(
    (label) => html`<g class="${policyClass(label.index)}">
${leader(label.endX + 2, label.endY, label)}
<text class="label strong" x="${label.x}" y="${label.y}">${label.run.policy}</text>
<text class="label small" x="${label.x}" y="${label.y + 13}">${formatCount(
      Math.round(label.last.perMinute),
    )}/min</text></g>`,
  )}`;
}
