// One measure of a sweep against what is varied: a line for each policy, with a band over seeds.
import { area, line as path } from 'd3-shape';
import { type ChartSize, chartSvg, policyClass, spreadApart } from '../../report/chart-frame.ts';
import { html, type Markup } from '../../report/markup.ts';
import type { NamedMeasure } from '../../thresholds/named-measures.ts';
import type { LinePoint, SweptAxis, SweptLine } from './sweep-lines.ts';
import {
  type TickedScale,
  valueScale,
  valueWords,
  variedScale,
  variedWords,
} from './sweep-scale.ts';
import { measureTitle } from './swept-measures.ts';

/** Of more lines nobody could tell the colours apart. */
export const linesDrawnMax = 8;

/** A longer name has no room beside a picture. */
const labelLengthMax = 15;

/** What stands at the lines' ends: their names, or letters where a name is too long. */
export function lineLabels(lines: readonly SweptLine[]): string[] {
  const isShort = lines.every(({ name }) => name.length <= labelLengthMax);
  return lines.map(({ name }, order) => (isShort ? name : String.fromCharCode(65 + order)));
}

/** The style of what no other report draws. */
export const sweepChartStyle = `
.hit { fill: transparent; } .dot { fill: var(--c); }
.dot.never { fill: var(--paper); stroke: var(--c); stroke-width: 1.6; }
.point:hover .dot { stroke: var(--ink); stroke-width: 2; }
.line:hover .curve { stroke-width: 3.2; }
.legend { list-style: none; padding: 0; columns: 18em; } .legend b { color: var(--c); }
.never-line { stroke: var(--soft); stroke-dasharray: 2 4; }
`;

const top = 46;
const axisHeight = 44;
const left = 64;

/** Ticks are at least this far apart: room for `10 min 30 s`. */
const tickWidth = 58;

/** A measure of a report, and what its axis is called. */
export interface DrawnMeasure {
  readonly measure: NamedMeasure;
  /** Where it stands among the bands of a setting. */
  readonly index: number;
  readonly axisName: string;
}

/** Draws a measure in one size. Each point tells its numbers where the pointer rests on it. */
export function sweepChart(
  lines: readonly SweptLine[],
  axis: SweptAxis,
  drawn: DrawnMeasure,
  size: ChartSize,
  words: { readonly description: string; readonly origin: string },
): Markup {
  const bottom = top + size.plotHeight;
  const { measure, index, axisName } = drawn;
  const unknown = { min: Number.NaN, median: Number.NaN, max: Number.NaN };
  const bandAt = ({ bands }: LinePoint) => bands[index] ?? unknown;
  const values = lines.flatMap(({ points }) =>
    points.flatMap((point) => [bandAt(point).min, bandAt(point).median, bandAt(point).max]),
  );
  const hasNever = values.includes(Number.POSITIVE_INFINITY);
  const x = variedScale(axis, [left + 10, size.width - size.right - 6], tickWidth);
  const y = valueScale(measure.unit, values, [bottom, hasNever ? top + 26 : top]);
  const yOf = (value: number) => (Number.isFinite(value) ? y.scale(value) : top);
  const place: Place = { measure, axis, axisName, bandAt, x, yOf };
  const ends = lines.flatMap(({ name, points }, order) => {
    const last = points.findLast((point) => isMeasured(bandAt(point)));
    if (last === undefined) return [];
    const text = lineLabels(lines)[order] ?? name;
    return [{ y: yOf(bandAt(last).median), text, look: policyClass(order) }];
  });
  const labelX = size.width - size.right + 4;
  return chartSvg({
    id: measure.name,
    title: `${measureTitle(measure)} against ${axisName}`,
    ...words,
    size,
    height: bottom + axisHeight + 14,
    body: [
      valueLines(y, size, measure, bottom),
      hasNever ? neverLine(size) : html``,
      variedTicks(x, axis, size, bottom),
      ...lines.map((one, order) => drawnLine(one, order, place)),
      html`${spreadApart(ends, { top, bottom }).map(({ y: atY, text, look }) => {
        return html`<text class="label strong ${look}" x="${labelX}" y="${atY + 4}">${text}</text>`;
      })}`,
    ],
  });
}

interface Place {
  readonly measure: NamedMeasure;
  readonly axis: SweptAxis;
  readonly axisName: string;
  readonly bandAt: (point: LinePoint) => { min: number; median: number; max: number };
  readonly x: TickedScale;
  readonly yOf: (value: number) => number;
}

function drawnLine({ name, points }: SweptLine, order: number, place: Place): Markup {
  const { bandAt, x, yOf } = place;
  const at = (point: LinePoint) => x.scale(point.x);
  const isKnown = (point: LinePoint) => Number.isFinite(bandAt(point).median);
  const band = area<LinePoint>(
    at,
    (point) => yOf(bandAt(point).min),
    (point) => yOf(bandAt(point).max),
  )
    .defined((point) => isMeasured(bandAt(point)))
    .digits(1);
  const middle = path<LinePoint>(at, (point) => yOf(bandAt(point).median))
    .defined(isKnown)
    .digits(1);
  return html`<g class="line ${policyClass(order)}">
<path class="ghosts" d="${band(points) ?? ''}"/><path class="curve" d="${middle(points) ?? ''}"/>
${points
  .filter((point) => isMeasured(bandAt(point)))
  .map((point) => dot(name, point, isKnown(point), place))}</g>`;
}

/** Whether every run has the measure; it may never have come. */
function isMeasured({ median }: { readonly median: number }): boolean {
  return !Number.isNaN(median);
}

function dot(name: string, point: LinePoint, isKnown: boolean, place: Place): Markup {
  const { measure, axis, axisName, bandAt, x, yOf } = place;
  const { min, median, max } = bandAt(point);
  const [middle = '', low, high] = [median, min, max].map((one) => valueWords(measure.unit, one));
  const spread = low === high ? '' : ` (${low} to ${high})`;
  const seeds = point.seedCount === 1 ? 'one seed' : `${point.seedCount} seeds`;
  const where = `${axisName} ${variedWords(axis, point.x)}`;
  const [cx, cy] = [x.scale(point.x), yOf(median)];
  return html`<g class="point"><title>${name}, ${where}: ${middle}${spread}, ${seeds}</title>
<circle class="hit" cx="${cx}" cy="${cy}" r="11"/>
<circle class="dot ${isKnown ? '' : 'never'}" cx="${cx}" cy="${cy}" r="3.4"/></g>`;
}

function valueLines(
  y: TickedScale,
  size: ChartSize,
  measure: NamedMeasure,
  bottom: number,
): Markup {
  const right = size.width - size.right;
  const ticks = y.ticks.map(({ value, words }) => {
    const at = y.scale(value);
    return html`<line class="grid" x1="${left}" x2="${right}" y1="${at}" y2="${at}"/>
<text class="axis" x="${left - 6}" y="${at + 4}" text-anchor="end">${words}</text>`;
  });
  const kind = y.isLogarithmic ? ' (logarithmic)' : '';
  return html`${ticks}<line class="base" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>
<text class="axis strong" x="0" y="${top - 26}">${measureTitle(measure)}${kind}</text>`;
}

function neverLine(size: ChartSize): Markup {
  const right = size.width - size.right;
  return html`<line class="never-line" x1="${left}" x2="${right}" y1="${top}" y2="${top}"/>
<text class="axis" x="${left - 6}" y="${top + 4}" text-anchor="end">never</text>`;
}

function variedTicks(x: TickedScale, axis: SweptAxis, size: ChartSize, bottom: number): Markup {
  const ticks = x.ticks.map(({ value, words }) => {
    const at = x.scale(value);
    return html`<line class="tick" x1="${at}" x2="${at}" y1="${bottom}" y2="${bottom + 4}"/>
<text class="axis" x="${at}" y="${bottom + 17}" text-anchor="middle">${words}</text>`;
  });
  const kind = x.isLogarithmic ? ' (logarithmic)' : '';
  const end = size.width - size.right;
  return html`${ticks}
<text class="axis" x="${end}" y="${bottom + 34}" text-anchor="end">${axis.name}${kind} →</text>`;
}
