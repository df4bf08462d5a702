// The picture of `what-if`: for each change the worst share offline, with its interval.
import { type ChartSize, chartSvg } from '../report/chart-frame.ts';
import { html, type Markup } from '../report/markup.ts';
import { whisker, whiskerStyle } from '../report/number-axis.ts';
import { type ChangeSummary, formatOver } from './what-if-table.ts';

const top = 12;
const rowHeight = 34;
const axisHeight = 30;

/** Draws the changes in one size. Each bar tells its numbers where the pointer rests on it. */
export function offlineChart(
  summaries: readonly ChangeSummary[],
  size: ChartSize,
  words: { readonly description: string; readonly origin: string },
): Markup {
  const bottom = top + summaries.length * rowHeight;
  return chartSvg({
    id: 'offline',
    title: 'The worst share offline',
    ...words,
    size,
    height: bottom + axisHeight + 14,
    body: [
      axis(size, bottom),
      ...summaries.map((one, index) => row(one, top + index * rowHeight, size)),
    ],
  });
}

/** The style of what no other report draws. */
export const offlineChartStyle = `
.offline { fill: var(--c); } ${whiskerStyle}
`;

const left = 8;

function at(share: number, size: ChartSize): number {
  return left + share * (size.width - size.right - left);
}

function row({ change, measures }: ChangeSummary, y: number, size: ChartSize): Markup {
  const { worstOffline } = measures;
  const { median, interval } = worstOffline;
  const middle = y + 21;
  const [low, high] = interval ?? [median, median];
  return html`<g class="${change.name === 'as-it-was' ? 'p0' : 'p1'}">
<title>${change.name}: ${formatOver(worstOffline)}</title>
<text class="label" x="${left}" y="${y + 12}">${change.name}</text>
<rect class="offline" x="${left}" y="${y + 16}" width="${at(median, size) - left}" height="10"/>
${whisker(at(low, size), at(high, size), middle)}
<text class="label" x="${size.width - size.right + 8}" y="${y + 25}">${Math.round(
    median * 100,
  )} %</text></g>`;
}

function axis(size: ChartSize, bottom: number): Markup {
  return html`${[0, 0.25, 0.5, 0.75, 1].map(
    (share) => html`<line class="grid" x1="${at(share, size)}" x2="${at(share, size)}" y1="${top}"
  y2="${bottom}"/><text class="axis" x="${at(share, size)}" y="${bottom + 16}"
  text-anchor="middle">${share * 100} %</text>
`,
  )}`;
}
