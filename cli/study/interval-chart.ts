// A picture of some values with their intervals, one row each.
import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { type ChartSize, chartSvg } from '../report/chart-frame.ts';
import { html, type Markup } from '../report/markup.ts';
import { numberAxis, whisker, whiskerStyle } from '../report/number-axis.ts';

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
${whiskerStyle} .dot { fill: var(--c); stroke: var(--ink); }
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
      numberAxis(x, { size, top, bottom, title: axis }),
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
${reach(x(Math.max(0, low)), x(high), middle)}
<circle class="dot" cx="${x(value)}" cy="${middle}" r="4"/></g>`;
}

/** No line where there is no interval. */
function reach(from: number, to: number, middle: number): Markup | string {
  return Number.isFinite(from) && Number.isFinite(to) ? whisker(from, to, middle) : '';
}
