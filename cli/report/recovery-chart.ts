// The chart of the share that is signed in, over virtual time, for all policies.

import { extent, greatest, max } from 'd3-array';
import { type ScaleTime, scaleUtc } from 'd3-scale';
import { area, line } from 'd3-shape';
import { onlineShare } from '#domain/storm/judge-run.ts';
import type { ComparisonResult, RunResult, Sample } from '#runner/result.ts';
import { formatMoment, formatShare } from '#runner/sentences/human-numbers.ts';
import {
  type ChartSize,
  chartSvg,
  type LabelBox,
  labelledRunsMax,
  leader,
  policyClass,
  spreadApart,
  timeAxis,
  timeAxisHeight,
  timeSpanOf,
  twoLinesHeight,
  valueAxis,
} from './chart-frame.ts';
import { collapseLine } from './collapse-line.ts';
import { historyDots } from './history-dots.ts';
import { hoverSlices } from './hover-slices.ts';
import { html, type Markup } from './markup.ts';
import { phaseStrips, phaseStripsHeight } from './phase-strips.ts';
import { type RecoveryScale, recoveryScale } from './recovery-scale.ts';
import { markedCollapse } from './run-moments.ts';
import { type Stretch, stretchesOf, thinSamples } from './thin-samples.ts';
import { waveBand, waveBandHeight, waveShade } from './wave-band.ts';

/** What the chart shows, besides the result itself. */
export interface RecoveryChartOptions {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly origin: string;
  /** The points reported at the time that are drawn; time reaches as far as they do. */
  readonly points: ComparisonResult['recoveryPoints'];
  /** Whether it stands beside the large chart: lower, and without what that one says. */
  readonly isInset: boolean;
}

interface Plot {
  readonly result: ComparisonResult;
  readonly size: ChartSize;
  readonly x: ScaleTime<number, number>;
  readonly scale: RecoveryScale;
  readonly top: number;
  readonly bottom: number;
}

/** From the names of the waves to the plot: the title of the value axis stands there. */
const titleHeight = 34;
const insetPlotHeight = 130;
/** Room for half a time label, or for the words beside a dot at the end. */
const rightMarginMin = 40;

/** Draws the chart in one size. */
export function recoveryChart(
  result: ComparisonResult,
  size: ChartSize,
  options: RecoveryChartOptions,
): Markup {
  const { points, isInset } = options;
  const plot = roomiestPlot(result, size, options);
  const { x, scale, bottom } = plot;
  const labels = endLabelPlaces(plot);
  const collapse = isInset ? null : collapseLabel(plot);
  const taken = collapse === null ? labels : [...labels, collapse];
  const stripsTop = bottom + timeAxisHeight;
  return chartSvg({
    ...options,
    size,
    height: stripsTop + (isInset ? 0 : phaseStripsHeight(result.runs)) + 22,
    body: [
      isInset ? waveShade(plot) : waveBand(plot),
      valueAxis(scale.y, plot.size, scale),
      timeAxis(x, plot.size, bottom),
      html`${result.runs.map((run, index) => curve(plot, run, index))}`,
      targetLine(plot),
      collapseMark(plot, collapse),
      hoverSlices({ ...plot, runs: result.runs, words: sharedWords }),
      endLabels(labels),
      points.length > 0 ? historyDots(plot, result, points, taken) : html``,
      isInset ? html`` : phaseStrips(result.runs, x, size, stripsTop),
    ],
  });
}

function sharedWords(sample: Sample): string {
  return `${formatShare(onlineShare(sample))} signed in`;
}

// A curve that ends early has room for its label inside the plot. If every label has room, the
// plot uses the margin, too.
function roomiestPlot(
  result: ComparisonResult,
  size: ChartSize,
  { points, isInset }: RecoveryChartOptions,
): Plot {
  const top = isInset ? titleHeight : waveBandHeight + titleHeight;
  const bottom = top + (isInset ? insetPlotHeight : size.plotHeight);
  const scale = recoveryScale(result, [bottom, top]);
  const withRight = (right: number): Plot => {
    const x = scaleUtc()
      .domain(timeSpan(result, points))
      .range([size.left, size.width - right]);
    return { result, size: { ...size, right }, x, scale, top, bottom };
  };
  const roomy = withRight(rightMarginMin);
  const isRoomEnough = endLabelPlaces(roomy).every((label) => label.x + label.width <= size.width);
  return isRoomEnough ? roomy : withRight(size.right);
}

function timeSpan({ runs }: ComparisonResult, points: RecoveryChartOptions['points']) {
  const span = timeSpanOf(runs);
  return extent([...span, ...points.map(toDate)]) as [Date, Date];
}

function toDate({ atMs }: { readonly atMs: number }): Date {
  return new Date(atMs);
}

/** The mean of each stretch, and lightly how far it swings. */
function curve({ scale, x }: Plot, run: RunResult, index: number): Markup {
  const stretches = stretchesOf(run.samples, scale.ofOnline);
  const along = ({ atMs }: Stretch) => x(atMs);
  const path = line<Stretch>(along, ({ mean }) => mean).digits(1)(stretches);
  const swing = area<Stretch>(
    along,
    ({ low }) => low,
    ({ high }) => high,
  ).digits(1);
  const isSwinging = stretches.length < run.samples.length;
  return html`<g class="${policyClass(index)}">${
    isSwinging ? html`<path class="swing" d="${swing(stretches) ?? ''}"/>` : ''
  }<path class="curve ${policyClass(index)}" d="${path ?? ''}"/></g>`;
}

interface EndLabel extends LabelBox {
  readonly run: RunResult;
  readonly look: string;
  readonly dotX: number;
  readonly dotY: number;
  readonly words: string;
}

function endLabelPlaces({ result, size, x, scale, top, bottom }: Plot): EndLabel[] {
  const endMs = max(result.runs, (run) => run.endMs) ?? 0;
  const labels = result.runs.flatMap((run, index) => {
    const last = run.samples.at(-1);
    if (last === undefined) return [];
    const isEarly = x(endMs) - x(run.endMs) > size.right;
    if (isEarly && result.runs.length > labelledRunsMax) return [];
    const words = formatShare(onlineShare(last));
    const width = Math.max(run.policy.length, words.length) * size.characterWidth;
    const [dotX, dotY] = [x(last.atMs), scale.ofOnline(last)];
    return [{ run, look: policyClass(index), dotX, dotY, words, x: dotX + 16, y: dotY + 4, width }];
  });
  return spreadApart(labels, { top, bottom: bottom - 16, gap: twoLinesHeight });
}

function endLabels(labels: readonly EndLabel[]): Markup {
  return html`${labels.map((label) => {
    const { run, look, dotX, dotY, words, x, y } = label;
    return html`<g class="${look}">${leader(dotX + 3, dotY, label)}
<circle class="end" cx="${dotX}" cy="${dotY}" r="3"/>
<text class="label strong" x="${x}" y="${y}">${run.policy}</text>
<text class="label small" x="${x}" y="${y + 13}">${words}</text></g>`;
  })}`;
}

// The same people want to be online under every policy, so the longest run speaks for all.
function targetLine({ result, x, scale }: Plot): Markup {
  const longest = greatest(result.runs, ({ endMs }) => endMs);
  const path = line<Sample>(({ atMs }) => x(atMs), scale.ofTarget).digits(1)(
    thinSamples(longest?.samples ?? [], scale.ofTarget),
  );
  return html`<path class="target" d="${path ?? ''}"/>`;
}

interface CollapseLabel extends LabelBox {
  readonly words: readonly string[];
}

/** Where it is said when the network that fell most collapsed; null if none did. */
function collapseLabel({ result, size, x, bottom }: Plot): CollapseLabel | null {
  const collapse = markedCollapse(result);
  if (collapse === null) return null;
  const words = [`${collapse.run.policy} collapses`, formatMoment(collapse.atMs)];
  const width = Math.max(...words.map((one) => one.length)) * size.characterWidth;
  const leftX = x(collapse.atMs) - width - 6;
  const atX = leftX >= size.left ? leftX : x(collapse.atMs) + 6;
  return { x: atX, y: bottom - 40, width, words };
}

function collapseMark({ result, x, top, bottom }: Plot, label: CollapseLabel | null): Markup {
  if (label === null) return html``;
  return html`${collapseLine(result, x, top, bottom)}${label.words.map(
    (words, index) => html`<text class="collapse-label ${index === 0 ? 'strong' : ''}"
 x="${label.x}" y="${label.y + index * 14}">${words}</text>`,
  )}`;
}
