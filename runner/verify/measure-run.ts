// One run of a verification, as plain data, which a thread can be handed.
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { type PlannedRun, planRun } from '#scenarios/plan-run.ts';
import { choosePolicy, type PolicySource } from '../policy-choice.ts';
import { runNameOf } from '../run-name.ts';
import { measureLocal } from './measure-local.ts';
import { measureTwin } from './measure-twin.ts';
import type { Measured } from './measured.ts';

/** What a run is measured in; `control` is the local cloud once more, under another chance. */
export type MeasuredCloud = 'local' | 'twin' | 'control';

/** Which run is to be measured. */
export interface MeasureOrder {
  readonly cloud: MeasuredCloud;
  readonly scenario: string;
  readonly policy: PolicySource;
  readonly seed: number;
  readonly nodeCount: number;
}

/** Far from any seed that somebody would take, and never twice the same. */
const controlSeedOffset = 1_000_003;

/** Runs and measures here and now; nothing in the answer depends on the machine. */
export async function measureRun(
  order: MeasureOrder,
  template: Record<string, unknown>,
): Promise<Measured> {
  const { cloud, seed } = order;
  const { policy, decisions } = await choosePolicy(order.policy);
  const planned = planMeasured(order, policy);
  if (cloud === 'twin') return measureTwin({ planned, decisions });
  const cloudSeed = cloud === 'local' ? seed : seed + controlSeedOffset;
  const local = { planned, template, faults: FAULTS_NONE, decisions, cloudSeed };
  return (await measureLocal(local)).measured;
}

/** The same plan in every cloud. */
export function planMeasured(
  { scenario: name, seed, nodeCount }: Omit<MeasureOrder, 'cloud' | 'policy'>,
  policy: PlannedRun['settings']['policy'],
): PlannedRun {
  const scenario = scenarios[name];
  if (scenario === undefined) throw new Error(`expected a known scenario, got ${name}`);
  const runId = runNameOf(name, policy.id, seed);
  return planRun(scenario, { runId, seed, policy, nodeCount, shiftMs: 0 });
}
