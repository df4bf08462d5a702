// Compares a deployed stack with the local cloud and the twin. It runs the same seeds, one after
// the other on a real clock.

import type { Policy } from '#domain/policies.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { meterStack } from '../deployed/meter-stack.ts';
import type { OperatedStack } from '../deployed/operated-stack.ts';
import { timedRunName } from '../run-name.ts';
import { compareMeasured } from './compare-measured.ts';
import { type MeasuredStorm, measureDeployed } from './measure-deployed.ts';
import type { Measured, MeasuredElsewhere } from './measured.ts';
import type { VerifiedPolicy } from './verified-policy.ts';
import { observeEveryMsOf } from './verify-clouds.ts';

/** A deployed stack runs on a real clock, and nobody watches a terminal for longer than this. */
const stormMsMax = 15 * 60_000;

/** Whether a scenario is short enough for a real clock. */
export function isQuick({ storm, startMs }: Scenario): boolean {
  return lastRestartAtMs(storm, 0) - startMs <= stormMsMax;
}

/** What to run on a deployed stack: the same storms that the clouds here ran. */
export interface DeployedOrder {
  /** The name of a scenario that ships. */
  readonly scenario: string;
  readonly policy: Policy;
  readonly nodes: number;
  readonly seeds: readonly number[];
  /** Called before each run. */
  readonly onRun: (seed: number, runId: string) => void;
}

/** How long CloudWatch is waited for, in the stack's time. */
export interface MeterPatience {
  /** After the last run, until its numbers are asked for. */
  readonly lagMs: number;
  /** Whether each run begins in a clock minute of its own, since numbers are of whole minutes. */
  readonly isByMinute: boolean;
}

/** AWS's numbers come a few minutes late ("Metrics concepts" in the CloudWatch user guide). */
export const awsPatience: MeterPatience = { lagMs: 5 * 60_000, isByMinute: true };

/** An engine that has numbers has them at once. */
export const enginePatience: MeterPatience = { lagMs: 0, isByMinute: false };

/** Runs a storm on the stack for each seed, one after the other, and meters them at the end. */
export async function stormDeployed(
  stack: OperatedStack,
  stackName: string,
  order: DeployedOrder,
  { lagMs, isByMinute }: MeterPatience,
): Promise<MeasuredElsewhere[]> {
  const { runtime } = stack;
  const storms = await stormEachSeed(stack, order, isByMinute);
  if (lagMs > 0) await runtime.sleep(lagMs);
  const metered: MeasuredElsewhere[] = [];
  for (const { measured, span } of storms) {
    const { meters } = await meterStack(runtime, stackName, span);
    metered.push({ ...measured, meters: metersOfRun(meters) });
  }
  return metered;
}

/**
 * Runs the storms alone, without what CloudWatch says of them.
 * @param isByMinute whether each begins in a clock minute of its own
 */
export async function stormEachSeed(
  { runtime, outputs, clock }: OperatedStack,
  { scenario: name, policy, nodes, seeds, onRun }: DeployedOrder,
  isByMinute: boolean,
): Promise<MeasuredStorm[]> {
  const scenario = scenarios[name];
  if (scenario === undefined) throw new Error(`expected a known scenario, got ${name}`);
  const cellCount = Math.max(2, Math.ceil(nodes / scenario.embedded.shape.cellNodes));
  const storms: MeasuredStorm[] = [];
  for (const seed of seeds) {
    if (isByMinute) await runtime.sleep(minuteMs - (runtime.nowMs() % minuteMs));
    const runId = timedRunName(name, Math.round(runtime.nowMs()));
    onRun(seed, runId);
    const order = { runId, scenario, policy, seed, nodes, cellCount, clockSpeed: clock.speed() };
    storms.push(await measureDeployed(runtime, outputs, order));
  }
  return storms;
}

const minuteMs = 60_000;

/**
 * What stands or polls is metered in the whole minutes that a run touches, and by the hour, so that
 * it says nothing of the run.
 */
function metersOfRun(meters: Readonly<Record<string, number>>): Record<string, number> {
  const ofRun = Object.entries(meters).filter(([name]) => !/Hours$|emptyReceives/.test(name));
  return Object.fromEntries(ofRun);
}

/** Why a quantity is not compared. */
const notFromOutside = 'it cannot be seen from outside';

/**
 * Holds the runs of a deployed stack against the local cloud's, and against the twin's, if these
 * are what the local cloud was compared with.
 * @param verified the comparison so far, under one policy
 * @param policy the same policy
 * @param other the deployed runs, of the same seeds
 */
export function compareDeployed(
  verified: VerifiedPolicy,
  policy: Policy,
  seeds: readonly number[],
  other: readonly MeasuredElsewhere[],
): VerifiedPolicy[] {
  const { scenario, nodes, runs } = verified;
  const observeEveryMs = observeEveryMsOf({ scenario, nodes, seeds }, policy);
  const options = { nodeCount: nodes, observeEveryMs, excuseOf: () => notFromOutside };
  const against = (reference: VerifiedPolicy['reference'], local: readonly Measured[]) => {
    const known = other.map((run) => knownTo(local, run));
    return {
      scenario,
      policy: verified.policy,
      nodes,
      reference,
      against: 'deployed stack' as const,
      runs: { local, other: known },
      comparison: compareMeasured(local, known, options),
    };
  };
  const ofLocal = against('local cloud', runs.local);
  if (verified.against !== 'twin') return [ofLocal];
  // A twin measures everything.
  return [ofLocal, against('twin', runs.other as readonly Measured[])];
}

/** CloudWatch tells things, such as durations, that no cloud here has under that name. */
function knownTo(local: readonly Measured[], run: MeasuredElsewhere): MeasuredElsewhere {
  const meters = Object.entries(run.meters).filter(([name]) =>
    local.some((one) => name in one.meters),
  );
  return { ...run, meters: Object.fromEntries(meters) };
}
