// What charts with a row for each value share: an axis below, and the interval of a row.
import type { ScaleLinear } from 'd3-scale';
import type { ChartSize } from './chart-frame.ts';
import { html, type Markup } from './markup.ts';

/** The style of intervals. */
export const whiskerStyle = '.whisker { stroke: var(--ink); stroke-width: 1.4; }';

/** The interval of a row, from end to end. @param y its middle */
export function whisker(from: number, to: number, y: number): Markup {
  const ends = `M${from},${y - 4}v8M${to},${y - 4}v8`;
  return html`<path class="whisker" d="${`M${from},${y}H${to}${ends}`}"/>`;
}

/** Where an axis is, and what it says. */
export interface NumberAxis {
  readonly size: ChartSize;
  /** Where its lines begin and end. */
  readonly top: number;
  readonly bottom: number;
  readonly title: string;
}

/** An axis below the rows, with a line through them at each tick; that of 0 may look otherwise. */
export function numberAxis(
  x: ScaleLinear<number, number>,
  { size, top, bottom, title }: NumberAxis,
  zeroLook = 'grid',
): Markup {
  const format = x.tickFormat(size.timeTicks);
  const ticks = x.ticks(size.timeTicks).map((value) => {
    const at = x(value);
    const look = value === 0 ? zeroLook : 'grid';
    return html`<line class="${look}" x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/>
<text class="axis" x="${at}" y="${bottom + 16}" text-anchor="middle">${format(value)}</text>`;
  });
  const [start = 0, end = 0] = x.range();
  return html`${ticks}<line class="base" x1="${start}" x2="${end}" y1="${bottom}" y2="${bottom}"/>
<text class="axis strong" x="0" y="${top - 22}">${title}</text>`;
}
