// The chart of the bills: one bar for each policy, all on one scale, divided by service.

import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import type { Service } from '#pricing/billable-meters.ts';
import type { BilledRun, ComparisonResult } from '#runner/result.ts';
import { formatUsd } from '#runner/sentences/format-usd.ts';
import { type ChartSize, chartSvg, policyClass } from './chart-frame.ts';
import { html, type Markup } from './markup.ts';

const barHeight = 22;
const barGap = 34;
const captionHeight = 18;

/** Draws the bills in one size. A share that is too narrow for its label has none. */
export function billChart(
  { runs }: ComparisonResult,
  size: ChartSize,
  options: { id: string; title: string; description: string; origin: string },
): Markup {
  const x = scaleLinear()
    .domain([0, max(runs, ({ bill }) => bill.totalUsd) || 1])
    .range([0, size.width - size.right]);
  const bars = runs.map((run, index) => bar(run, index, x, size));
  const height = runs.length * (captionHeight + barHeight + barGap) + 14;
  return chartSvg({ ...options, size, height, body: bars });
}

function bar(run: BilledRun, index: number, x: (usd: number) => number, size: ChartSize): Markup {
  const top = index * (captionHeight + barHeight + barGap) + captionHeight;
  const { policy, bill } = run;
  const end = x(bill.totalUsd);
  return html`<g class="${policyClass(index)}">
<text class="label strong" x="0" y="${top - 6}">${policy}</text>
${segments(run, x).map(({ service, from, width, opacity }) => {
  const words = `${service} ${formatUsd(bill.serviceUsd[service] ?? 0)}`;
  const isWide = words.length * size.characterWidth < width;
  return html`<rect class="share" x="${from}" y="${top}" width="${width}" height="${barHeight}"
  opacity="${opacity}"/>${
    isWide
      ? html`<text class="small" x="${from + 2}" y="${top + barHeight + 13}">${words}</text>`
      : ''
  }`;
})}
<text class="label strong" x="${end + 6}" y="${top + 15}">${formatUsd(bill.totalUsd)}</text>
</g>`;
}

/** The services of a bill from left to right, the most expensive first. */
function segments({ bill }: BilledRun, x: (usd: number) => number) {
  const shares = Object.entries(bill.serviceUsd).sort(([, a], [, b]) => b - a);
  let usd = 0;
  return shares.map(([service, costUsd], place) => {
    const from = x(usd);
    usd += costUsd;
    // Neighbouring shares have different tones, so that their border is visible.
    return {
      service: service as Service,
      from,
      width: x(usd) - from,
      opacity: place % 2 === 0 ? '0.9' : '0.5',
    };
  });
}
