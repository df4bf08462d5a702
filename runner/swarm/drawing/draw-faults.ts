// Draws the faults of a case's cloud. As in swarm testing, each case leaves out half of the kinds.
// A kind that is always present would hide failures that show only without it.
import { FAULT_KINDS, FAULTS_NONE, type FaultKind, type FaultPlan } from '#local-cloud/faults.ts';
import type { Pace } from '../swarm-case.ts';
import type { Draw } from './draw.ts';

/** The lowest rate. Even such a fault strikes in a short run now and then. */
const rateMin = 0.001;

/**
 * The highest rates. Above them most of a run's work would fail. Faults that fail a message have
 * lower limits than faults that only disturb it.
 */
const rateMax: Readonly<Record<FaultKind, number>> = {
  duplicate: 0.1,
  reorder: 0.5,
  delay: 0.2,
  throttle: 0.05,
  lostAck: 0.02,
  crash: 0.02,
  coldStart: 0.2,
  timeout: 0.01,
  conflict: 0.1,
  staleRead: 0.5,
  redeploy: 0.05,
  clockSkew: 0.8,
  lostDelete: 0.1,
  poison: 0.01,
};

/** Faults after which a message is delivered again, after its visibility time-out. */
const failing: readonly FaultKind[] = ['throttle', 'lostAck', 'crash', 'timeout', 'conflict'];

/**
 * The part of these rates in a run of hours. With more, one message would fail so often that it is
 * dead-lettered by the faults alone.
 */
const hoursShare = 0.1;

/** Draws a rate for each kind, or none. Poison is rare, since no system can make it good. */
export function drawFaults(draw: Draw, pace: Pace): FaultPlan {
  const rateOf = (kind: FaultKind, chance: number) => {
    const own = draw.fork(kind);
    const share = pace === 'hours' && failing.includes(kind) ? hoursShare : 1;
    return own.is(chance) ? own.log(rateMin * share, rateMax[kind] * share) : 0;
  };
  const usual = FAULT_KINDS.map((kind) => [kind, rateOf(kind, 0.5)] as const);
  return { ...FAULTS_NONE, ...Object.fromEntries(usual), poison: rateOf('poison', 0.08) };
}

/** Whether faults can make messages fail, so that they are delivered again. */
export function failsMessages(faults: FaultPlan): boolean {
  return failing.some((kind) => faults[kind] > 0);
}
