// What one run came to in one cloud, in names and numbers that every cloud has.

import type { RunSettings } from '#domain/run-settings.ts';
import { type CurvePoint, judgeRun } from '#domain/storm/judge-run.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';

/** How a run ended: its state machine said so, or the horizon came first. */
export type MeasuredEnding = 'healed' | 'timed-out' | 'failed' | 'horizon';

/** One run in one cloud. What a cloud cannot say is absent, never 0. */
export interface Measured {
  /** By the names that the functions' metrics have, e.g. `LoginAttempts`. */
  readonly counts: Readonly<Record<string, number>>;
  /**
   * Billable units, by the local cloud's names; invocations as `lambda.invocations.<function>` with
   * the function's file name.
   */
  readonly meters: Readonly<Record<string, number>>;
  /** From the last restart until the target share is signed in for good; null: not in this run. */
  readonly healMs: number | null;
  /** Time spent below the target share. */
  readonly belowTargetMs: number;
  /** The largest share of those who wanted to be signed in and were not, 0 to 1. */
  readonly worstOfflineShare: number;
  readonly ending: MeasuredEnding;
  /** From the scenario's start to the end of the run. */
  readonly ranForMs: number;
  /** Broken invariants, in words. */
  readonly violations: readonly string[];
}

/** The same of a cloud that says less: a duration or share that is absent is not known. */
export type MeasuredElsewhere = Pick<Measured, 'counts' | 'meters' | 'ending' | 'violations'> &
  Partial<Measured>;

/** When both clouds are observed: equal moments, or the worst one would be another's. */
export interface Observations {
  /** Before the last restart. */
  readonly coarseMs: number;
  /** From then on, since it is measured how long healing takes; divides `coarseMs`. */
  readonly fineMs: number;
  readonly startMs: number;
  readonly fineFromMs: number;
  /** Both runs end here if their state machine has not reported. */
  readonly untilMs: number;
}

/** Coarse over the days of a storm, and never coarser than the storm itself is observed. */
const coarseMsMax = 5 * 60_000;
const fineMsMax = 15_000;

/** Observations of a run, on a grid that begins with it; and its horizon, at twice its target. */
export function looksAt(settings: RunSettings): Observations {
  const { storm, shiftMs, timings, target, startsAtMs } = settings;
  const lastRestartMs = lastRestartAtMs(storm, shiftMs);
  const coarseMs = Math.min(coarseMsMax, timings.observeEveryMs);
  const fineMs = Math.min(fineMsMax, timings.observeEveryMs);
  return {
    // What does not divide would leave the two grids apart.
    coarseMs: coarseMs - (coarseMs % fineMs),
    fineMs,
    startMs: startsAtMs,
    fineFromMs: lastRestartMs,
    untilMs: lastRestartMs + 2 * target.healWithinMs,
  };
}

/** Whether a moment of the fine grid is one at which both clouds are observed. */
export function isObservation(observations: Observations, atMs: number): boolean {
  if (atMs <= observations.startMs) return false;
  const everyMs = atMs < observations.fineFromMs ? observations.coarseMs : observations.fineMs;
  return (atMs - observations.startMs) % everyMs === 0;
}

/** How a run went, by its curve. */
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
