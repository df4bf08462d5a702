// A deployed stack beside the local cloud: the same seeds, one after the other on a real clock.

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

/** A deployed clock cannot be turned, and nobody watches a terminal for longer. */
const stormMsMax = 15 * 60_000;

/** Whether a scenario is over soon enough for a real clock. */
export function isQuick({ storm, startMs }: Scenario): boolean {
  return lastRestartAtMs(storm, 0) - startMs <= stormMsMax;
}

/** What an engine cannot be asked. */
const notFromOutside = 'an engine does not say it to who stands outside';

/**
 * Storms the stack once for each seed that the local cloud ran.
 * @param verified what was compared already, under one policy
 * @param policy the same
 * @param onRun is notified of each run before it begins
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
