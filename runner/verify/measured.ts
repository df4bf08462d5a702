// The measurements of one run in one cloud, by names that every cloud has.

import type { RunSettings } from '#domain/run-settings.ts';
import { type CurvePoint, judgeRun } from '#domain/storm/judge-run.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';

/** How a run ended: as its state machine reported, or because its horizon came first. */
export type MeasuredEnding = 'healed' | 'timed-out' | 'failed' | 'horizon';

/** One run in one cloud. What a cloud cannot measure is absent, never 0. */
export interface Measured {
  /** By the names that the functions' metrics have, e.g. `LoginAttempts`. */
  readonly counts: Readonly<Record<string, number>>;
  /**
   * Billable units, by the local cloud's names. Invocations are `lambda.invocations.<function>`,
   * with the function's file name.
   */
  readonly meters: Readonly<Record<string, number>>;
  /** From the last restart until the target share is signed in for good; null: not in this run. */
  readonly healMs: number | null;
  /** Time spent below the target share. */
  readonly belowTargetMs: number;
  /** The largest share of the wanted nodes that was not signed in, 0 to 1. */
  readonly worstOfflineShare: number;
  readonly ending: MeasuredEnding;
  /** From the scenario's start to the end of the run. */
  readonly ranForMs: number;
  /** Violated invariants, in words. */
  readonly violations: readonly string[];
}

/** The measurements of a cloud that knows less. A duration or share that is absent is not known. */
export type MeasuredElsewhere = Pick<Measured, 'counts' | 'meters' | 'ending' | 'violations'> &
  Partial<Measured>;

/** When both clouds are observed. The times have to be equal, or the worst moments would differ. */
export interface Observations {
  /** The interval before the last restart. */
  readonly coarseMs: number;
  /** The interval from then on, while the healing time is measured. It divides `coarseMs`. */
  readonly fineMs: number;
  readonly startMs: number;
  readonly fineFromMs: number;
  /** Both runs end here if their state machine has not reported. */
  readonly untilMs: number;
}

/** Observations are coarse over the days of a storm, but at least as fine as the storm's own. */
const coarseMsMax = 5 * 60_000;
const fineMsMax = 15_000;

/**
 * Plans a run's observations on a grid that begins with the run. The horizon is at twice the
 * target's time.
 */
export function looksAt(settings: RunSettings): Observations {
  const { storm, shiftMs, timings, target, startsAtMs } = settings;
  const lastRestartMs = lastRestartAtMs(storm, shiftMs);
  const coarseMs = Math.min(coarseMsMax, timings.observeEveryMs);
  const fineMs = Math.min(fineMsMax, timings.observeEveryMs);
  return {
    // Rounded to a multiple, or the two grids would not meet.
    coarseMs: coarseMs - (coarseMs % fineMs),
    fineMs,
    startMs: startsAtMs,
    fineFromMs: lastRestartMs,
    untilMs: lastRestartMs + 2 * target.healWithinMs,
  };
}

/** Whether both clouds are observed at a moment of the fine grid. */
export function isObservation(observations: Observations, atMs: number): boolean {
  if (atMs <= observations.startMs) return false;
  const everyMs = atMs < observations.fineFromMs ? observations.coarseMs : observations.fineMs;
  return (atMs - observations.startMs) % everyMs === 0;
}

/** Judges a run by its curve. */
export function judgeCurve(
  curve: readonly CurvePoint[],
  { storm, shiftMs, target }: Pick<RunSettings, 'storm' | 'shiftMs' | 'target'>,
): Pick<Measured, 'healMs' | 'belowTargetMs' | 'worstOfflineShare'> {
  const lastRestartMs = lastRestartAtMs(storm, shiftMs);
  const judged = judgeRun({
    curve,
    lastRestartAtMs: lastRestartMs,
    target,
    violations: [],
    failure: null,
  });
  const { healMs, belowTargetMs, worstOfflineShare } = judged;
  return { healMs, belowTargetMs, worstOfflineShare };
}
