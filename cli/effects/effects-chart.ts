// The picture of a factorial: its effects as bars, the largest first, each with its interval.
import { extent } from 'd3-array';
import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { Effect } from '#runner/effects/effects-over-seeds.ts';
import { formatShare } from '#runner/sentences/human-numbers.ts';
import { type ChartSize, chartSvg } from '../report/chart-frame.ts';
import { html, type Markup } from '../report/markup.ts';
import type { MeasureUnit } from '../thresholds/measures.ts';
import type { NamedMeasure } from '../thresholds/named-measures.ts';
import { effectName, formatChange } from './effects-sentences.ts';

const top = 40;
const rowHeight = 36;
const barHeight = 12;
const axisHeight = 46;

/** Draws effects in one size. Each bar tells its numbers where the pointer rests on it. */
export function effectsChart(
  effects: readonly Effect[],
  measure: Pick<NamedMeasure, 'name' | 'unit'>,
  size: ChartSize,
  words: { readonly description: string; readonly origin: string },
): Markup {
  const ends = effects.flatMap(({ effect, interval }) => [0, effect, ...(interval ?? [])]);
  const [low = 0, high = 0] = extent(ends);
  const axis = axisOf(measure.unit, Math.max(-low, high));
  const x = scaleLinear()
    .domain([low / axis.per, (high > low ? high : low + 1) / axis.per])
    .nice(size.timeTicks)
    .range([8, size.width - size.right]);
  const bottom = top + effects.length * rowHeight;
  return chartSvg({
    id: 'effects',
    title: `Effects on ${measure.name}`,
    ...words,
    size,
    height: bottom + axisHeight + 14,
    body: [
      changeAxis(x, size, bottom, `Change of ${measure.name}, ${axis.words}`),
      ...effects.map((effect, index) =>
        bar(effect, top + index * rowHeight, measure.unit, size, (value) => x(value / axis.per)),
      ),
    ],
  });
}

/** The style of what no other report draws. */
export const effectsChartStyle = `
.bar { fill: var(--c); } .bar.together { fill-opacity: .35; stroke: var(--c); }
.whisker { stroke: var(--ink); stroke-width: 1.4; } .zero { stroke: var(--ink); }
.row:hover .bar { stroke: var(--ink); stroke-width: 1.5; }
.hit { fill: transparent; }
.row-name { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
`;

function bar(
  effect: Effect,
  y: number,
  unit: MeasureUnit,
  size: ChartSize,
  x: (value: number) => number,
): Markup {
  const { factors, interval, variationShare } = effect;
  const [from, to] = [x(0), x(effect.effect)].toSorted((a, b) => a - b) as [number, number];
  const change = formatChange(unit, effect.effect);
  const barY = y + 18;
  const middle = barY + barHeight / 2;
  const ends = interval?.map((end) => formatChange(unit, end)).join(' to ') ?? 'one seed';
  const isAlone = factors.length === 1;
  const name = effectName(effect);
  const share = formatShare(variationShare);
  const told = `${name}: ${change} (95 %: ${ends}), ${share} of the differences`;
  const right = size.width - size.right;
  return html`<g class="row ${effect.effect < 0 ? 'p1' : 'p0'}">
<title>${told}</title>
<rect class="hit" x="0" y="${y}" width="${size.width}" height="${rowHeight}"/>
<text class="row-name ${isAlone ? 'strong' : ''}" x="8" y="${y + 13}">${name}</text>
<rect class="bar ${isAlone ? '' : 'together'}" x="${from}" y="${barY}" width="${to - from}"
  height="${barHeight}"/>
${whisker(interval, middle, x)}
<text class="label" x="${right + 8}" y="${middle + 4}">${change}</text></g>`;
}

function whisker(
  interval: Effect['interval'],
  y: number,
  x: (value: number) => number,
): Markup | string {
  if (interval === null) return '';
  const [low, high] = [x(interval[0]), x(interval[1])];
  const ends = html`M${low},${y - 4}V${y + 4}M${high},${y - 4}V${y + 4}`;
  return html`<path class="whisker" d="M${low},${y}H${high}${ends}"/>`;
}

function changeAxis(
  x: ScaleLinear<number, number>,
  size: ChartSize,
  bottom: number,
  title: string,
): Markup {
  const format = x.tickFormat(size.timeTicks);
  const ticks = x.ticks(size.timeTicks).map((value) => {
    const at = x(value);
    const look = value === 0 ? 'zero' : 'grid';
    return html`<line class="${look}" x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/>
<text class="axis" x="${at}" y="${bottom + 16}" text-anchor="middle">${format(value)}</text>`;
  });
  const [start = 0, end = 0] = x.range();
  return html`${ticks}<line class="base" x1="${start}" x2="${end}" y1="${bottom}" y2="${bottom}"/>
<text class="axis strong" x="0" y="${top - 22}">${title}</text>
<text class="axis" x="${end}" y="${bottom + 34}" text-anchor="end">more →</text>`;
}

/** The unit of an axis that reaches to a change of this size. */
function axisOf(unit: MeasureUnit, size: number): { readonly per: number; readonly words: string } {
  if (unit === 'usd') return { per: 1, words: 'dollars' };
  if (unit === 'share') return { per: 0.01, words: 'percentage points' };
  if (unit === 'number') return { per: 1, words: 'its own unit' };
  if (size >= 2 * 3_600e3) return { per: 3_600e3, words: 'hours' };
  return size >= 120e3 ? { per: 60e3, words: 'minutes' } : { per: 1e3, words: 'seconds' };
}
