// What the saved comparisons say: a page with the latest, and one picture of all.
import { max } from 'd3-array';
import { scaleLinear, scalePoint } from 'd3-scale';
import { html } from '#cli/report/markup.ts';
import type { OverSeeds } from '#runner/over-seeds.ts';
import type { SpeedFigure } from './race-checkouts.ts';
import { speedWorks } from './works.ts';

/** One call of the bench, as it is saved. */
export interface SpeedEntry {
  readonly date: string;
  readonly commit: string;
  readonly cpu: string;
  readonly node: string;
  readonly against: string;
  readonly loadBefore: number;
  readonly figures: readonly SpeedFigure[];
}

const width = 900;
const height = 420;
const margin = { left: 56, right: 200, top: 40, bottom: 48 };
const right = width - margin.right;

/** Dark enough on white, and told apart by those who see no red or green. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#a0448c'];

/** The speed-up of each work at each commit, with the range of its pairs. */
export function speedPicture(entries: readonly SpeedEntry[]): string {
  const top = max(entries.flatMap(({ figures }) => figures.map((one) => one.wallSpeedUp.max))) ?? 1;
  const y = scaleLinear()
    .domain([0, Math.max(top, 4)])
    .nice()
    .range([height - margin.bottom, margin.top]);
  const places = entries.map((_, index) => index);
  const x = scalePoint<number>().domain(places).range([margin.left, right]).padding(0.5);
  const grid = y.ticks(6).map(
    (value) => html`
  <line x1="${margin.left}" x2="${right}" y1="${y(value)}" y2="${y(value)}"
    stroke="${value === 1 ? '#555' : '#ddd'}"/>
  <text x="${margin.left - 8}" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
  );
  const commits = entries.map(
    ({ commit }, index) => html`
  <text x="${x(index) ?? 0}" y="${height - margin.bottom + 20}"
    text-anchor="middle">${commit.slice(0, 7)}</text>`,
  );
  const heights = endsApart(entries, y);
  const series = speedWorks.map(({ name }, order) => {
    const points = entries.flatMap(({ figures }, index) => {
      const figure = figures.find((one) => one.name === name);
      return figure === undefined ? [] : [{ at: x(index) ?? 0, ...figure.wallSpeedUp }];
    });
    const colour = colours[order] ?? '#000';
    const path = points.map(({ at, median }) => `${at},${y(median)}`).join(' ');
    const last = points.at(-1);
    return html`
  <polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${points.map(
    ({ at, min, median, max: most }) => html`
  <line x1="${at}" x2="${at}" y1="${y(min)}" y2="${y(most)}" stroke="${colour}"
    stroke-width="6" opacity="0.35"/>
  <circle cx="${at}" cy="${y(median)}" r="4" fill="${colour}"/>`,
  )}${
    last === undefined
      ? ''
      : html`
  <text x="${right + 8}" y="${heights.get(name) ?? 0}"
    fill="${colour}">${name} ${last.median.toFixed(2)} x</text>`
  }`;
  });
  const title = `Times as fast as at ${entries[0]?.against ?? ''}`;
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"
  font-family="sans-serif" font-size="13" role="img">
  <title>${title}</title>
  <rect width="${width}" height="${height}" fill="#fff"/>
  <text x="${margin.left}" y="22" font-size="15">${title}: median of the pairs,
    bar from least to most</text>${grid}${commits}${series}
</svg>
`.text;
}

/** Where the names stand beside the last points: no two of them closer than a line. */
function endsApart(entries: readonly SpeedEntry[], y: (value: number) => number) {
  const ends = speedWorks.flatMap(({ name }) => {
    const figures = entries.flatMap((entry) => entry.figures.filter((one) => one.name === name));
    const last = figures.at(-1);
    return last === undefined ? [] : [{ name, at: y(last.wallSpeedUp.median) + 4 }];
  });
  const placed = new Map<string, number>();
  let above = Number.NEGATIVE_INFINITY;
  for (const { name, at } of ends.sort((one, other) => one.at - other.at)) {
    above = Math.max(at, above + 18);
    placed.set(name, above);
  }
  return placed;
}

/** The page: the latest figure of each work, and how they were made. */
export function speedPage(entries: readonly SpeedEntry[]): string {
  const latest = speedWorks.flatMap(({ name }) => {
    const found = entries.flatMap((entry) =>
      entry.figures.filter((one) => one.name === name).map((figure) => ({ entry, figure })),
    );
    return found.slice(-1);
  });
  const rows = latest.map(({ entry, figure }) => row(entry, figure));
  return `# How fast: over commits

This page is written by \`node bench/speed/speed.ts --against ../base --save\`. Each pair runs the
same command in a checkout of the pinned commit and in this one, one after the other, every other
pair the other way round. A ratio says how many times as fast this one is.

![Speed-up over commits](images/speed.svg)

A regression is a ratio that falls by more than its range.

${line(columns)}
${line(columns.map(() => '---'))}
${rows.join('\n')}

Times are medians, with the least and the most in brackets. The load is that of the minute before
the bench began: above the number of cores, wall times say little and CPU times more.
`;
}

function row(entry: SpeedEntry, figure: SpeedFigure): string {
  const cells = [
    figure.does,
    `${figure.speedUpTarget} x`,
    `${seconds(figure.wallMsBefore)}, ${seconds(figure.wallMsNow)}`,
    ratio(figure.wallSpeedUp),
    `${seconds(figure.cpuMsBefore)}, ${seconds(figure.cpuMsNow)}`,
    ratio(figure.cpuSpeedUp),
    String(figure.pairs),
    `${entry.commit.slice(0, 7)}, ${entry.loadBefore.toFixed(1)}`,
  ];
  return line(cells);
}

const columns: readonly string[] = [
  'work',
  'asked for',
  'wall: before, now (s)',
  'times as fast',
  'CPU: before, now (s)',
  'times less CPU',
  'pairs',
  'commit, load before',
];

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function seconds({ min, median, max: most }: OverSeeds): string {
  const inSeconds = (ms: number) => (ms / 1000).toFixed(1);
  return `${inSeconds(median)} (${inSeconds(min)} to ${inSeconds(most)})`;
}

function ratio({ min, median, max: most }: OverSeeds): string {
  return `${median.toFixed(2)} (${min.toFixed(2)} to ${most.toFixed(2)})`;
}
