import { FAULTS_DEFAULT } from '#local-cloud/faults.ts';
import { runPolicy } from '#runner/local/run-policy.ts';
import { policyNamed } from '#runner/policy-choice.ts';
import type { Measurement } from './measurement.ts';

/** One storm of the main job, whole, with its faults: what a user waits for. */
export interface StormWork {
  readonly scenario: string;
  readonly nodeCount: number;
  readonly template: Record<string, unknown>;
}

/** Runs a storm under the 2007 policy: nearly all of its messages are the flood of log-ins. */
export async function measureStorm(work: StormWork): Promise<Measurement> {
  const { scenario, nodeCount } = work;
  const order = { ...work, policy: policyNamed('legacy-2007'), seed: 2007, faults: FAULTS_DEFAULT };
  const { run } = await runPolicy(order, () => {});
  return {
    name: `storm ${scenario}`,
    work: `${scenario}, ${nodeCount} nodes, legacy-2007, default faults, one thread`,
    messageCount: run.messagesHandled,
    wallMs: run.wallMs,
    counts: { ...run.meters, attempts: run.loginAttempts, handled: run.messagesHandled },
  };
}
