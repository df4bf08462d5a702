// Draws a case of the swarm from its seed. Each part has a stream of its own. So one more draw in a
// part changes nothing in the other parts.

import { hypothesisNames, type Policy, policyOf } from '#domain/policies.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import { lastRestartAtMs, observedUntilMs } from '#domain/storm/plan-storm.ts';
import { cellIds } from '#domain/storm/population.ts';
import type { Copies, Pace, Silence, SwarmCase } from '../swarm-case.ts';
import { type Draw, openDraw } from './draw.ts';
import { drawAdversaries } from './draw-adversaries.ts';
import { drawFaults } from './draw-faults.ts';
import { drawNetwork, type SwarmNetwork } from './draw-network.ts';
import { drawStorm } from './draw-storm.ts';
import { drawTimings, healWithinMs, type SwarmTimings } from './draw-timings.ts';

const minuteMs = 60_000;

/** Thursday, 16 August 2007, at midnight; a case begins at some hour of that day. */
const dayStartMs = 1_187_222_400_000;

/** Draws everything that a run needs. It is pure: nothing but the seed decides. */
export function drawSwarmCase(seed: number): SwarmCase {
  const draw = openDraw(seed);
  const pace: Pace = draw.is(0.8) ? 'minutes' : 'hours';
  const startMs = dayStartMs + draw.whole(0, 23) * 60 * minuteMs;
  const policy = drawPolicy(draw.fork('policy'));
  const copies = drawCopies(draw.fork('copies'));
  const network = drawNetwork(draw.fork('network'), pace, copies?.isContended ?? false);
  const storm = drawStorm(draw.fork('storm'), pace, startMs);
  const lastRestartMs = lastRestartAtMs(storm, 0);
  const quiescentAtMs = Math.round(lastRestartMs + drawFrom(draw, quiescentAfterMs[pace]));
  const faults = drawFaults(draw.fork('faults'), pace);
  const silence = drawSilence(draw.fork('silence'), startMs, quiescentAtMs);
  const mustHeal = canHeal(policy, network) && faults.poison === 0;
  const drawn = drawTimings(draw.fork('timings'), pace, network.cellNodesMax);
  const isContended = copies?.isContended ?? false;
  const timings = isContended ? crowded(drawn, network.cellNodesMax) : drawn;
  const healMs = quiescentAtMs - lastRestartMs + healWithinMs(timings, network.cellNodesMax);
  const observeForMs = mustHeal ? healMs + minuteMs : drawFrom(draw, observedForMs[pace]);
  const watched = { ...timings, observeForMs: Math.round(observeForMs) };
  const settings: RunSettings = {
    runId: `swarm-${seed}`,
    seed,
    policy,
    cells: cellIds(network.shape.cellCount),
    startsAtMs: startMs,
    endsAtMs: observedUntilMs({ storm, shiftMs: 0, timings: watched }) + 60 * minuteMs,
    shiftMs: 0,
    timings: watched,
    sizes: network.sizes,
    storm,
    target: { onlineShare: 0.99, healWithinMs: healWithinMs(timings, network.cellNodesMax) },
  };
  return {
    seed,
    pace,
    faults,
    quiescentAtMs,
    silence,
    mustHeal,
    planned: { settings, shape: { ...network.shape, zones: storm.zones } },
    copies: copies && { ...copies, fromMs: startMs, untilMs: quiescentAtMs },
    adversaries: drawAdversaries(draw.fork('adversaries'), startMs, quiescentAtMs),
  };
}

/**
 * In a case with scarce slots, nothing else is scarce. The log-in service has room for all clients
 * and their copies. A client that is turned away comes back soon.
 */
function crowded(timings: SwarmTimings, cellNodes: number): SwarmTimings {
  const backoffMsMax = Math.min(timings.backoffMsMax, 8_000);
  const backoffMsBase = Math.min(timings.backoffMsBase, backoffMsMax);
  const retryMs = Math.min(timings.retryMs, backoffMsMax);
  return {
    ...timings,
    backoffMsMax,
    backoffMsBase,
    retryMs,
    loginsPerRateLimitWindow: 4 * cellNodes,
  };
}

/** From the last restart until the case is quiescent. */
const quiescentAfterMs = {
  minutes: [10_000, 120_000],
  hours: [5 * minuteMs, 30 * minuteMs],
} as const;

/** How long a storm is observed that need not heal. */
const observedForMs = {
  minutes: [minuteMs, 4 * minuteMs],
  hours: [20 * minuteMs, 60 * minuteMs],
} as const;

function drawFrom(draw: Draw, [from, to]: readonly [number, number]): number {
  return draw.between(from, to);
}

/** Draws the policy: `resilient` in half of all cases, and any set of hypotheses in the others. */
function drawPolicy(draw: Draw): Policy {
  if (draw.is(0.5)) return policyOf('resilient', []);
  const some = hypothesisNames.filter(() => draw.is(0.5));
  return policyOf(some.length === 0 ? 'resilient' : some.join('+'), some);
}

function drawSilence(draw: Draw, startMs: number, quiescentAtMs: number): Silence | null {
  if (draw.is(0.7)) return null;
  const fromMs = Math.round(draw.between(startMs, quiescentAtMs));
  return { fromMs, untilMs: quiescentAtMs, share: draw.between(0.1, 1) };
}

function drawCopies(draw: Draw): Omit<Copies, 'fromMs' | 'untilMs'> | null {
  if (draw.is(0.5)) return null;
  const [share, lateShare] = [draw.between(0.2, 1), draw.between(0.2, 0.9)];
  return { share, lateShare, isContended: draw.is(0.7) };
}

/**
 * Whether the case has to heal. Under `resilient`, faults that end do not stop healing on two
 * conditions: the operator-run supernodes can carry everybody, and no supernode protects itself.
 */
function canHeal({ id }: Policy, { sizes, operatorCarriesAll }: SwarmNetwork): boolean {
  return id === 'resilient' && operatorCarriesAll && sizes.attemptsPerMinuteMax === null;
}
