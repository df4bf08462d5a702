// The picture of cost against healing: a point for each way to deploy, and the front of those that
// nothing else beats.
import { max, min } from 'd3-array';
import { scaleLog } from 'd3-scale';
import { formatUsd } from '#runner/sentences/format-usd.ts';
import { formatDuration } from '#runner/sentences/human-numbers.ts';
import { type ChartSize, chartSvg, policyClass, spreadApart } from '../report/chart-frame.ts';
import { html, type Markup } from '../report/markup.ts';
import type { Way } from './cost-findings.ts';

const top = 34;
const axisHeight = 40;

/** Times that are worth a tick: one and ten seconds, minutes and hours, and four days. */
const tickMs = [1e3, 10e3, 60e3, 600e3, 3_600e3, 36_000e3, 345_600e3];

/** A logarithm has no zero: what heals sooner is drawn here. */
const healMsMin = 1e3;

/** Draws the ways that healed, and a line through the front. */
export function waysChart(
  ways: readonly (Way & { readonly name: string; readonly index: number })[],
  front: readonly Way[],
  size: ChartSize,
  words: { readonly description: string; readonly origin: string },
): Markup {
  const bottom = top + size.plotHeight;
  const healed = ways.filter(({ healMs }) => Number.isFinite(healMs));
  const healMs = healed.map((way) => Math.max(healMsMin, way.healMs));
  const amounts = healed.map(({ costUsd }) => costUsd);
  const x = scaleLog()
    .domain([(min(healMs) ?? healMsMin) / 1.6, (max(healMs) ?? healMsMin) * 1.6])
    .range([size.left + 24, size.width - size.right]);
  const y = scaleLog()
    .domain([(min(amounts) ?? 1) / 1.6, (max(amounts) ?? 1) * 1.6])
    .range([bottom, top]);
  const placeOf = (way: Way) => [x(Math.max(healMsMin, way.healMs)), y(way.costUsd)] as const;
  const nameOf = (way: (typeof healed)[number]) => {
    const [cx, cy] = placeOf(way);
    return { name: way.name, look: policyClass(way.index), at: cx + 8, y: cy };
  };
  const steps = front.map(
    (way, index) => `${index === 0 ? 'M' : 'L'}${placeOf(way).map(inPixels)}`,
  );
  const [start = 0, end = 0] = x.range();
  const timeTicks = tickMs.filter((ms) => ms >= (x.domain()[0] ?? 0) && ms <= (x.domain()[1] ?? 0));
  return chartSvg({
    id: 'ways',
    title: 'Cost against the time until healed',
    ...words,
    size,
    height: bottom + axisHeight + 16,
    body: [
      label('axis strong', 0, top - 16, 'start', 'Bill (dotted: nothing is cheaper and faster)'),
      html`${amountTicks(y.domain()).map((usd) => {
        const at = y(usd);
        const rule = html`<line class="grid" x1="${start}" x2="${end}" y1="${at}" y2="${at}"/>`;
        return html`${rule}${label('axis', start - 6, at + 4, 'end', formatUsd(usd))}`;
      })}`,
      html`<line class="base" x1="${start}" x2="${end}" y1="${bottom}" y2="${bottom}"/>`,
      html`${timeTicks.map((ms) => {
        const at = x(ms);
        const to = bottom + 4;
        const mark = html`<line class="tick" x1="${at}" x2="${at}" y1="${bottom}" y2="${to}"/>`;
        return html`${mark}${label('axis', at, bottom + 17, 'middle', formatDuration(ms))}`;
      })}`,
      label('axis', end, bottom + 34, 'end', 'until healed →'),
      html`<path class="target" d="${steps.join('')}"/>`,
      html`${healed.map((way) => {
        const [cx, cy] = placeOf(way);
        const dot = html`<circle class="end" cx="${cx}" cy="${cy}" r="4.5"/>`;
        return html`<g class="${policyClass(way.index)}">${dot}</g>`;
      })}`,
      html`${spreadApart(healed.map(nameOf), { top, bottom }).map(({ look, at, y: atY, name }) =>
        label(`label strong ${look}`, at, atY + 4, 'start', name),
      )}`,
    ],
  });
}

function label(look: string, x: number, y: number, anchor: string, words: string): Markup {
  return html`<text class="${look}" x="${x}" y="${y}" text-anchor="${anchor}">${words}</text>`;
}

/** One, two and five of each decade; where these are many, one alone. */
function amountTicks([low = 1, high = 10]: number[]): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const decades = Array.from({ length: last - first + 1 }, (_, step) => 10 ** (first + step));
  const steps = decades.length > ticksMax / 2 ? [1] : [1, 2, 5];
  return decades
    .flatMap((decade) => steps.map((step) => step * decade))
    .filter((usd) => usd >= low && usd <= high);
}

/** So many amounts fit one above the other. */
const ticksMax = 8;

function inPixels(value: number): string {
  return value.toFixed(1);
}
