// One run of a verification, as plain data that can be sent to a thread.

import { decisionsOf } from '#domain/decisions.ts';
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { type PlannedRun, planRun } from '#scenarios/plan-run.ts';
import { checkDecisions } from '../own-decisions.ts';
import { choosePolicy, ownCodeOf, type PolicySource } from '../policy-choice.ts';
import { runNameOf } from '../run-name.ts';
import { measureLocal } from './measure-local.ts';
import { measureTwin } from './measure-twin.ts';
import type { Measured } from './measured.ts';

/** Where a run is measured. `control` is the local cloud again, with another chance. */
export type MeasuredCloud = 'local' | 'twin' | 'control';

/** Which run to measure. */
export interface MeasureOrder {
  readonly cloud: MeasuredCloud;
  readonly scenario: string;
  readonly policy: PolicySource;
  readonly seed: number;
  readonly nodeCount: number;
  /** What the deployer chose; the usual configuration when absent. */
  readonly configuration?: StackConfiguration | undefined;
}

/** Far from any seed that a user would choose. No two runs get the same one. */
const controlSeedOffset = 1_000_003;

/**
 * Runs and measures in this thread. Nothing in the result depends on the machine.
 * @param template of the stack under the order's configuration
 */
export async function measureRun(
  order: MeasureOrder,
  template: Record<string, unknown>,
): Promise<Measured> {
  const { cloud, seed } = order;
  const { policy, decisions } = await choosePolicy(order.policy);
  const planned = planMeasured(order, policy);
  const own = checkDecisions(decisionsOf(decisions), ownCodeOf(order.policy));
  const checked = decisions === undefined ? undefined : () => own.decisions;
  try {
    if (cloud === 'twin')
      return measureTwin({ planned, decisions: checked, configuration: order.configuration });
    const cloudSeed = cloud === 'local' ? seed : seed + controlSeedOffset;
    const local = { planned, template, faults: FAULTS_NONE, decisions: checked, cloudSeed };
    return (await measureLocal(local)).measured;
  } finally {
    own.refuseFaults();
  }
}

/** The plan of a run. It is the same for every cloud. */
export function planMeasured(
  { scenario: name, seed, nodeCount }: Omit<MeasureOrder, 'cloud' | 'policy'>,
  policy: PlannedRun['settings']['policy'],
): PlannedRun {
  const scenario = scenarios[name];
  if (scenario === undefined) throw new Error(`expected a known scenario, got ${name}`);
  const runId = runNameOf(name, policy.id, seed);
  return planRun(scenario, { runId, seed, policy, nodeCount, shiftMs: 0 });
}
