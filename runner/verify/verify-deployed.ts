// Compares a deployed stack with the local cloud. It runs the same seeds, one after the other on a
// real clock.

import type { Policy } from '#domain/policies.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import type { OperatedStack } from '../deployed/operated-stack.ts';
import { compareMeasured } from './compare-measured.ts';
import { measureDeployed } from './measure-deployed.ts';
import type { MeasuredElsewhere } from './measured.ts';
import type { VerifiedPolicy } from './verified-policy.ts';
import { observeEveryMsOf } from './verify-clouds.ts';

/** A deployed stack runs on a real clock, and nobody watches a terminal for longer than this. */
const stormMsMax = 15 * 60_000;

/** Whether a scenario is short enough for a real clock. */
export function isQuick({ storm, startMs }: Scenario): boolean {
  return lastRestartAtMs(storm, 0) - startMs <= stormMsMax;
}

/** Why an engine lacks a quantity. */
const notFromOutside = 'an engine does not report it';

/**
 * Runs a storm on the stack for each seed that the local cloud ran.
 * @param verified the comparison so far, under one policy
 * @param policy the same policy
 * @param onRun called before each run
 */
export async function verifyDeployed(
  { runtime, outputs }: OperatedStack,
  { scenario: name, policy: policyName, nodes, runs }: VerifiedPolicy,
  policy: Policy,
  seeds: readonly number[],
  onRun: (seed: number, runId: string) => void,
): Promise<VerifiedPolicy> {
  const scenario = scenarios[name];
  if (scenario === undefined) throw new Error(`expected a known scenario, got ${name}`);
  const cellCount = Math.max(2, Math.ceil(nodes / scenario.embedded.shape.cellNodes));
  const other: MeasuredElsewhere[] = [];
  for (const seed of seeds) {
    const runId = `${name}-${runtime.nowMs()}`;
    onRun(seed, runId);
    const order = { runId, scenario, policy, seed, nodes, cellCount };
    other.push(await measureDeployed(runtime, outputs, order));
  }
  const observeEveryMs = observeEveryMsOf({ scenario: name, nodes, seeds }, policy);
  const options = { nodeCount: nodes, observeEveryMs, excuseOf: () => notFromOutside };
  return {
    scenario: name,
    policy: policyName,
    nodes,
    against: 'deployed stack',
    runs: { local: runs.local, other },
    comparison: compareMeasured(runs.local, other, options),
  };
}
