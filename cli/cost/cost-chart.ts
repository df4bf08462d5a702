// The pictures of a cost: money against nodes, and money against the time that healing takes, all
// on logarithms.
import { max, min } from 'd3-array';
import { type ScaleLogarithmic, scaleLog } from 'd3-scale';
import { area, line as path } from 'd3-shape';
import type { OverSeeds } from '#runner/over-seeds.ts';
import { formatUsd } from '#runner/sentences/format-usd.ts';
import { formatShortCount } from '#runner/sentences/human-numbers.ts';
import { type ChartSize, chartSvg, policyClass, spreadApart } from '../report/chart-frame.ts';
import { html, type Markup } from '../report/markup.ts';
import type { CostLine, CostPoint } from './cost-points.ts';

/** What a chart shows of each point, and the floor below it, if it has one. */
export interface ChartedMeasure {
  readonly id: string;
  readonly title: string;
  readonly axis: string;
  readonly of: (point: CostPoint) => OverSeeds;
  readonly floorOf: (point: CostPoint) => number;
}

const top = 34;
const axisHeight = 40;

/** Colours repeat after so many, and nobody could tell more lines apart. */
export const linesDrawnMax = 6;

/** Draws lines in one size: bands over the seeds, dashed where they were worked out. */
export function costChart(
  lines: readonly CostLine[],
  names: readonly string[],
  measure: ChartedMeasure,
  size: ChartSize,
  words: { readonly description: string; readonly origin: string },
): Markup {
  const bottom = top + size.plotHeight;
  const labelX = size.width - size.right + 8;
  const points = lines.flatMap((line) => line.points);
  const scales: Scales = {
    x: scaleLog()
      .domain(
        decades(
          points.map(({ nodes }) => nodes),
          1,
        ),
      )
      .range([size.left + 14, size.width - size.right]),
    y: scaleLog()
      .domain(
        decades(
          points.flatMap((point) => amountsOf(point, measure)),
          10,
        ),
      )
      .range([bottom, top]),
  };
  const ends = lines.map((line, index) => endOf(line, names[index] ?? '', index, measure, scales));
  return chartSvg({
    id: measure.id,
    title: measure.title,
    ...words,
    size,
    height: bottom + axisHeight + 16,
    body: [
      amountAxis(scales.y, size, measure.axis),
      nodesAxis(scales.x, bottom),
      ...lines.map((line, index) => drawnLine(line, index, measure, scales)),
      html`${spreadApart(ends, { top, bottom }).map(
        ({ y, text, look }) =>
          html`<text class="label ${look}" x="${labelX}" y="${y + 4}">${text}</text>`,
      )}`,
    ],
  });
}

interface Scales {
  readonly x: ScaleLogarithmic<number, number>;
  readonly y: ScaleLogarithmic<number, number>;
}

function amountsOf(point: CostPoint, { of, floorOf }: ChartedMeasure): number[] {
  const { min: low, max: high } = of(point);
  return [low, high, floorOf(point)].filter((usd) => Number.isFinite(usd) && usd > 0);
}

/** From a power of ten to one, with room below; nothing to show is a decade around 1. */
function decades(values: readonly number[], stepMin: number): [number, number] {
  const [low, high] = [min(values) ?? 1, max(values) ?? 10];
  if (stepMin === 1) return [low, high === low ? low * 10 : high];
  return [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high * 1.0001))];
}

function drawnLine(
  { points }: CostLine,
  index: number,
  measure: ChartedMeasure,
  { x, y }: Scales,
): Markup {
  const at = ({ nodes }: CostPoint) => x(nodes);
  const middle = (point: CostPoint) => y(measure.of(point).median);
  const shown = points.filter((point) => measure.of(point).median > 0);
  const run = shown.filter(({ kind }) => kind === 'run');
  // A line that goes on from the last run.
  const larger = shown.slice(Math.max(0, run.length - 1));
  const band = area<CostPoint>(
    at,
    (point) => y(measure.of(point).min),
    (point) => y(measure.of(point).max),
  ).digits(1);
  const along = (value: (point: CostPoint) => number) => path<CostPoint>(at, value).digits(1);
  const floor = shown.filter((point) => measure.floorOf(point) > 0);
  return html`<g class="${policyClass(index)}">
<path class="ghosts" d="${band(run) ?? ''}"/>
<path class="floor" d="${along((point) => y(measure.floorOf(point)))(floor) ?? ''}"/>
<path class="curve solid" d="${along(middle)(run) ?? ''}"/>
<path class="counted" d="${along(middle)(larger) ?? ''}"/>
${shown.map((point) => {
  const look = point.kind === 'run' ? 'end' : 'hollow';
  return html`<circle class="${look}" cx="${at(point)}" cy="${middle(point)}" r="3.4"/>`;
})}</g>`;
}

function endOf(
  { points }: CostLine,
  text: string,
  index: number,
  measure: ChartedMeasure,
  { y }: Scales,
) {
  const last = points.findLast((point) => measure.of(point).median > 0);
  const atY = last === undefined ? top : y(measure.of(last).median);
  return { y: atY, text, look: `strong ${policyClass(index)}` };
}

function amountAxis(y: Scales['y'], size: ChartSize, title: string): Markup {
  const [low = 1, high = 10] = y.domain();
  const count = Math.round(Math.log10(high / low));
  const every = Math.max(1, Math.ceil(count / 7));
  const right = size.width - size.right;
  const lines = Array.from({ length: count + 1 }, (_, step) => step)
    .filter((step) => step % every === 0)
    .map((step) => {
      const usd = low * 10 ** step;
      const at = y(usd);
      return html`<line class="grid" x1="${size.left + 14}" x2="${right}" y1="${at}" y2="${at}"/>
<text class="axis" x="${size.left + 8}" y="${at + 4}" text-anchor="end">${roundUsd(usd)}</text>`;
    });
  return html`${lines}<text class="axis strong" x="0" y="${top - 16}">${title}</text>`;
}

/** A power of ten in few characters: `$100 k`, `$0.01`. */
function roundUsd(usd: number): string {
  return usd >= 999 ? `$${formatShortCount(usd)}` : formatUsd(usd).replace(/\.00$/, '');
}

function nodesAxis(x: Scales['x'], y: number): Markup {
  const [low = 1, high = 10] = x.domain();
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const ticks = Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => {
    const nodes = 10 ** (first + step);
    const at = x(nodes);
    return html`<line class="tick" x1="${at}" x2="${at}" y1="${y}" y2="${y + 4}"/>
<text class="axis" x="${at}" y="${y + 17}" text-anchor="middle">${formatShortCount(nodes)}</text>`;
  });
  const [start = 0, end = 0] = x.range();
  return html`<line class="base" x1="${start}" x2="${end}" y1="${y}" y2="${y}"/>${ticks}
<text class="axis" x="${end}" y="${y + 34}" text-anchor="end">nodes →</text>`;
}
