// How a storm that is looked at for long keeps the history of each execution below AWS's quota: the
// first looks belong to the storm's own execution, all others to executions that only look
// (decision 022).
import { stepFunctionsQuotas } from '../quotas/step-functions-quotas.ts';

/**
 * Events that each part of the state machine `RebootStorm` writes into the history of its
 * execution. infra-tests/quotas/history-events.test.ts counts them in the local cloud.
 */
export const eventsOf = {
  /** Once: the start, PlanStorm, ReportStorm, HowItEnded and the end. */
  ends: 16,
  /** WaitForWave, StirCells, and the look after it. */
  wave: 17,
  /** WaitToObserve, Observe and HowNow. */
  look: 9,
  /** KeepWatch, and HowNow after it. */
  watch: 8,
  /** Once in an execution that only looks: its start, WatchEnds and its end. */
  watchEnds: 4,
  /** A task that failed: it failed, was scheduled and started again. */
  retry: 3,
} as const;

/** An execution ends when its history reaches this; the event that says so is one of them. */
export const historyEventsMax: number = stepFunctionsQuotas.historyEvents.value;

/** Kept in each execution for tasks that fail and are tried again. */
const retriesMax = 500;

const roomForEvents = historyEventsMax - 1 - retriesMax * eventsOf.retry;

/**
 * Looks of the storm's own execution, beside the one after each wave: more than any story needs
 * that is looked at every few minutes, so that only a storm that is watched closely pays for
 * executions of their own.
 */
export const looksTogetherMax = 500;

/** Looks of an execution that only looks, beside its first: what fits into its history. */
export const looksApartMax = Math.floor((roomForEvents - eventsOf.watchEnds) / eventsOf.look) - 1;

/**
 * Waves of one storm: so many fit into the history of its execution, even if each is followed by an
 * execution that looks.
 */
export const wavesMax = Math.floor(
  (roomForEvents - eventsOf.ends - looksTogetherMax * eventsOf.look) /
    (eventsOf.wave + eventsOf.watch),
);

/** Where the next look belongs: into the execution that is looking, or into a new one. */
export function whereToLook(looksBefore: number, isApart: boolean): 'here' | 'apart' {
  return looksBefore < (isApart ? looksApartMax : looksTogetherMax) ? 'here' : 'apart';
}

/** What a storm can come to, at most. */
export interface WatchPlan {
  readonly waveCount: number;
  /** From the first wave until nobody looks any more, in ms. */
  readonly watchedForMs: number;
  readonly observeEveryMs: number;
}

/** What the state machine waits between two looks, in seconds: it counts in whole ones. */
export function observeSeconds(observeEveryMs: number): number {
  return Math.max(1, Math.round(observeEveryMs / 1000));
}

/** Most looks of a storm, beside the one after each wave. */
export function looksAtMost({ watchedForMs, observeEveryMs }: WatchPlan): number {
  return Math.ceil(watchedForMs / (1000 * observeSeconds(observeEveryMs)));
}

/** Most events in the history of a storm's own execution, with those kept for retries. */
export function historyEventsAtMost(plan: WatchPlan): number {
  const looks = looksAtMost(plan);
  const { waveCount } = plan;
  // Each wave may end a watch, and each watch may have looked its fill.
  const watches = looks > looksTogetherMax ? waveCount + Math.ceil(looks / (looksApartMax + 1)) : 0;
  return (
    retriesMax * eventsOf.retry +
    eventsOf.ends +
    waveCount * eventsOf.wave +
    Math.min(looks, looksTogetherMax) * eventsOf.look +
    watches * eventsOf.watch
  );
}

/** Whether the storm's own execution holds a plan. */
export function fitsHistory(plan: WatchPlan): boolean {
  return historyEventsAtMost(plan) < historyEventsMax;
}

/** The shortest pause between two looks, in whole seconds, with which a plan fits; null if none. */
export function observeEveryMsAtLeast(plan: WatchPlan): number | null {
  const fits = (seconds: number) => fitsHistory({ ...plan, observeEveryMs: seconds * 1000 });
  const most = Math.ceil(plan.watchedForMs / 1000) + 1;
  if (!fits(most)) return null;
  const tooShort = greatestThatFits(most, (seconds) => seconds === 0 || !fits(seconds));
  return 1000 * (tooShort + 1);
}

/** The greatest whole number up to `high` for which `fits` holds, which holds below it; else -1. */
export function greatestThatFits(high: number, fits: (value: number) => boolean): number {
  let [low, top] = [-1, high];
  while (low < top) {
    const middle = Math.ceil((low + top) / 2);
    if (fits(middle)) low = middle;
    else top = middle - 1;
  }
  return low;
}
