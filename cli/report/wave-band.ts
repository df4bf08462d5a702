// The band of restart waves above a picture, named by continent, and their marks in the plot.

import { extent } from 'd3-array';
import type { ScaleTime } from 'd3-scale';
import type { ComparisonResult, RunResult } from '#runner/result.ts';
import { formatCount, formatMoment, formatShortCount } from '#runner/sentences/human-numbers.ts';
import { type ChartSize, insideX, type LabelBox, overlap } from './chart-frame.ts';
import { html, type Markup } from './markup.ts';
import { pcsPerNode } from './recovery-scale.ts';

type Wave = RunResult['waves'][number];

const bandTop = 6;
const barsHeight = 26;
/** Lines closer than this, in picture units, would hide what is behind them. */
const waveDistanceMin = 16;

/** The height of the band above a plot: a caption, the bars, the names below them. */
export const waveBandHeight = bandTop + 14 + barsHeight + 16;

/** What the band is drawn into. */
export interface WavePlot {
  readonly result: ComparisonResult;
  readonly size: ChartSize;
  readonly x: ScaleTime<number, number>;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Draws the waves. The same scenario restarts the same PCs under every policy, so one set of bars
 * speaks for all.
 */
export function waveBand(plot: WavePlot): Markup {
  const { result, size, x } = plot;
  const waves = wavesOf(result);
  const [first] = waves;
  if (first === undefined) return html``;
  const largest = Math.max(1, ...waves.map(({ restarts }) => restarts));
  const baseY = bandTop + 14 + barsHeight;
  const bars = waves.map(({ atMs, label, restarts }) => {
    const topY = baseY - Math.max(2, (restarts / largest) * barsHeight);
    const title = `${formatMoment(atMs)}, ${label}: ${formatCount(restarts)} restarts`;
    const at = x(atMs);
    return html`<line class="wave" x1="${at}" x2="${at}" y1="${baseY}" y2="${topY}">
<title>${title}</title></line>`;
  });
  const scaled = (count: number) => {
    const perNode = pcsPerNode(result);
    return perNode === null ? formatCount(count) : formatShortCount(count * perNode);
  };
  const total = waves.reduce((sum, { restarts }) => sum + restarts, 0);
  const inWaves = waves.length === 1 ? 'one wave' : `${waves.length} waves, at most`;
  const most = waves.length === 1 ? '' : ` ${scaled(largest)}`;
  const words = `${scaled(total)} restarts in ${inWaves}${most}`;
  const labelX = insideX(x(first.atMs), words.length * size.characterWidth, size);
  return html`${waveMarks(plot, waves)}${bars}${names(waves, plot, baseY + 13)}
<text class="axis" x="${labelX}" y="${bandTop + 7}">${words}</text>`;
}

/** Marks in a plot when the waves came, and nothing else. */
export function waveShade(plot: WavePlot): Markup {
  const waves = wavesOf(plot.result);
  return waves.length === 0 ? html`` : waveMarks(plot, waves);
}

function wavesOf({ runs }: ComparisonResult): readonly Wave[] {
  return runs.find((run) => run.waves.length > 0)?.waves ?? [];
}

// Waves far enough apart are marked one by one, a dense series as the stretch that it fills.
function waveMarks({ x, top, bottom }: WavePlot, waves: readonly Wave[]): Markup {
  const [startX = 0, endX = 0] = extent(waves, ({ atMs }) => x(atMs));
  if (endX - startX < waves.length * waveDistanceMin) {
    return html`<rect class="storm" x="${startX - 2}" y="${top}" width="${endX - startX + 4}"
 height="${bottom - top}"/>`;
  }
  return html`${waves.map(({ atMs }) => {
    const at = x(atMs);
    return html`<line class="wave-mark" x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/>`;
  })}`;
}

/** One name under each group of neighbouring waves of the same place. */
function names(waves: readonly Wave[], { x, size }: WavePlot, y: number): Markup {
  const groups: { name: string; waves: Wave[] }[] = [];
  for (const wave of waves) {
    const name = placeOf(wave.label);
    const last = groups.at(-1);
    if (last?.name === name) last.waves.push(wave);
    else groups.push({ name, waves: [wave] });
  }
  const taken: LabelBox[] = [];
  const bySize = [...groups].sort((a, b) => restartsIn(b.waves) - restartsIn(a.waves));
  return html`${bySize.map(({ name, waves: some }) => {
    const [from = 0, to = from] = extent(some, ({ atMs }) => x(atMs));
    const width = name.length * size.characterWidth * 0.92;
    const box = { x: insideX((from + to - width) / 2, width, size), y, width };
    if (taken.some((other) => overlap(box, other))) return html``;
    taken.push(box);
    const middle = box.x + width / 2;
    return html`<text class="wave-name" x="${middle}" y="${y}" text-anchor="middle">${name}</text>`;
  })}`;
}

function restartsIn(waves: readonly Wave[]): number {
  return waves.reduce((sum, { restarts }) => sum + restarts, 0);
}

/**
 * The continent of a wave whose label names a zone by its offset from UTC; else the label, without
 * a zone that is everywhere.
 */
export function placeOf(label: string): string {
  const offset = /UTC([+-]\d+)?/.exec(label);
  if (offset === null) return label.replace(/, everywhere$/, '');
  const hours = Number(offset[1] ?? 0);
  if (hours >= 5) return hours >= 10 ? 'Oceania' : 'Asia';
  return hours >= -1 ? 'Europe' : 'Americas';
}
