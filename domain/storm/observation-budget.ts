// How a storm that is observed for long keeps the history of each execution below AWS's quota: the
// first observations belong to the storm's own execution, all others to executions that only
// observe (decision 022).
import { stepFunctionsQuotas } from '../quotas/step-functions-quotas.ts';

/**
 * Events that each part of the state machine `RebootStorm` writes into the history of its
 * execution. infra-tests/quotas/history-events.test.ts counts them in the local cloud.
 */
export const eventsOf = {
  /** Once: the start, PlanStorm, ReportStorm, HowItEnded and the end. */
  ends: 16,
  /** WaitForWave, DispatchCells, and the observation after it. */
  wave: 17,
  /** WaitToObserve, Observe and WhatNext. */
  observation: 9,
  /** KeepObserving, and WhatNext after it. */
  observing: 8,
  /** Once in an execution that only observes: its start, PollingEnds and its end. */
  pollingEnds: 4,
  /** A task that failed: it failed, was scheduled and started again. */
  retry: 3,
} as const;

/** An execution ends when its history reaches this; the event that says so is one of them. */
export const historyEventsMax: number = stepFunctionsQuotas.historyEvents.value;

/** Kept in each execution for tasks that fail and are tried again. */
const retriesMax = 500;

const roomForEvents = historyEventsMax - 1 - retriesMax * eventsOf.retry;

/**
 * Observations of the storm's own execution, beside the one after each wave: more than any story
 * needs that is observed every few minutes, so that only a storm that is observed more often pays
 * for executions of their own.
 */
export const observationsTogetherMax = 500;

/**
 * Observations of an execution that only observes, beside its first: what fits into its history.
 */
export const observationsApartMax =
  Math.floor((roomForEvents - eventsOf.pollingEnds) / eventsOf.observation) - 1;

/**
 * Waves of one storm: so many fit into the history of its execution, even if each is followed by an
 * execution that observes.
 */
export const wavesMax = Math.floor(
  (roomForEvents - eventsOf.ends - observationsTogetherMax * eventsOf.observation) /
    (eventsOf.wave + eventsOf.observing),
);

/** Where the next observation belongs: into the execution that is observing, or into a new one. */
export function whereToObserve(observationsBefore: number, isApart: boolean): 'here' | 'apart' {
  return observationsBefore < (isApart ? observationsApartMax : observationsTogetherMax)
    ? 'here'
    : 'apart';
}

/** What a storm can come to, at most. */
export interface ObservingPlan {
  readonly waveCount: number;
  /** From the first wave until nobody observes any more, in ms. */
  readonly observedForMs: number;
  readonly observeEveryMs: number;
}

/** What the state machine waits between two observations, in seconds: it counts in whole ones. */
export function observeSeconds(observeEveryMs: number): number {
  return Math.max(1, Math.round(observeEveryMs / 1000));
}

/** Most observations of a storm, beside the one after each wave. */
export function observationsAtMost({ observedForMs, observeEveryMs }: ObservingPlan): number {
  return Math.ceil(observedForMs / (1000 * observeSeconds(observeEveryMs)));
}

/** Most events in the history of a storm's own execution, with those kept for retries. */
export function historyEventsAtMost(plan: ObservingPlan): number {
  const observations = observationsAtMost(plan);
  const { waveCount } = plan;
  // A wave ends an execution that only observes, and so does its full history.
  const observers =
    observations > observationsTogetherMax
      ? waveCount + Math.ceil(observations / (observationsApartMax + 1))
      : 0;
  return (
    retriesMax * eventsOf.retry +
    eventsOf.ends +
    waveCount * eventsOf.wave +
    Math.min(observations, observationsTogetherMax) * eventsOf.observation +
    observers * eventsOf.observing
  );
}

/** Whether the storm's own execution holds a plan. */
export function fitsHistory(plan: ObservingPlan): boolean {
  return historyEventsAtMost(plan) < historyEventsMax;
}

/**
 * The shortest pause between two observations, in whole seconds, with which a plan fits; null if
 * none.
 */
export function observeEveryMsAtLeast(plan: ObservingPlan): number | null {
  const fits = (seconds: number) => fitsHistory({ ...plan, observeEveryMs: seconds * 1000 });
  const most = Math.ceil(plan.observedForMs / 1000) + 1;
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
