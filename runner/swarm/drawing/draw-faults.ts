// What goes wrong in a case's cloud. As in swarm testing, half of the kinds are left out of each
// case: kinds that are always there hide what only shows in the absence of some.
import { FAULT_KINDS, FAULTS_NONE, type FaultKind, type FaultPlan } from '#local-cloud/faults.ts';
import type { Pace } from '../swarm-case.ts';
import type { Draw } from './draw.ts';

/** The rarest that still strikes in a short run now and then. */
const rateMin = 0.001;

/**
 * Above these a run does little but fail. What fails a message has less room than what only bends
 * it.
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

/** What makes a message come again after its visibility time-out. */
const failing: readonly FaultKind[] = ['throttle', 'lostAck', 'crash', 'timeout', 'conflict'];

/** Over hours the same message would fail too often, and die of weather. */
const hoursShare = 0.1;

/** Draws a rate for each kind, or none; what no system can make good comes seldom. */
export function drawFaults(draw: Draw, pace: Pace): FaultPlan {
  const rateOf = (kind: FaultKind, chance: number) => {
    const own = draw.fork(kind);
    const share = pace === 'hours' && failing.includes(kind) ? hoursShare : 1;
    return own.is(chance) ? own.log(rateMin * share, rateMax[kind] * share) : 0;
  };
  const usual = FAULT_KINDS.map((kind) => [kind, rateOf(kind, 0.5)] as const);
  return { ...FAULTS_NONE, ...Object.fromEntries(usual), poison: rateOf('poison', 0.08) };
}

/** Whether messages may have to come again. */
export function failsMessages(faults: FaultPlan): boolean {
  return failing.some((kind) => faults[kind] > 0);
}
