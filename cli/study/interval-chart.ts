// A picture of some values with their intervals, one row each.
import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { type ChartSize, chartSvg } from '../report/chart-frame.ts';
import { html, type Markup } from '../report/markup.ts';

/** A row: a dot for the value, a line for the interval. */
export interface IntervalRow {
  readonly name: string;
  /** The value and its interval in words. */
  readonly told: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What the picture is called. */
export interface IntervalChartWords {
  readonly title: string;
  readonly axis: string;
  readonly description: string;
  readonly origin: string;
}

/** The style of what no other report draws. */
export const intervalChartStyle = `
.whisker { stroke: var(--ink); stroke-width: 1.4; } .dot { fill: var(--c); stroke: var(--ink); }
.row-name { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
`;

const top = 40;
const rowHeight = 38;
const axisHeight = 46;

/** Draws rows in one size. The axis begins at 0. */
export function intervalChart(
  rows: readonly IntervalRow[],
  size: ChartSize,
  { title, axis, description, origin }: IntervalChartWords,
): Markup {
  const most = Math.max(
    0,
    ...rows.flatMap(({ value, high }) => [value, high]).filter(Number.isFinite),
  );
  const x = scaleLinear()
    .domain([0, most > 0 ? most : 1])
    .nice(size.timeTicks)
    .range([8, size.width - 24]);
  const bottom = top + rows.length * rowHeight;
  return chartSvg({
    id: 'intervals',
    title,
    description,
    origin,
    size,
    height: bottom + axisHeight,
    body: [
      axisOf(x, size, bottom, axis),
      ...rows.map((row, index) => drawn(row, top + index * rowHeight, x)),
    ],
  });
}

function drawn(
  { name, told, value, low, high }: IntervalRow,
  y: number,
  x: ScaleLinear<number, number>,
): Markup {
  const middle = y + 26;
  return html`<g class="row p0"><title>${`${name}: ${told}`}</title>
<text class="row-name" x="8" y="${y + 14}">${`${name}: ${told}`}</text>
${whisker(x(Math.max(0, low)), x(high), middle)}
<circle class="dot" cx="${x(value)}" cy="${middle}" r="4"/></g>`;
}

/** No line where there is no interval. */
function whisker(from: number, to: number, middle: number): Markup | string {
  if (!Number.isFinite(from) || !Number.isFinite(to)) return '';
  const ends = `M${from},${middle - 4}v8M${to},${middle - 4}v8`;
  return html`<path class="whisker" d="${`M${from},${middle}H${to}${ends}`}"/>`;
}

function axisOf(
  x: ScaleLinear<number, number>,
  size: ChartSize,
  bottom: number,
  title: string,
): Markup {
  const format = x.tickFormat(size.timeTicks);
  const ticks = x.ticks(size.timeTicks).map((value) => {
    const at = x(value);
    return html`<line class="grid" x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/>
<text class="axis" x="${at}" y="${bottom + 16}" text-anchor="middle">${format(value)}</text>`;
  });
  const [start = 0, end = 0] = x.range();
  return html`${ticks}<line class="base" x1="${start}" x2="${end}" y1="${bottom}" y2="${bottom}"/>
<text class="axis strong" x="0" y="${top - 22}">${title}</text>`;
}
