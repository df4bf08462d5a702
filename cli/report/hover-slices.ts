// What a pointer over a chart says: the values of all policies at that time. It needs no script: a
// slice of the chart is marked by the style sheet, and the browser shows its title.
import { bisector } from 'd3-array';
import type { ScaleTime } from 'd3-scale';
import type { RunResult, Sample } from '#runner/result.ts';
import { formatMoment } from '#runner/sentences/human-numbers.ts';
import type { ChartSize } from './chart-frame.ts';
import { html, type Markup } from './markup.ts';

/** So many slices have room for a pointer, and make a file that can be sent. */
const slicesMax = 60;

/** Where the slices are, and what they say of each run. */
export interface HoverOptions {
  readonly runs: readonly RunResult[];
  readonly size: ChartSize;
  readonly x: ScaleTime<number, number>;
  readonly top: number;
  readonly bottom: number;
  /** Says what a run's chart shows at a sample, without the policy's name. */
  readonly words: (sample: Sample, previous: Sample | undefined, run: RunResult) => string;
}

/** The slices, to be drawn over the curves. Narrow pages are touched, not pointed at. */
export function hoverSlices({ runs, size, x, top, bottom, words }: HoverOptions): Markup {
  if (size.name !== 'wide') return html``;
  const [left = 0, right = 0] = x.range();
  const width = (right - left) / slicesMax;
  const slices = Array.from({ length: slicesMax }, (_, index) => {
    const atX = left + index * width;
    const atMs = x.invert(atX + width / 2).getTime();
    const said = runs.flatMap((run) => wordsAt(run, atMs, words));
    if (said.length === 0) return html``;
    return html`<rect x="${atX}" y="${top}" width="${width}" height="${bottom - top}"><title>${[
      formatMoment(atMs),
      ...said,
    ].join('\n')}</title></rect>`;
  });
  return html`<g class="hover">${slices}</g>`;
}

const byTime = bisector<Sample, number>(({ atMs }) => atMs);

function wordsAt(run: RunResult, atMs: number, words: HoverOptions['words']): string[] {
  const { samples, policy } = run;
  const index = byTime.right(samples, atMs) - 1;
  const sample = samples[index];
  const isOver = index === samples.length - 1 && sample !== undefined && sample.atMs < atMs;
  if (sample === undefined || isOver) return [];
  return [`${policy}: ${words(sample, samples[index - 1], run)}`];
}
