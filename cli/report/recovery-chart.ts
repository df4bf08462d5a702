// The chart of the share that is signed in, over virtual time, for all policies.

import { extent, greatest, max, min } from 'd3-array';
import { type ScaleTime, scaleUtc } from 'd3-scale';
import { line } from 'd3-shape';
import { onlineShare } from '#domain/storm/judge-run.ts';
import type { ComparisonResult, RunResult, Sample } from '#runner/result.ts';
import {
  formatCount,
  formatMoment,
  formatShare,
  formatShortCount,
} from '#runner/sentences/human-numbers.ts';
import {
  type ChartSize,
  chartSvg,
  insideX,
  type LabelBox,
  overlap,
  policyClass,
  spreadApart,
  timeAxis,
  timeAxisHeight,
  twoLinesHeight,
  valueAxis,
} from './chart-frame.ts';
import { html, type Markup } from './markup.ts';
import { phaseStrips, phaseStripsHeight } from './phase-strips.ts';
import {
  pcsOnlineAt,
  pcsPerNode,
  type RecoveryScale,
  recoveryScale,
  runThatFellMost,
} from './recovery-scale.ts';

/** The options of the chart. */
export interface RecoveryChartOptions {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly origin: string;
  /** Whether to draw the points reported at the time, and to extend the time axis to them. */
  readonly withHistory: boolean;
}

interface Plot {
  readonly result: ComparisonResult;
  readonly size: ChartSize;
  readonly x: ScaleTime<number, number>;
  readonly scale: RecoveryScale;
  readonly bottom: number;
}

const wavesTop = 6;
const wavesHeight = 34;
/** Lines that are closer than this would hide what is behind them. */
const waveDistanceMin = 16;
const plotTop = wavesTop + wavesHeight + 30;
/** Room for half a time label, or for the words beside a dot at the end. */
const rightMarginMin = 36;

/** Draws the chart in one size. */
export function recoveryChart(
  result: ComparisonResult,
  size: ChartSize,
  options: RecoveryChartOptions,
): Markup {
  const plot = roomiestPlot(result, size, options.withHistory);
  const { x, scale, bottom } = plot;
  const labels = endLabelPlaces(plot);
  const stripsTop = bottom + timeAxisHeight;
  return chartSvg({
    ...options,
    size,
    height: stripsTop + phaseStripsHeight(result.runs) + 22,
    body: [
      waveBars(plot),
      valueAxis(scale.y, plot.size, scale),
      targetLine(plot),
      timeAxis(x, plot.size, bottom, { title: 'Time (UTC)' }),
      html`${result.runs.map((run, index) => curve(plot, run, index))}`,
      endLabels(labels),
      options.withHistory ? historyDots(plot, labels) : html``,
      phaseStrips(result.runs, x, size, stripsTop),
    ],
  });
}

// A curve that ends early has room for its label inside the plot. If every label has room, the
// plot uses the margin, too.
function roomiestPlot(result: ComparisonResult, size: ChartSize, withHistory: boolean): Plot {
  const bottom = plotTop + size.plotHeight;
  const scale = recoveryScale(result, [bottom, plotTop]);
  const withRight = (right: number): Plot => {
    const x = scaleUtc()
      .domain(timeSpan(result, withHistory))
      .range([size.left, size.width - right]);
    return { result, size: { ...size, right }, x, scale, bottom };
  };
  const roomy = withRight(rightMarginMin);
  const isRoomEnough = endLabelPlaces(roomy).every((label) => label.x + label.width <= size.width);
  return isRoomEnough ? roomy : withRight(size.right);
}

function timeSpan({ runs, recoveryPoints }: ComparisonResult, withHistory: boolean) {
  const times = runs.flatMap(({ startMs, endMs }) => [startMs, endMs]);
  if (withHistory) times.push(...recoveryPoints.map(({ atMs }) => atMs));
  return [new Date(min(times) ?? 0), new Date(max(times) ?? 1)];
}

function curve({ scale, x }: Plot, run: RunResult, index: number): Markup {
  const path = line<Sample>(
    ({ atMs }) => x(atMs),
    ({ onlineCount }) => scale.ofNodes(onlineCount),
  ).digits(1)(run.samples);
  return html`<path class="curve ${policyClass(index)}" d="${path ?? ''}"/>`;
}

interface EndLabel extends LabelBox {
  readonly run: RunResult;
  readonly look: string;
  readonly dotX: number;
  readonly dotY: number;
  readonly words: string;
}

function endLabelPlaces({ result, size, x, scale, bottom }: Plot): EndLabel[] {
  const labels = result.runs.flatMap((run, index) => {
    const last = run.samples.at(-1);
    if (last === undefined) return [];
    const words = `${formatShare(onlineShare(last))}${run.endedEarly === null ? '' : ', stopped'}`;
    const width = Math.max(run.policy.length, words.length) * size.characterWidth;
    const [dotX, dotY] = [x(last.atMs), scale.ofNodes(last.onlineCount)];
    return [{ run, look: policyClass(index), dotX, dotY, words, x: dotX + 7, y: dotY + 4, width }];
  });
  return spreadApart(labels, { top: plotTop, bottom: bottom - 16, gap: twoLinesHeight });
}

function endLabels(labels: readonly EndLabel[]): Markup {
  return html`${labels.map(
    ({ run, look, dotX, dotY, words, x, y }) => html`<g class="${look}">
<circle class="end" cx="${dotX}" cy="${dotY}" r="3"/>
<text class="label strong" x="${x}" y="${y}">${run.policy}</text>
<text class="label small" x="${x}" y="${y + 13}">${words}</text></g>`,
  )}`;
}

// The same nodes want to be online under every policy, so the longest run stands for all.
function targetLine({ result, x, scale }: Plot): Markup {
  const longest = greatest(result.runs, ({ endMs }) => endMs);
  const path = line<Sample>(
    ({ atMs }) => x(atMs),
    ({ wantedCount }) => scale.ofNodes(wantedCount * result.targetShare),
  ).digits(1)(longest?.samples ?? []);
  return html`<path class="target" d="${path ?? ''}"/>`;
}

// The same PCs restart under every policy, so one set of bars stands for all.
function waveBars(plot: Plot): Markup {
  const { result, size, x } = plot;
  const waves = result.runs.find((run) => run.waves.length > 0)?.waves ?? [];
  const [first] = waves;
  if (first === undefined) return html``;
  const largest = Math.max(1, ...waves.map(({ restarts }) => restarts));
  const baseY = wavesTop + wavesHeight;
  const bars = waves.map(({ atMs, label, restarts }) => {
    const topY = baseY - (restarts / largest) * (wavesHeight - 14);
    const title = `${formatMoment(atMs)}, ${label}: ${formatCount(restarts)} restarts`;
    const at = x(atMs);
    return html`<line class="wave" x1="${at}" x2="${at}" y1="${baseY}" y2="${topY}">
<title>${title}</title></line>`;
  });
  const total = waves.reduce((sum, { restarts }) => sum + restarts, 0);
  const perNode = pcsPerNode(result);
  const totalWords = perNode === null ? formatCount(total) : formatShortCount(total * perNode);
  const words = `${totalWords} restarts in ${waves.length} waves`;
  const labelX = insideX(x(first.atMs), words.length * size.characterWidth, size);
  return html`${waveMarks(plot, waves)}${bars}
<text class="axis" x="${labelX}" y="${wavesTop + 7}">${words}</text>`;
}

// Waves that are far enough apart are marked one by one. A dense series is marked as one span.
function waveMarks({ x, bottom }: Plot, waves: RunResult['waves']): Markup {
  const [startX = 0, endX = 0] = extent(waves, ({ atMs }) => x(atMs));
  if (endX - startX < waves.length * waveDistanceMin) {
    return html`<rect class="storm" x="${startX - 2}" y="${plotTop}" width="${endX - startX + 4}"
 height="${bottom - plotTop}"/>`;
  }
  return html`${waves.map(({ atMs }) => {
    const at = x(atMs);
    return html`<line class="wave-mark" x1="${at}" x2="${at}" y1="${plotTop}" y2="${bottom}"/>`;
  })}`;
}

function historyDots({ result, size, x, scale, bottom }: Plot, labels: readonly LabelBox[]) {
  const taken = labels.flatMap((label) => [label, { ...label, y: label.y + 13 }]);
  const dots = result.recoveryPoints.map((point) => ({
    ...point,
    atX: x(point.atMs),
    atY: scale.ofReported(point.onlineCount),
  }));
  taken.push(...dots.map(({ atX, atY }) => ({ x: atX - 4, y: atY + 4, width: 8 })));
  // It is in the row of the time axis' title, where no curve comes.
  const key = html`<circle class="history" cx="${size.left + 4}" cy="${bottom + 42}"
 r="4"/><text class="axis" x="${size.left + 14}" y="${bottom + 46}">reported at the time</text>`;
  return html`${key}${missLines(result, x, scale)}${dots.map(
    ({ atX, atY, atMs, onlineCount, label }) => {
      const words = formatShortCount(onlineCount);
      const width = words.length * size.characterWidth;
      const box = freePlace(atX, atY, width, (place) => {
        const isInside = place.x >= size.left && place.x + width <= size.width;
        const isOnPlot = place.y > plotTop && place.y < bottom - 4;
        return isInside && isOnPlot && !taken.some((other) => overlap(place, other));
      });
      taken.push(box);
      const full = `${formatMoment(atMs)}: ${formatCount(onlineCount)}, ${label}`;
      return html`<g><title>${full}</title><circle class="history" cx="${atX}" cy="${atY}" r="4"/>
<text class="history-label" x="${box.x}" y="${box.y}">${words}</text></g>`;
    },
  )}`;
}

/**
 * Lines from each reported point to the curve of the run that fell most. They show the difference.
 */
function missLines(
  result: ComparisonResult,
  x: ScaleTime<number, number>,
  { y, ofReported }: RecoveryScale,
): Markup {
  const run = runThatFellMost(result);
  return html`${result.recoveryPoints.map(({ atMs, onlineCount }) => {
    const online = run === undefined ? null : pcsOnlineAt(result, run, atMs);
    if (online === null) return html``;
    return html`<line class="miss" x1="${x(atMs)}" x2="${x(atMs)}" y1="${ofReported(onlineCount)}"
 y2="${y(online)}"/>`;
  })}`;
}

function freePlace(
  atX: number,
  atY: number,
  width: number,
  isFree: (place: LabelBox) => boolean,
): LabelBox {
  const right = { x: atX + 8, y: atY + 4, width };
  const places = [
    right,
    { x: atX - width - 8, y: atY + 4, width },
    { x: atX - width / 2, y: atY - 9, width },
    { x: atX - width / 2, y: atY + 19, width },
    { x: atX + 4, y: atY - 9, width },
    { x: atX - width / 2, y: atY - 24, width },
  ];
  return places.find(isFree) ?? right;
}
