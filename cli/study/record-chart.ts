// The record of August 2007 as a picture, with the simulated values of its counts beside it.
import { scaleLog, scaleUtc } from 'd3-scale';
import { line as path } from 'd3-shape';
import type { PointFit } from '#runner/study/summary.ts';
import { record2007 } from '#scenarios/record-2007.ts';
import {
  type ChartSize,
  chartSvg,
  policyClass,
  spreadApart,
  timeAxis,
  timeAxisHeight,
} from '../report/chart-frame.ts';
import { html, type Markup } from '../report/markup.ts';

/** A line of the picture. */
export interface RecordLine {
  readonly name: string;
  readonly points: readonly PointFit[];
}

/** The style of what no other report draws. */
export const recordChartStyle = `
.recorded { fill: var(--ink); } .range { stroke: var(--ink); stroke-width: 1.2; }
.dot { fill: var(--c); }
`;

const top = 30;
const usersLeast = 50_000;
const usersMost = 12_000_000;
const usersTicks = [100_000, 300_000, 1_000_000, 3_000_000, 10_000_000];

/** Draws the counts in one size: users online on a logarithmic axis, the record in ink. */
export function recordChart(
  lines: readonly RecordLine[],
  size: ChartSize,
  words: { readonly description: string; readonly origin: string },
): Markup {
  const bottom = top + size.plotHeight;
  const [first, last] = [record2007[0]?.atMs ?? 0, record2007.at(-1)?.atMs ?? 1];
  const x = scaleUtc([new Date(first), new Date(last)], [size.left + 8, size.width - size.right]);
  const y = scaleLog([usersLeast, usersMost], [bottom, top]).clamp(true);
  const place = (ms: number, users: number): [number, number] => [
    x(new Date(ms)),
    y(Math.max(users, usersLeast)),
  ];
  const ends = lines.flatMap(({ name, points }, order) => {
    const end = countsOf(points).at(-1);
    if (end === undefined) return [];
    return [{ y: place(end.atMs, end.simulated)[1], text: name, look: policyClass(order) }];
  });
  const labelX = size.width - size.right + 6;
  const labels = spreadApart(ends, { top, bottom }).map(
    ({ y: labelY, text, look }) =>
      html`<text class="label ${look}" x="${labelX}" y="${labelY + 4}">${text}</text>`,
  );
  return chartSvg({
    id: 'record',
    title: 'Users online, recorded and simulated',
    ...words,
    size,
    height: bottom + timeAxisHeight + 14,
    body: [
      usersAxis(y, size),
      timeAxis(x, size, bottom),
      ...lines.map((one, order) => drawnLine(one, order, place)),
      ...recordedMarks(place),
      ...labels,
    ],
  });
}

type PlaceOf = (ms: number, users: number) => [number, number];

function drawnLine({ points, name }: RecordLine, order: number, place: PlaceOf): Markup {
  const places = countsOf(points).map(({ atMs, simulated }) => place(atMs, simulated));
  const dots = places.map(([x, y]) => html`<circle class="dot" cx="${x}" cy="${y}" r="2.4"/>`);
  return html`<g class="line ${policyClass(order)}"><title>${name}</title>
<path class="curve" d="${path()(places) ?? ''}"/>${dots}</g>`;
}

/** The counts with what their words leave open. */
function recordedMarks(place: PlaceOf): Markup[] {
  return record2007.flatMap(({ atMs, atMsRange, onlineCount, onlineCountRange, label }) => {
    if (onlineCount === null || onlineCountRange === null) return [];
    const [x, y] = place(atMs, onlineCount);
    const [least, most] = onlineCountRange.map((users) => place(atMs, users)[1]);
    const [from, to] = atMsRange.map((ms) => place(ms, onlineCount)[0]);
    return [
      html`<g><title>${label}</title>
<line class="range" x1="${x}" x2="${x}" y1="${least ?? y}" y2="${most ?? y}"/>
<line class="range" x1="${from ?? x}" x2="${to ?? x}" y1="${y}" y2="${y}"/>
<circle class="recorded" cx="${x}" cy="${y}" r="3.2"/></g>`,
    ];
  });
}

function usersAxis(y: (users: number) => number, size: ChartSize): Markup {
  const right = size.width - size.right;
  const ticks = usersTicks.map((users) => {
    const at = y(users);
    return html`<line class="grid" x1="${size.left}" x2="${right}" y1="${at}" y2="${at}"/>
<text class="axis" x="${size.left - 6}" y="${at + 4}" text-anchor="end">${String(
      users / 1e6,
    )} M</text>`;
  });
  return html`${ticks}<text class="axis strong" x="0" y="${top - 14}">Users online</text>`;
}

function countsOf(points: readonly PointFit[]): PointFit[] {
  return points.filter(({ unit }) => unit === 'users');
}
