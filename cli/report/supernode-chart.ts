// The chart of live supernodes and of those that heal counts. The difference is ghosts.

import { max } from 'd3-array';
import { type ScaleLinear, type ScaleTime, scaleLinear, scaleUtc } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import type { ComparisonResult, RunResult, Sample } from '#runner/result.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';
import {
  type ChartSize,
  chartSvg,
  policyClass,
  spreadApart,
  timeAxis,
  timeAxisHeight,
  timeSpanOf,
  valueAxis,
} from './chart-frame.ts';
import { collapseLine } from './collapse-line.ts';
import { hoverSlices } from './hover-slices.ts';
import { html, type Markup } from './markup.ts';
import { stepsOf, thinSamples } from './thin-samples.ts';
import { waveShade } from './wave-band.ts';

const panelTop = 44;
const panelHeight = 110;

/** Draws one panel per policy in one size, all on the same scales. */
export function supernodeChart(
  result: ComparisonResult,
  size: ChartSize,
  options: { id: string; title: string; description: string; origin: string },
): Markup {
  const { runs } = result;
  const x = scaleUtc()
    .domain(timeSpanOf(runs))
    .range([size.left, size.width - size.right]);
  const most = max(runs, ({ samples }) =>
    max(samples, (sample) => Math.max(sample.supernodesLive, sample.supernodesCounted)),
  );
  const panels = runs.map((run, index) => {
    const bottom = (index + 1) * (panelTop + panelHeight);
    const y = scaleLinear()
      .domain([0, most || 1])
      .nice(4)
      .range([bottom, bottom - panelHeight]);
    return html`${waveShade({ result, size, x, top: bottom - panelHeight, bottom })}
${panel(run, index, x, y, size)}
${collapseLine(result, x, bottom - panelHeight, bottom)}
${hoverSlices({ runs: [run], size, x, top: bottom - panelHeight, bottom, words: countWords })}`;
  });
  const axisY = runs.length * (panelTop + panelHeight);
  return chartSvg({
    ...options,
    size,
    height: axisY + timeAxisHeight + 20,
    body: [...panels, timeAxis(x, size, axisY)],
  });
}

function countWords({ supernodesLive, supernodesCounted }: Sample): string {
  return `${formatCount(supernodesLive)} live, ${formatCount(supernodesCounted)} counted`;
}

function panel(
  run: RunResult,
  index: number,
  x: ScaleTime<number, number>,
  y: ScaleLinear<number, number>,
  size: ChartSize,
): Markup {
  const [bottom = 0, top = 0] = y.range();
  const changes = stepsOf(
    run.samples,
    (a, b) => a.supernodesLive === b.supernodesLive && a.supernodesCounted === b.supernodesCounted,
  );
  const samples = thinSamples(changes, ({ supernodesLive }) => supernodesLive);
  const along = (sample: Sample) => x(sample.atMs);
  const live = (sample: Sample) => y(sample.supernodesLive);
  const counted = (sample: Sample) => y(sample.supernodesCounted);
  // Only supernodes counted beyond the live ones are ghosts. Heal may also count too few, just
  // after promotions.
  const ghosts = area<Sample>(along, live, (sample) => Math.min(live(sample), counted(sample)))
    .curve(curveStepAfter)
    .digits(1);
  const steps = (value: (sample: Sample) => number) =>
    line<Sample>(along, value).curve(curveStepAfter).digits(1)(samples) ?? '';
  return html`<g class="${policyClass(index)}">
${valueAxis(y, size, { title: '', words: (value) => formatCount(value), ticks: 3 })}
<text class="axis strong" x="0" y="${top - 16}">
<tspan class="label">${run.policy}</tspan>: supernodes</text>
<path class="ghosts" d="${ghosts(samples) ?? ''}"/>
<line class="base" x1="${size.left}" x2="${size.width - size.right}" y1="${bottom}" y2="${bottom}"/>
<path class="curve solid" d="${steps(live)}"/>
<path class="counted" d="${steps(counted)}"/>
${endLabels(run, x, y)}</g>`;
}

function endLabels(
  run: RunResult,
  x: ScaleTime<number, number>,
  y: ScaleLinear<number, number>,
): Markup {
  const last = run.samples.at(-1);
  if (last === undefined) return html``;
  const [bottom = 0, top = 0] = y.range();
  const { supernodesLive, supernodesCounted } = last;
  const labels = [
    { look: '', text: `${formatCount(supernodesCounted)} counted`, y: y(supernodesCounted) + 3 },
    { look: 'strong', text: `${formatCount(supernodesLive)} live`, y: y(supernodesLive) + 5 },
  ];
  const atX = x(last.atMs) + 6;
  return html`${spreadApart(labels, { top, bottom }).map(
    ({ look, text, y: atY }) =>
      html`<text class="label ${look}" x="${atX}" y="${atY}">${text}</text>`,
  )}`;
}
