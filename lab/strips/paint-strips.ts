// Paints the rows of one run: a lane of nodes and a lane of supernodes for each zone or cell. Marks
// go out in no order, so that a row thins out.
import { policyClass } from '#cli/report/chart-frame.ts';
import { formatShare, formatShortCount } from '#runner/sentences/human-numbers.ts';
import { cssVariable } from '../charts/plot-options.ts';
import type { StripRow, StripScale } from './strip-rows.ts';

/** A row with its name. */
export interface LabelledRow extends StripRow {
  readonly label: string;
}

/** The colours of a strip, read once: reading styles takes longer than painting. */
export interface StripColours {
  readonly policy: string;
  readonly ink: string;
  readonly soft: string;
  readonly rule: string;
  readonly panel: string;
}

/** The colours of a policy's strips. */
export function stripColours(policyIndex: number): StripColours {
  return {
    policy: cssVariable(`--${policyClass(policyIndex)}`),
    ink: cssVariable('--ink'),
    soft: cssVariable('--soft'),
    rule: cssVariable('--rule'),
    panel: cssVariable('--panel'),
  };
}

/** How high a row is: few rows are higher. */
export function rowHeight(rowCount: number): number {
  if (rowCount <= 12) return 30;
  return rowCount <= 25 ? 20 : 14;
}

const [labelWidth, numbersWidth] = [76, 92];
/** From one mark to the next: in a full lane, and in one of few marks. */
const [markStep, markStepMax] = [4, 12];

/** Paints all rows. The canvas is as large as it says, at the device's own scale. */
export function paintStrips(
  canvas: HTMLCanvasElement,
  rows: readonly LabelledRow[],
  scales: readonly StripScale[],
  chosen: number,
  colours: StripColours,
): void {
  const ctx = canvas.getContext('2d');
  if (ctx === null) return;
  const width = canvas.width / devicePixelRatio;
  const height = rowHeight(rows.length);
  ctx.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  ctx.clearRect(0, 0, width, rows.length * height);
  ctx.fillStyle = colours.panel;
  ctx.fillRect(0, chosen * height, width, height);
  const marksMax = Math.max(1, Math.floor((width - labelWidth - numbersWidth) / markStep));
  const lanes = lanesOf(height);
  const paths = { waiting: new Path2D(), nodes: new Path2D(), supernodes: new Path2D() };
  for (const [index, row] of rows.entries()) {
    const { wantedMax = 1, supernodesMax = 1 } = scales[index] ?? {};
    const top = index * height;
    const ofNodes = { top: top + lanes.top, height: lanes.nodes, places: marksMax, marksMax };
    const wanted = marksFor(row.wantedCount, wantedMax, marksMax);
    const online = marksFor(row.onlineCount, wantedMax, marksMax);
    // Who is off has no mark; who is on and not signed in has a faint one.
    addMarks(paths.nodes, ofNodes, 0, online);
    addMarks(paths.waiting, ofNodes, online, wanted);
    // Each supernode has a mark of its own, as long as there is room.
    const places = Math.min(marksMax, supernodesMax);
    const live = marksFor(row.supernodesLive, supernodesMax, places);
    const ofSupernodes = { top: top + lanes.middle, height: lanes.supernodes, places, marksMax };
    addMarks(paths.supernodes, ofSupernodes, 0, live);
  }
  fill(ctx, paths.waiting, colours.rule);
  fill(ctx, paths.nodes, colours.policy);
  fill(ctx, paths.supernodes, colours.ink);
  writeWords(ctx, rows, width, height, colours);
}

interface Lane {
  readonly top: number;
  readonly height: number;
  /** How many marks it may have, and how many would fit. */
  readonly places: number;
  readonly marksMax: number;
}

/** Adds the marks of a lane whose ranks are in a range. */
function addMarks(path: Path2D, lane: Lane, fromRank: number, untilRank: number): void {
  const step = Math.min(markStepMax, (lane.marksMax * markStep) / lane.places);
  for (const [mark, rank] of ranksOf(lane.places).entries())
    if (rank >= fromRank && rank < untilRank)
      path.rect(labelWidth + mark * step, lane.top, step - 1, lane.height);
}

function fill(ctx: CanvasRenderingContext2D, path: Path2D, colour: string): void {
  ctx.fillStyle = colour;
  ctx.fill(path);
}

function lanesOf(height: number) {
  const nodes = Math.round(height * 0.5);
  const supernodes = Math.max(2, Math.round(height * 0.2));
  return { top: 2, nodes, middle: 3 + nodes, supernodes };
}

function writeWords(
  ctx: CanvasRenderingContext2D,
  rows: readonly LabelledRow[],
  width: number,
  height: number,
  { ink, soft }: StripColours,
): void {
  ctx.font = `${height < 18 ? 11 : 12}px system-ui, sans-serif`;
  ctx.textBaseline = 'middle';
  for (const [index, row] of rows.entries()) {
    const middle = (index + 0.5) * height;
    ctx.fillStyle = soft;
    ctx.textAlign = 'left';
    ctx.fillText(row.label, 2, middle, labelWidth - 6);
    ctx.fillStyle = ink;
    ctx.textAlign = 'right';
    ctx.fillText(shareWords(row), width - 44, middle);
    ctx.fillText(formatShortCount(row.supernodesLive), width - 4, middle);
  }
}

/** The share of those who are on that is signed in. */
export function shareWords({ wantedCount, onlineCount }: StripRow): string {
  return wantedCount === 0 ? '–' : formatShare(onlineCount / wantedCount);
}

/** So many marks for a number; at least one where there is any. */
function marksFor(count: number, most: number, marksMax: number): number {
  return count === 0 ? 0 : Math.max(1, Math.round((count / most) * marksMax));
}

const ranksByLength = new Map<number, readonly number[]>();

/**
 * In which order the marks of a lane go out: the same for all rows, and without a pattern for the
 * eye, since steps of the golden share fill a lane evenly.
 */
function ranksOf(length: number): readonly number[] {
  const known = ranksByLength.get(length);
  if (known !== undefined) return known;
  const places = Array.from({ length }, (_, rank) => ({ rank, at: (rank * goldenShare) % 1 }));
  const ranks = places.sort((one, other) => one.at - other.at).map(({ rank }) => rank);
  ranksByLength.set(length, ranks);
  return ranks;
}

const goldenShare = (Math.sqrt(5) - 1) / 2;
