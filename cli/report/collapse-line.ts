// The moment of the collapse, marked alike in all pictures over time.

import type { ScaleTime } from 'd3-scale';
import type { ComparisonResult } from '#runner/result.ts';
import { html, type Markup } from './markup.ts';
import { markedCollapse } from './run-moments.ts';

/** A line from top to bottom when the network that fell most collapsed; nothing if none did. */
export function collapseLine(
  result: ComparisonResult,
  x: ScaleTime<number, number>,
  top: number,
  bottom: number,
): Markup {
  const collapse = markedCollapse(result);
  if (collapse === null) return html``;
  const at = x(collapse.atMs);
  return html`<line class="collapse" x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/>`;
}
