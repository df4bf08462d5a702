// Paints a distribution over time below the curves of a chart: a column of shades at each time.
import type uPlot from 'uplot';
import { policyClass } from '#cli/report/chart-frame.ts';
import { lastIndexUpTo } from '../page/moment.ts';
import type { HeatStrip } from './chart.ts';
import { cssVariable } from './plot-options.ts';

/** How strong a share is painted, 0 to 1: by its root, since small shares are to be seen, too. */
export function shadeOf(share: number): number {
  return Math.sqrt(Math.min(1, Math.max(0, share)));
}

/** The top of the vertical scale. */
export function heatTop({ bins, valuePerBin }: HeatStrip): number {
  return (bins[0]?.length ?? 1) * valuePerBin;
}

/** Paints it into the plot's box. */
export function paintHeat(plot: uPlot, heat: HeatStrip): void {
  const { ctx, bbox } = plot;
  const [firstMs, lastMs] = [heat.atMs[0], heat.atMs.at(-1)];
  if (firstMs === undefined || lastMs === undefined) return;
  const picture = pictureOf(heat, plot, Math.max(1, Math.round(bbox.width)));
  if (picture === null) return;
  const top = plot.valToPos(heatTop(heat), 'y', true);
  const bottom = plot.valToPos(0, 'y', true);
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.imageSmoothingEnabled = false;
  ctx.drawImage(picture, bbox.left, top, bbox.width, bottom - top);
  ctx.restore();
}

/** One pixel for each column of the plot and each step of the scale. */
function pictureOf(heat: HeatStrip, plot: uPlot, width: number): HTMLCanvasElement | null {
  const height = heat.bins[0]?.length ?? 1;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const ctx = canvas.getContext('2d');
  if (ctx === null) return null;
  const image = ctx.createImageData(width, height);
  const [red, green, blue] = rgbOf(ctx, cssVariable(`--${policyClass(heat.policyIndex)}`));
  for (const [x, bins] of columnsOf(heat, plot, width).entries()) {
    const all = bins.reduce((sum, one) => sum + one, 0);
    for (const [bin, count] of bins.entries()) {
      const alpha = count === 0 ? 0 : 255 * shadeOf(count / all);
      image.data.set([red, green, blue, alpha], 4 * ((height - 1 - bin) * width + x));
    }
  }
  ctx.putImageData(image, 0, 0);
  return canvas;
}

/** What there is at each pixel of the plot, from the left on, as far as the run goes. */
function columnsOf({ atMs, bins }: HeatStrip, plot: uPlot, width: number): Int32Array[] {
  const { min, max } = plot.scales.x ?? {};
  const [fromMs, toMs, lastMs] = [min ?? 0, max ?? 1, atMs.at(-1) ?? 0];
  const columns: Int32Array[] = [];
  for (let x = 0; x < width; x += 1) {
    const at = fromMs + ((x + 0.5) / width) * (toMs - fromMs);
    const own = bins[lastIndexUpTo(atMs, at)];
    if (own === undefined || at > lastMs) break;
    columns.push(own);
  }
  return columns;
}

/** The parts of a colour that a style sheet has as `#rgb`, `#rrggbb` or by name. */
function rgbOf(ctx: CanvasRenderingContext2D, colour: string): [number, number, number] {
  ctx.fillStyle = colour;
  const [, red = '0', green = '0', blue = '0'] =
    /^#(..)(..)(..)$/.exec(String(ctx.fillStyle)) ?? [];
  return [red, green, blue].map((part) => Number.parseInt(part, 16)) as [number, number, number];
}
