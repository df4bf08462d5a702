// What was reported at the time, as dots beside the curves: with what their sources leave open, and
// with how far the curve that fell most misses them.

import type { ScaleTime } from 'd3-scale';
import type { ComparisonResult } from '#runner/result.ts';
import { formatCount, formatMoment, formatShortCount } from '#runner/sentences/human-numbers.ts';
import { type ChartSize, type LabelBox, overlap } from './chart-frame.ts';
import { html, type Markup } from './markup.ts';
import { pcsOnlineAt, type RecoveryScale, runThatFellMost } from './recovery-scale.ts';

/** Where the dots are drawn. */
export interface DotPlot {
  readonly size: ChartSize;
  readonly x: ScaleTime<number, number>;
  readonly scale: RecoveryScale;
  readonly top: number;
  readonly bottom: number;
}

type Points = ComparisonResult['recoveryPoints'];

/** The dots, with a key; a dot among many has no label, but a title like all. */
export function historyDots(
  { size, x, scale, top, bottom }: DotPlot,
  result: ComparisonResult,
  points: Points,
  labels: readonly LabelBox[],
): Markup {
  const taken = labels.flatMap((label) => [label, { ...label, y: label.y + 13 }]);
  const dots = points.map((point) => ({
    ...point,
    atX: x(point.atMs),
    atY: scale.ofReported(point.onlineCount),
  }));
  taken.push(...dots.map(({ atX, atY }) => ({ x: atX - 4, y: atY + 4, width: 8 })));
  // It is in the row of the time axis' title, where no curve comes.
  const key = html`<circle class="history" cx="${size.left + 4}" cy="${bottom + 42}"
 r="4"/><text class="axis" x="${size.left + 14}" y="${bottom + 46}">reported at the time</text>`;
  return html`${key}${missLines(result, points, x, scale)}${points.map((point) =>
    openRanges(point, x, scale),
  )}${dots.map((dot) => {
    const { atX, atY } = dot;
    const words = formatShortCount(dot.onlineCount);
    const width = words.length * size.characterWidth;
    const box = freePlace(atX, atY, width, (place) => {
      const isInside = place.x >= size.left && place.x + width <= size.width;
      const isOnPlot = place.y > top && place.y < bottom - 4;
      return isInside && isOnPlot && !taken.some((other) => overlap(place, other));
    });
    if (box !== undefined) taken.push(box);
    return html`<g><title>${dotTitle(dot)}</title>
<circle class="history" cx="${atX}" cy="${atY}" r="4"/>${
      box === undefined
        ? ''
        : html`<text class="history-label" x="${box.x}" y="${box.y}">${words}</text>`
    }</g>`;
  })}`;
}

function dotTitle({ atMs, onlineCount, onlineCountRange, label }: Points[number]): string {
  const [least, most] = onlineCountRange ?? [onlineCount, onlineCount];
  const open = least === most ? '' : ` (${formatCount(least)} to ${formatCount(most)})`;
  return `${formatMoment(atMs)}: ${formatCount(onlineCount)}${open}, ${label}`;
}

/** Two thin bars through a dot: when it may have been, and how many they may have been. */
function openRanges(
  { atMs, atMsRange, onlineCount, onlineCountRange }: Points[number],
  x: ScaleTime<number, number>,
  { ofReported }: RecoveryScale,
): Markup {
  const [fromMs, toMs] = atMsRange ?? [atMs, atMs];
  const [least, most] = onlineCountRange ?? [onlineCount, onlineCount];
  const along = `M${x(fromMs)},${ofReported(onlineCount)}H${x(toMs)}`;
  const across = `M${x(atMs)},${ofReported(least)}V${ofReported(most)}`;
  return html`<path class="open-range" d="${along}${across}"/>`;
}

/**
 * Lines from each reported point to the curve of the run that fell most. They show the difference.
 */
function missLines(
  result: ComparisonResult,
  points: Points,
  x: ScaleTime<number, number>,
  { y, ofReported }: RecoveryScale,
): Markup {
  const run = runThatFellMost(result);
  return html`${points.map(({ atMs, onlineCount }) => {
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
): LabelBox | undefined {
  const places = [
    { x: atX + 8, y: atY + 4, width },
    { x: atX - width - 8, y: atY + 4, width },
    { x: atX - width / 2, y: atY - 9, width },
    { x: atX - width / 2, y: atY + 19, width },
    { x: atX + 4, y: atY - 9, width },
    { x: atX - width / 2, y: atY - 24, width },
  ];
  return places.find(isFree);
}
