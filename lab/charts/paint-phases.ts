// Paints the phases of the runs behind a chart: a strip for each policy, and the time of the waves.
import type uPlot from 'uplot';
import { policyClass } from '#cli/report/chart-frame.ts';
import { type Phase, type PhasedRun, runPhases } from '#cli/report/run-phases.ts';
import { policiesMax } from '../policy/compared-policies.ts';
import { cssVariable } from './plot-options.ts';

/** How strong each phase is painted, as in the report. */
export const phaseStrength: Readonly<Record<Phase['kind'], number>> = {
  before: 0.22,
  restarts: 0.3,
  recovering: 0.6,
  down: 0.85,
  stuck: 1,
  healed: 0.22,
};

const stripHeight = 5;

/** Room for the strips of all policies, above a chart. */
export const stripsHeight = policiesMax * (stripHeight + 1);

/** Paints below the curves. @param runs as far as their phases are known */
export function paintPhases(plot: uPlot, runs: readonly PhasedRun[]): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  const wave = cssVariable('--wave');
  ctx.save();
  // A run goes on after its last sample, until its queues are dry; the chart ends there.
  ctx.beginPath();
  ctx.rect(bbox.left, 0, bbox.width, bbox.top + bbox.height);
  ctx.clip();
  for (const [index, run] of runs.entries()) {
    const own = cssVariable(`--${policyClass(index)}`);
    for (const { kind, startMs, endMs } of runPhases(run)) {
      const left = plot.valToPos(startMs, 'x', true);
      const width = plot.valToPos(endMs, 'x', true) - left;
      if (kind === 'restarts' && index === 0) {
        ctx.globalAlpha = 0.1;
        ctx.fillStyle = wave;
        ctx.fillRect(left, bbox.top, width, bbox.height);
      }
      ctx.globalAlpha = phaseStrength[kind];
      ctx.fillStyle = kind === 'restarts' ? wave : own;
      const top = bbox.top - (runs.length - index) * (stripHeight + 1) * scale;
      ctx.fillRect(left, top, width, stripHeight * scale);
    }
  }
  ctx.restore();
}
