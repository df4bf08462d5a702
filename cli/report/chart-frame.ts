// The common parts of all charts in the report: two sizes, axes, a frame, and labels that avoid
// each other.

import { max, min } from 'd3-array';
import type { ScaleLinear, ScaleTime } from 'd3-scale';
import type { RunResult } from '#runner/result.ts';
import {
  formatDay,
  formatStopwatch,
  formatTimeOfDay,
  isOnStopwatch,
} from '#runner/sentences/human-numbers.ts';
import { html, type Markup } from './markup.ts';

/**
 * The size of a chart. Each chart is drawn once for wide and once for narrow pages, so that its
 * text stays readable.
 */
export interface ChartSize {
  readonly name: 'wide' | 'narrow';
  readonly width: number;
  readonly plotHeight: number;
  readonly left: number;
  readonly right: number;
  readonly timeTicks: number;
  /** The average width of a character in a label. It shows whether labels would touch. */
  readonly characterWidth: number;
}

/** Both sizes; the style sheet shows the one that fits. */
export const chartSizes: readonly ChartSize[] = [
  sized({ name: 'wide', width: 760, plotHeight: 250, right: 118, timeTicks: 9 }),
  sized({ name: 'narrow', width: 380, plotHeight: 210, right: 104, timeTicks: 4 }),
];

/** The horizontal span and the baseline of a label. */
export interface LabelBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** The distance between two lines of text in a chart. */
const lineHeight = 15;

/** The height of a label of two lines. */
export const twoLinesHeight = 28;

/**
 * Of more runs only those that go on to the end get a label at their curve: the strips below the
 * first picture name them all.
 */
export const labelledRunsMax = 4;

/** The time that pictures of these runs span: until the last sample, as what follows is drained. */
export function timeSpanOf(
  runs: readonly Pick<RunResult, 'startMs' | 'endMs' | 'samples'>[],
): [Date, Date] {
  const starts = runs.map(({ startMs }) => startMs);
  const ends = runs.map(({ samples, endMs }) => samples.at(-1)?.atMs ?? endMs);
  return [new Date(min(starts) ?? 0), new Date(max(ends) ?? 1)];
}

/** The class that gives policy number `index` its colour and dashes; both repeat after eight. */
export function policyClass(index: number): string {
  return `p${index % 8}`;
}

/** The picture's frame: an image to assistive technology, with a title and a description. */
export function chartSvg(options: {
  id: string;
  size: ChartSize;
  height: number;
  title: string;
  description: string;
  /** Names the chart's source, for copies outside the report. */
  origin: string;
  body: Markup[];
}): Markup {
  const { size, height, title, description, origin, body } = options;
  const id = `${options.id}-${size.name}`;
  return html`
<svg class="chart ${size.name}" role="img" viewBox="0 0 ${size.width} ${height}"
  aria-labelledby="${id}-title ${id}-desc" xmlns="http://www.w3.org/2000/svg">
<title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>
${body}
<text class="origin" x="${size.width}" y="${height - 4}" text-anchor="end">${origin}</text>
</svg>`;
}

/** Where the time axis counts seconds: below this span minutes would be written twice. */
const secondsSpanMs = 15 * 60_000;

/**
 * Time along the bottom at `y`: times of day, with the day where it begins or changes; seconds
 * where they matter; the time since the start for a scenario that never happened.
 */
export function timeAxis(scale: ScaleTime<number, number>, size: ChartSize, y: number): Markup {
  const [from = new Date(0), to = from] = scale.domain();
  const spanMs = to.getTime() - from.getTime();
  const onStopwatch = isOnStopwatch(from.getTime());
  const timeWords = (atMs: number) => {
    if (onStopwatch) return formatStopwatch(atMs);
    return spanMs < secondsSpanMs
      ? new Date(atMs).toISOString().slice(11, 19)
      : formatTimeOfDay(atMs);
  };
  let shownDay = '';
  const ticks = scale.ticks(size.timeTicks).map((at) => {
    const day = onStopwatch ? '' : formatDay(at.getTime());
    const isNewDay = day !== shownDay;
    shownDay = day;
    const x = scale(at);
    const words = (look: string, wordsY: number, text: string) =>
      html`<text class="${look}" x="${x}" y="${wordsY}" text-anchor="middle">${text}</text>`;
    return html`<line class="tick" x1="${x}" x2="${x}" y1="${y}" y2="${y + 4}"/>
${words('axis', y + 17, timeWords(at.getTime()))}
${isNewDay ? words('axis strong', y + 31, day) : ''}`;
  });
  const [start = 0, end = 0] = scale.range();
  const title = onStopwatch ? 'Minutes and seconds since the start' : 'Time (UTC)';
  return html`<line class="base" x1="${start}" x2="${end}" y1="${y}" y2="${y}"/>${ticks}
<text class="axis" x="${end}" y="${y + 46}" text-anchor="end">${title} →</text>`;
}

/** The height of the time axis and its labels below the plot. */
export const timeAxisHeight = 52;

/** The value axis on the left, with light rules, and its title above. */
export function valueAxis(
  scale: ScaleLinear<number, number>,
  size: ChartSize,
  { title, words, ticks = 5 }: { title: string; words: (value: number) => string; ticks?: number },
): Markup {
  const lines = scale.ticks(ticks).map((value) => {
    const y = scale(value);
    const right = size.width - size.right;
    return html`<line class="grid" x1="${size.left}" x2="${right}" y1="${y}" y2="${y}"/>
<text class="axis" x="${size.left - 6}" y="${y + 4}" text-anchor="end">${words(value)}</text>`;
  });
  const top = Math.min(...scale.range()) - 16;
  return html`${lines}<text class="axis strong" x="${0}" y="${top}">${title}</text>`;
}

/** Moves labels apart, up or down, until no two are closer than `gap`; the order by `y` is kept. */
export function spreadApart<T extends { readonly y: number }>(
  labels: readonly T[],
  { top, bottom, gap = lineHeight }: { top: number; bottom: number; gap?: number },
): T[] {
  const placed = [...labels].sort((a, b) => a.y - b.y);
  const below: T[] = [];
  for (const label of placed) {
    const least = (below.at(-1)?.y ?? top - gap) + gap;
    below.push({ ...label, y: Math.max(label.y, least) });
  }
  const above: T[] = [];
  for (const label of below.reverse()) {
    const most = (above.at(-1)?.y ?? bottom + gap) - gap;
    above.push({ ...label, y: Math.min(label.y, most) });
  }
  return above.reverse();
}

/** A thin line from the end of a curve to its label, where the label had to move away. */
export function leader(fromX: number, fromY: number, label: LabelBox): Markup {
  if (Math.abs(label.y - 4 - fromY) < 7) return html``;
  return html`<path class="leader" d="M${fromX},${fromY}L${label.x - 2},${label.y - 4}"/>`;
}

/** Whether two labels would touch. */
export function overlap(a: LabelBox, b: LabelBox): boolean {
  const isBeside = a.x + a.width + 4 <= b.x || b.x + b.width + 4 <= a.x;
  return !isBeside && Math.abs(a.y - b.y) < lineHeight - 2;
}

/** The x at which a label of this width, wanted at `x`, stays inside the picture. */
export function insideX(x: number, width: number, size: ChartSize): number {
  return Math.max(0, Math.min(x, size.width - width));
}

function sized(
  size: Pick<ChartSize, 'name' | 'width' | 'plotHeight' | 'right' | 'timeTicks'>,
): ChartSize {
  return { ...size, left: 44, characterWidth: 6.6 };
}
