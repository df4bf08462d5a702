// The picture of `wire`: for the record and each policy, how the hosts met their peers.
import { overPairs, type WeekPair, wireFigures } from '#runner/wire/wire-figures.ts';
import { type ChartSize, chartSvg } from '../report/chart-frame.ts';
import { html, type Markup } from '../report/markup.ts';
import type { WirePair } from './wire-runs.ts';
import { byPolicy, formatFigure } from './wire-table.ts';

const top = 44;
const rowHeight = 46;
const barHeight = 14;

const parts = ['answeredShare', 'unansweredShare', 'longerShare'];
const figures = wireFigures.filter(({ name }) => parts.includes(name));

/** One row of the picture. */
interface Row {
  readonly name: string;
  readonly quiet: readonly (number | null)[];
  readonly storm: readonly (number | null)[];
}

/** Draws the shares in one size. Each bar tells its numbers where the pointer rests on it. */
export function flowsChart(
  pairs: readonly WirePair[],
  size: ChartSize,
  words: { readonly description: string; readonly origin: string },
): Markup {
  const rows = [recordRow(), ...byPolicy(pairs).map(([name, own]) => policyRow(name, own))];
  return chartSvg({
    id: 'flows',
    title: 'How peers were met',
    ...words,
    size,
    height: top + rows.length * rowHeight + 14,
    body: [legend(size), ...rows.map((row, index) => bars(row, top + index * rowHeight, size))],
  });
}

/** The style of what no other report draws. */
export const flowsChartStyle = `
.answered { fill: #4e79a7; } .unanswered { fill: #b8483f; } .longer { fill: #59984f; }
.quiet { fill-opacity: .45; }
`;

const looks = ['answered', 'unanswered', 'longer'];

function recordRow(): Row {
  return {
    name: 'record',
    quiet: figures.map(({ recordBefore }) => recordBefore),
    storm: figures.map(({ record }) => record),
  };
}

function policyRow(name: string, pairs: readonly WeekPair[]): Row {
  return {
    name,
    quiet: figures.map(({ before }) => overPairs(pairs, before)),
    storm: figures.map(({ during }) => overPairs(pairs, during)),
  };
}

function bars({ name, quiet, storm }: Row, y: number, size: ChartSize): Markup {
  return html`<text class="label strong" x="8" y="${y + 10}">${name}</text>
${bar(`${name}, storm`, storm, { y: y + 15, height: barHeight, look: '' }, size)}
${bar(`${name}, quiet week`, quiet, { y: y + 31, height: 6, look: 'quiet' }, size)}`;
}

function bar(
  name: string,
  shares: readonly (number | null)[],
  { y, height, look }: { readonly y: number; readonly height: number; readonly look: string },
  size: ChartSize,
): Markup {
  // Rounded shares, as the record has them, need not add up to one.
  const whole = shares.reduce<number>((sum, share) => sum + (share ?? 0), 0);
  const width = (size.width - size.right - 8) / Math.max(1, whole);
  let x = 8;
  return html`${shares.map((share, index) => {
    if (share === null) return '';
    const from = x;
    x += share * width;
    const part = looks[index] ?? '';
    const told = `${name}: ${formatFigure('share', share)} ${part}`;
    return html`<rect class="${part} ${look}" x="${from}" y="${y}" width="${x - from}"
  height="${height}"><title>${told}</title></rect>
`;
  })}`;
}

function legend(size: ChartSize): Markup {
  const step = Math.min(120, size.width / looks.length);
  return html`${looks.map(
    (look, index) => html`<rect class="${look}" x="${8 + index * step}" y="8" width="12"
  height="12"/><text class="label" x="${24 + index * step}" y="18">${look}</text>
`,
  )}`;
}
