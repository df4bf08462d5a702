// The picture of a station: what clients send, what the servers finish, and the queue, one below
// the other over the same time.
import { type ScaleTime, scaleLinear, scaleLog, scaleUtc } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import { formatDuration, formatShortCount } from '#runner/sentences/human-numbers.ts';
import type { Station } from '#twin/station/station.ts';
import {
  type ChartSize,
  chartSvg,
  insideX,
  spreadApart,
  timeAxis,
  timeAxisHeight,
} from '../../report/chart-frame.ts';
import { html, type Markup } from '../../report/markup.ts';
import type { StationRun } from '../station-run.ts';
import { eventInWords } from './describe-station.ts';
import {
  capacityPerSecond,
  capacitySteps,
  queueInTime,
  type StationPoint,
  stationPoints,
  stuckSinceMs,
} from './station-points.ts';

/** The scales that pictures share. Beside each other, pictures have the same. */
export interface StationScales {
  /** `rate`: per second, and attempts; `share`: times what the servers can do, and seconds. */
  readonly unit: 'rate' | 'share';
  /** The most attempts, as a multiple of what the servers can do. */
  readonly attemptsMost: number;
  /** The most work that is finished, as the same multiple. */
  readonly finishedMost: number;
  /** The longest queue, in seconds of work for all servers. */
  readonly queueMostSeconds: number;
  readonly bandHeight: number;
  readonly pointsMax: number;
}

/** The scales for pictures of these runs. A single one counts by itself, several by shares. */
export function stationScales(runs: readonly StationRun[]): StationScales {
  const isSingle = runs.length === 1;
  const pointsMax = isSingle ? 240 : 120;
  const most = (of: (point: StationPoint) => number) =>
    Math.max(
      ...runs.flatMap((run) =>
        stationPoints(run, pointsMax).map((point) => of(point) / capacityPerSecond(run.station)),
      ),
    );
  const limits = runs.map(({ station }) => marksOf(station).map(({ attempts }) => attempts));
  const limitSeconds = runs.flatMap(({ station }, at) =>
    (limits[at] ?? []).map((attempts) => attempts / capacityPerSecond(station)),
  );
  return {
    unit: isSingle ? 'rate' : 'share',
    attemptsMost: Math.max(
      1,
      most(({ attempts }) => attempts),
    ),
    finishedMost: Math.max(
      1,
      most(({ inTime, late }) => inTime + late),
    ),
    queueMostSeconds: Math.max(
      most(({ queue }) => queue),
      ...limitSeconds,
      0.1,
    ),
    bandHeight: isSingle ? 130 : 84,
    pointsMax,
  };
}

/** Above this multiple of the capacity a linear axis would hide the capacity. */
const linearMost = 8;

/** Two lines of words stand above the bands; beside each other there is only one. */
const headHeights = { rate: 36, share: 20 } as const;
const bandGap = 36;

/** Draws a station in one size. */
export function stationChart(
  run: StationRun,
  size: ChartSize,
  scales: StationScales,
  words: { id: string; title: string; description: string; origin: string },
): Markup {
  const x = scaleUtc()
    .domain([new Date(0), new Date(run.station.durationMs)])
    .range([size.left, size.width - size.right]);
  const frame: Frame = {
    station: run.station,
    points: stationPoints(run, scales.pointsMax),
    size,
    scales,
    x,
  };
  const tops = [0, 1, 2].map(
    (at) => headHeights[scales.unit] + bandGap / 2 + at * (scales.bandHeight + bandGap),
  );
  const [sent = 0, finished = 0, waiting = 0] = tops;
  const bottom = waiting + scales.bandHeight;
  return chartSvg({
    ...words,
    size,
    height: bottom + timeAxisHeight + 16,
    body: [
      eventShades(frame, tops),
      stuckMark(run, frame, tops),
      sentBand(frame, sent),
      finishedBand(frame, finished),
      queueBand(frame, waiting),
      timeAxis(x, size, bottom),
    ],
  });
}

interface Frame {
  readonly station: Station;
  readonly points: readonly StationPoint[];
  readonly size: ChartSize;
  readonly scales: StationScales;
  readonly x: ScaleTime<number, number>;
}

/** A band's vertical scale: its place for a value, and where its rules are. */
interface BandScale {
  readonly y: (value: number) => number;
  readonly ticks: readonly number[];
}

/** More powers of ten would be a comb. */
const logTicksMax = 5;

function bandScale(top: number, height: number, most: number, least: number | null): BandScale {
  const range = [top + height, top];
  if (least === null) {
    const scale = scaleLinear().domain([0, most]).range(range);
    return { y: scale, ticks: scale.ticks(3) };
  }
  const scale = scaleLog()
    .domain([least, Math.max(most, 10 * least)])
    .range(range);
  const powers = scale.ticks().filter((value) => Number.isInteger(Math.log10(value)));
  const every = Math.ceil(powers.length / logTicksMax);
  const ticks = powers.filter((_, index) => index % every === 0);
  return { y: (value) => scale(Math.max(least, value)), ticks };
}

function sentBand(frame: Frame, top: number): Markup {
  const { scales, points, station } = frame;
  const one = unitOf(frame);
  const isLog = scales.attemptsMost > linearMost;
  const least = isLog ? 10 ** Math.floor(Math.log10(0.3 * one)) : null;
  const band = bandScale(top, scales.bandHeight, scales.attemptsMost * 1.08 * one, least);
  const scaled = (perSecond: number) => (perSecond / capacityPerSecond(station)) * one;
  const last = points.at(-1);
  const title = `Clients send${isLog ? ', tenfold from line to line' : ''}`;
  return html`${axis(frame, band, `${title} (${unitWords(frame)})`, top)}
${steps(frame, 'p5', ({ requests }) => band.y(scaled(requests)))}
${steps(frame, 'p0', ({ attempts }) => band.y(scaled(attempts)))}
${capacityLine(frame, band, true)}
${endLabels(frame, top, [
  {
    look: 'p5',
    name: 'requests',
    y: band.y(scaled(last?.requests ?? 0)),
    words: rateWords(frame, last?.requests),
  },
  {
    look: 'p0',
    name: 'attempts',
    y: band.y(scaled(last?.attempts ?? 0)),
    words: rateWords(frame, last?.attempts),
  },
])}`;
}

function finishedBand(frame: Frame, top: number): Markup {
  const { scales, points, station } = frame;
  const one = unitOf(frame);
  const band = bandScale(top, scales.bandHeight, scales.finishedMost * 1.08 * one, null);
  const scaled = (perSecond: number) => (perSecond / capacityPerSecond(station)) * one;
  const both = (point: StationPoint) => scaled(point.inTime + point.late);
  const last = points.at(-1);
  const inTimeY = band.y(scaled(last?.inTime ?? 0) / 2);
  const lateY =
    (band.y(scaled(last?.inTime ?? 0)) + band.y(last === undefined ? 0 : both(last))) / 2;
  return html`${axis(frame, band, `Servers finish (${unitWords(frame)})`, top)}
${filled(
  frame,
  'p1',
  () => band.y(0),
  ({ inTime }) => band.y(scaled(inTime)),
)}
${filled(
  frame,
  'p7',
  ({ inTime }) => band.y(scaled(inTime)),
  (point) => band.y(both(point)),
)}
${capacityLine(frame, band, false)}
${endLabels(frame, top, [
  { look: 'p1', name: 'in time', y: inTimeY, words: rateWords(frame, last?.inTime) },
  { look: 'p7', name: 'too late', y: lateY, words: rateWords(frame, last?.late) },
])}`;
}

function queueBand(frame: Frame, top: number): Markup {
  const { scales, points, station, x, size } = frame;
  const isShare = scales.unit === 'share';
  const perSecond = capacityPerSecond(station);
  const one = isShare ? 1 / perSecond : 1;
  const most = scales.queueMostSeconds * 1.2 * (isShare ? 1 : perSecond);
  const band = bandScale(top, scales.bandHeight, most, isShare ? 0.1 : null);
  const path = line<StationPoint>(
    ({ untilMs }) => x(untilMs),
    ({ queue }) => band.y(queue * one),
  ).digits(1);
  const start: StationPoint[] = points.slice(0, 1).map((point) => {
    return { ...point, untilMs: 0, queue: 0 };
  });
  const title = isShare
    ? 'Queue, in seconds of work, tenfold from line to line'
    : 'Queue (attempts that wait)';
  const waiting = points.at(-1)?.queue ?? 0;
  const right = size.width - size.right;
  const marks = marksOf(station).map(({ attempts, words, above }) => {
    const y = band.y(attempts * one);
    return html`<line class="limit" x1="${size.left}" x2="${right}" y1="${y}" y2="${y}"/>
${
  isShare
    ? ''
    : html`<text class="capacity-label small" x="${right - 4}"
 y="${y + (above ? -5 : 13)}" text-anchor="end">${words}</text>`
}`;
  });
  return html`${axis(frame, band, title, top)}
<path class="curve solid p3" d="${path([...start, ...points]) ?? ''}"/>${marks}
${endLabels(frame, top, [
  {
    look: 'p3',
    name: isShare ? 'queue' : 'waiting',
    y: band.y(waiting * one),
    words: isShare ? formatDuration((1000 * waiting) / perSecond) : formatShortCount(waiting),
  },
])}`;
}

/** Lines across the queue: where an answer comes too late, and where the queue is full. */
function marksOf(station: Station): { attempts: number; words: string; above: boolean }[] {
  const inTime = queueInTime(station);
  const { limit } = station.queue;
  const { timeoutMs } = station.clients;
  const late =
    inTime === null || timeoutMs === 'none'
      ? []
      : [{ attempts: inTime, words: tooLongWords(inTime, timeoutMs), above: true }];
  if (limit === 'none') return late;
  return [
    ...late,
    { attempts: limit, words: `full at ${formatShortCount(limit)}`, above: inTime === null },
  ];
}

function tooLongWords(attempts: number, timeoutMs: number): string {
  const time = formatDuration(timeoutMs);
  return `above ${formatShortCount(attempts)}: longer than the time-out of ${time}`;
}

/** What the servers can do, in the unit of the axis. */
function unitOf({ scales, station }: Frame): number {
  return scales.unit === 'share' ? 1 : capacityPerSecond(station);
}

function unitWords({ scales }: Frame): string {
  return scales.unit === 'share' ? '× capacity' : 'per second';
}

function axis({ size }: Frame, band: BandScale, title: string, top: number): Markup {
  const right = size.width - size.right;
  const rules = band.ticks.map((value) => {
    const y = band.y(value);
    const words = value > 0 && value < 1 ? String(value) : formatShortCount(value);
    return html`<line class="grid" x1="${size.left}" x2="${right}" y1="${y}" y2="${y}"/>
<text class="axis" x="${size.left - 6}" y="${y + 4}" text-anchor="end">${words}</text>`;
  });
  return html`${rules}<text class="axis strong" x="0" y="${top - 10}">${title}</text>`;
}

function steps(frame: Frame, look: string, y: (point: StationPoint) => number): Markup {
  const path = line<StationPoint>(({ fromMs }) => frame.x(fromMs), y)
    .curve(curveStepAfter)
    .digits(1);
  return html`<path class="curve solid ${look}" d="${path(toTheEnd(frame.points)) ?? ''}"/>`;
}

function filled(
  frame: Frame,
  look: string,
  low: (point: StationPoint) => number,
  high: (point: StationPoint) => number,
): Markup {
  const path = area<StationPoint>(({ fromMs }) => frame.x(fromMs), low, high)
    .curve(curveStepAfter)
    .digits(1);
  return html`<path class="work ${look}" d="${path(toTheEnd(frame.points)) ?? ''}"/>`;
}

/** A step needs a last point, where its last stretch ends. */
function toTheEnd(points: readonly StationPoint[]): StationPoint[] {
  const last = points.at(-1);
  return last === undefined ? [] : [...points, { ...last, fromMs: last.untilMs }];
}

function capacityLine(frame: Frame, band: BandScale, isNamed: boolean): Markup {
  const { station, size, x, scales } = frame;
  const scaled = (perSecond: number) => (perSecond / capacityPerSecond(station)) * unitOf(frame);
  const all = capacitySteps(station);
  const ends = [...all, { ...all.at(-1), fromMs: station.durationMs }];
  const path = line<(typeof ends)[number]>(
    ({ fromMs }) => x(fromMs),
    ({ perSecond = 0 }) => band.y(scaled(perSecond)),
  )
    .curve(curveStepAfter)
    .digits(1);
  const words =
    scales.unit === 'share'
      ? 'capacity'
      : `the ${station.servers === 1 ? 'server' : 'servers'} can do ` +
        `${formatShortCount(capacityPerSecond(station))}/s`;
  const right = size.width - size.right - 4;
  const label = html`<text class="capacity-label small" x="${right}" text-anchor="end"
 y="${band.y(unitOf(frame)) - 5}">${words}</text>`;
  return html`<path class="capacity" fill="none" d="${path(ends) ?? ''}"/>${isNamed ? label : ''}`;
}

interface EndLabel {
  readonly look: string;
  readonly name: string;
  readonly y: number;
  readonly words: string;
}

/** A rate in the unit of its axis. */
function rateWords({ scales, station }: Frame, perSecond = 0): string {
  if (scales.unit === 'rate') return `${formatShortCount(perSecond)}/s`;
  const share = perSecond / capacityPerSecond(station);
  return share < 10 ? share.toFixed(2) : formatShortCount(share);
}

function endLabels(frame: Frame, top: number, labels: readonly EndLabel[]): Markup {
  const { size, scales } = frame;
  const x = size.width - size.right + 6;
  const placed = spreadApart(labels, { top: top + 4, bottom: top + scales.bandHeight });
  return html`${placed.map(
    ({ look, name, y, words }) => html`<text class="label ${look}" x="${x}" y="${y + 4}"><tspan
 class="strong">${name}</tspan> ${words}</text>`,
  )}`;
}

/** Over the bands alone, so that their titles stay clear. */
function eventShades({ station, x, size, scales }: Frame, tops: readonly number[]): Markup {
  const end = size.width - size.right;
  return html`${station.events.map((event) => {
    const [from, until] = [x(event.fromMs), Math.min(end, x(event.untilMs))];
    const words = eventInWords(event, station);
    const width = words.length * size.characterWidth;
    const shades = tops.map(
      (top) => html`<rect class="storm" x="${from}" y="${top}" width="${until - from}"
 height="${scales.bandHeight}"/>`,
    );
    return html`${shades}<text class="wave-name"
 x="${insideX(from, width, size)}" y="12">${words}</text>`;
  })}`;
}

/** The moment from which on, up to the end, the queue was too long for any answer in time. */
function stuckMark(run: StationRun, { x, size, scales }: Frame, tops: readonly number[]): Markup {
  const sinceMs = stuckSinceMs(run);
  if (sinceMs === null) return html``;
  const at = x(sinceMs);
  const words = 'who joins the queue from here on is answered too late';
  const label =
    scales.unit === 'share'
      ? ''
      : html`<text class="collapse-label small" x="${insideX(at, words.length * 6, size)}"
 y="28">${words}</text>`;
  const lines = tops.map(
    (top) => html`<line class="collapse" x1="${at}" x2="${at}" y1="${top}"
 y2="${top + scales.bandHeight}"/>`,
  );
  return html`${lines}${label}`;
}
