// The picture of a factorial: its effects as bars, the largest first, each with its interval.
import { extent } from 'd3-array';
import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { Effect } from '#runner/effects/effects-over-seeds.ts';
import { formatShare } from '#runner/sentences/human-numbers.ts';
import { type ChartSize, chartSvg } from '../report/chart-frame.ts';
import { html, type Markup } from '../report/markup.ts';
import { type NumberAxis, numberAxis, whisker, whiskerStyle } from '../report/number-axis.ts';
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
      changeAxis(x, { size, top, bottom, title: `Change of ${measure.name}, ${axis.words}` }),
      ...effects.map((effect, index) =>
        bar(effect, top + index * rowHeight, measure.unit, size, (value) => x(value / axis.per)),
      ),
    ],
  });
}

/** The style of what no other report draws. */
export const effectsChartStyle = `
.bar { fill: var(--c); } .bar.together { fill-opacity: .35; stroke: var(--c); }
${whiskerStyle} .zero { stroke: var(--ink); }
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
${interval === null ? '' : whisker(x(interval[0]), x(interval[1]), middle)}
<text class="label" x="${right + 8}" y="${middle + 4}">${change}</text></g>`;
}

function changeAxis(x: ScaleLinear<number, number>, axis: NumberAxis): Markup {
  const [, end = 0] = x.range();
  return html`${numberAxis(x, axis, 'zero')}
<text class="axis" x="${end}" y="${axis.bottom + 34}" text-anchor="end">more →</text>`;
}

/** The unit of an axis that reaches to a change of this size. */
function axisOf(unit: MeasureUnit, size: number): { readonly per: number; readonly words: string } {
  if (unit === 'usd') return { per: 1, words: 'dollars' };
  if (unit === 'share') return { per: 0.01, words: 'percentage points' };
  if (unit === 'number') return { per: 1, words: 'its own unit' };
  if (size >= 2 * 3_600e3) return { per: 3_600e3, words: 'hours' };
  return size >= 120e3 ? { per: 60e3, words: 'minutes' } : { per: 1e3, words: 'seconds' };
}
