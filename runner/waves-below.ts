// Tells, for each wave of restarts, how long it kept the network below its target.
import { type Evidence, timeBelowTargetByWave } from '#domain/storm/judge-run.ts';
import type { RunResult } from './result.ts';

/** The waves of a run, each with the time below the target from it to the next one. */
export function wavesWithTimeBelow(
  waves: readonly Omit<RunResult['waves'][number], 'belowTargetMs'>[],
  evidence: Evidence,
): RunResult['waves'] {
  const belowMs = timeBelowTargetByWave(
    evidence,
    waves.map(({ atMs }) => atMs),
  );
  return waves.map((wave, index) => ({ ...wave, belowTargetMs: belowMs[index] ?? 0 }));
}
