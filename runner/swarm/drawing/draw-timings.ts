// Draws the durations of a case: of clients, renewals and heal steps.
import { queueLimits } from '#domain/limits.ts';
import type { Timings } from '#domain/run-settings.ts';
import type { Pace } from '../swarm-case.ts';
import type { Draw } from './draw.ts';

const secondMs = 1_000;
const minuteMs = 60_000;

/** After this time a failed message is delivered again. */
const redeliveredMs = queueLimits.login.visibilitySeconds * secondMs;

/** The range of each duration. The draw is uniform in the logarithm. */
const paces = {
  minutes: {
    leaseMs: [40 * secondMs, 15 * minuteMs],
    bootMsMax: [2 * secondMs, 20 * secondMs],
    orphanNoticeMsMax: [1 * secondMs, 15 * secondMs],
    clientTimeoutMs: [5 * secondMs, 60 * secondMs],
    retryMs: [8 * secondMs, 30 * secondMs],
    backoffMsBase: [1 * secondMs, 5 * secondMs],
    backoffMsMax: [5 * secondMs, 30 * secondMs],
    healPaceMs: [4 * secondMs, 20 * secondMs],
    rateLimitWindowMs: [2 * secondMs, 20 * secondMs],
    cellServedMs: [10 * secondMs, 90 * secondMs],
    candidateListMs: [10 * secondMs, 10 * minuteMs],
    observeEveryMs: [10 * secondMs, 60 * secondMs],
  },
  hours: {
    leaseMs: [20 * minuteMs, 90 * minuteMs],
    bootMsMax: [20 * secondMs, 4 * minuteMs],
    orphanNoticeMsMax: [10 * secondMs, 60 * secondMs],
    clientTimeoutMs: [20 * secondMs, 2 * minuteMs],
    retryMs: [30 * secondMs, 2 * minuteMs],
    backoffMsBase: [5 * secondMs, 20 * secondMs],
    backoffMsMax: [1 * minuteMs, 5 * minuteMs],
    healPaceMs: [30 * secondMs, 2 * minuteMs],
    rateLimitWindowMs: [10 * secondMs, 60 * secondMs],
    cellServedMs: [2 * minuteMs, 10 * minuteMs],
    candidateListMs: [10 * minuteMs, 360 * minuteMs],
    observeEveryMs: [1 * minuteMs, 5 * minuteMs],
  },
} as const;

/** All durations but `observeForMs`. It follows from others, so it is computed later. */
export type SwarmTimings = Omit<Timings, 'observeForMs'>;

/** Draws the durations of a case. @param cellNodes the number of nodes in its largest cell */
export function drawTimings(draw: Draw, pace: Pace, cellNodes: number): SwarmTimings {
  const of = (name: keyof (typeof paces)[Pace]) =>
    Math.round(draw.fork(name).log(...paces[pace][name]));
  const [leaseMs, bootMsMax, healPaceMs] = [of('leaseMs'), of('bootMsMax'), of('healPaceMs')];
  const rateLimitWindowMs = of('rateLimitWindowMs');
  return {
    leaseMs,
    bootMsMax,
    healPaceMs,
    rateLimitWindowMs,
    bootMsMin: Math.round(bootMsMax / 4),
    orphanNoticeMsMax: of('orphanNoticeMsMax'),
    clientTimeoutMs: of('clientTimeoutMs'),
    retryMs: of('retryMs'),
    backoffMsBase: of('backoffMsBase'),
    backoffMsMax: of('backoffMsMax'),
    renewEveryMs: Math.round(leaseMs / draw.between(2.5, 5)),
    healOverdueMs: Math.round(healPaceMs * draw.between(2, 6)),
    loginsPerRateLimitWindow: Math.max(
      1,
      Math.ceil((cellNodes * rateLimitWindowMs) / of('cellServedMs')),
    ),
    candidateListMs: of('candidateListMs'),
    observeEveryMs: of('observeEveryMs'),
  };
}

/**
 * How long healing may take once the case is quiescent. A failed message is delivered again after
 * its visibility time-out, and may fail once more by a stale read. A silent supernode counts until
 * its lease ends and the next renewal of another finds it. Then each client may have to be served,
 * a few times over.
 */
export function healWithinMs(timings: SwarmTimings, cellNodes: number): number {
  const { leaseMs, renewEveryMs, healPaceMs, healOverdueMs, observeEveryMs } = timings;
  const { bootMsMax, orphanNoticeMsMax, clientTimeoutMs, backoffMsMax } = timings;
  const foundMs = leaseMs + renewEveryMs + observeEveryMs + healOverdueMs + 5 * healPaceMs;
  const askedMs = bootMsMax + orphanNoticeMsMax + clientTimeoutMs + 4 * backoffMsMax;
  const servedMs =
    Math.ceil(cellNodes / timings.loginsPerRateLimitWindow) * timings.rateLimitWindowMs;
  return 2 * redeliveredMs + foundMs + askedMs + 4 * servedMs;
}

/**
 * The lease by which promises are measured. The control plane uses messages to find out whether a
 * lease has ended. If messages can fail and a lease lasts no longer than a few redeliveries, no
 * control plane could keep the promises.
 */
export function promisedLeaseMs(leaseMs: number, messagesFail: boolean): number {
  return messagesFail ? Math.max(leaseMs, redeliveriesInLease * redeliveredMs) : leaseMs;
}

const redeliveriesInLease = 3;
