// Divides a run into phases: before, storm, and the outcome.

import type { RunResult } from '#runner/result.ts';

/** One phase of a run. */
export interface Phase {
  readonly kind: 'before' | 'restarts' | 'recovering' | 'down' | 'stuck' | 'healed';
  readonly startMs: number;
  readonly endMs: number;
}

/** What the phases of a run follow from. */
export type PhasedRun = Pick<
  RunResult,
  'policy' | 'startMs' | 'endMs' | 'lastRestartAtMs' | 'healMs'
> & {
  readonly waves: readonly Pick<RunResult['waves'][number], 'atMs'>[];
  readonly verdict: Pick<RunResult['verdict'], 'kind'>;
};

/**
 * The phases of a run in order, without empty ones. After the last restart comes `recovering`,
 * until the target share is signed in again. If that never came and the verdict is stuck, the phase
 * is `stuck`.
 */
export function runPhases(run: PhasedRun): Phase[] {
  const waveTimes = run.waves.map(({ atMs }) => atMs);
  if (waveTimes.length === 0) return [{ kind: 'before', startMs: run.startMs, endMs: run.endMs }];
  // A run that was ended before its time has waves that never came.
  const stormStartMs = Math.min(...waveTimes, run.endMs);
  const stormEndMs = Math.min(run.lastRestartAtMs, run.endMs);
  const healedAtMs = run.healMs === null ? run.endMs : stormEndMs + run.healMs;
  const phases: Phase[] = [
    { kind: 'before', startMs: run.startMs, endMs: stormStartMs },
    { kind: 'restarts', startMs: stormStartMs, endMs: stormEndMs },
    {
      kind: kindAfter(run),
      startMs: stormEndMs,
      endMs: Math.min(healedAtMs, run.endMs),
    },
    { kind: 'healed', startMs: Math.min(healedAtMs, run.endMs), endMs: run.endMs },
  ];
  return phases.filter(({ startMs, endMs }) => endMs > startMs);
}

function kindAfter({ healMs, verdict }: PhasedRun): Phase['kind'] {
  if (healMs !== null) return 'recovering';
  return verdict.kind === 'stuck' ? 'stuck' : 'down';
}
