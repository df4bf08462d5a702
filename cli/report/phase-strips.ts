// The strips under the recovery chart. They name the phases of each policy's run.

import type { ScaleTime } from 'd3-scale';
import type { RunResult } from '#runner/result.ts';
import { formatDuration } from '#runner/sentences/human-numbers.ts';
import { type ChartSize, insideX, type LabelBox, overlap, policyClass } from './chart-frame.ts';
import { html, type Markup } from './markup.ts';
import { type Phase, runPhases } from './run-phases.ts';

const stripHeight = 47;
/** Each phase as a reader sees it. */
export const phaseWords: Readonly<Record<Phase['kind'], string>> = {
  before: 'before',
  restarts: 'waves of restarts',
  recovering: 'recovering',
  down: 'still down',
  stuck: 'stuck',
  healed: 'healed',
};

// If there is not room for every name, the outcome of the storm is named first.
const namingOrder: readonly Phase['kind'][] = [
  'stuck',
  'down',
  'healed',
  'recovering',
  'restarts',
  'before',
];

/** The height of the strips of these runs. */
export function phaseStripsHeight(runs: readonly RunResult[]): number {
  return runs.length * stripHeight;
}

/** One strip per run, from `top` down, on the time scale of the chart above. */
export function phaseStrips(
  runs: readonly RunResult[],
  x: ScaleTime<number, number>,
  size: ChartSize,
  top: number,
): Markup {
  return html`${runs.map((run, index) => {
    const y = top + index * stripHeight;
    const phases = runPhases(run);
    return html`<g class="${policyClass(index)}">
<line class="curve ${policyClass(index)}" x1="${size.left}" x2="${size.left + 22}" y1="${y + 6}"
 y2="${y + 6}"/><text class="label strong" x="${size.left + 28}" y="${y + 10}">${run.policy}</text>
${phases.map((phase) => segment(phase, x, y + 15))}
${names(phases, x, size, y + 37)}</g>`;
  })}`;
}

function segment(phase: Phase, x: ScaleTime<number, number>, y: number): Markup {
  const [, right = 0] = x.range();
  const width = Math.max(1.5, Math.min(right, x(phase.endMs)) - x(phase.startMs) - 1);
  const title = `${phaseWords[phase.kind]} for ${formatDuration(phase.endMs - phase.startMs)}`;
  return html`<rect class="phase ${phase.kind}" x="${x(phase.startMs)}" y="${y}"
 width="${width}" height="9"><title>${title}</title></rect>`;
}

function names(
  phases: readonly Phase[],
  x: ScaleTime<number, number>,
  size: ChartSize,
  y: number,
): Markup {
  const taken: LabelBox[] = [];
  const ordered = [...phases].sort(
    (a, b) => namingOrder.indexOf(a.kind) - namingOrder.indexOf(b.kind),
  );
  return html`${ordered.map(({ kind, startMs, endMs }) => {
    // How long it stays healed says only how long the run went on.
    const isTimed = kind !== 'healed' && kind !== 'before' && kind !== 'restarts';
    const text = isTimed
      ? `${phaseWords[kind]} ${formatDuration(endMs - startMs)}`
      : phaseWords[kind];
    const width = text.length * size.characterWidth;
    const box = { x: insideX(x(startMs), width, size), y, width };
    if (taken.some((other) => overlap(box, other))) return html``;
    taken.push(box);
    return html`<text class="axis" x="${box.x}" y="${y}">${text}</text>`;
  })}`;
}
