// August 2007 on the twin in small, for tests.

import { type PolicyId, policies } from '#domain/policies.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { planRun } from '#scenarios/plan-run.ts';
import type { NetworkRunOptions } from '#twin/network/network-run.ts';

/** For what a few seeds say together. */
export { median } from '#runner/over-seeds.ts';

/** Four hours after the last restart all that this storm does to a policy has shown. */
const observedMs = 4 * 3_600_000;

/** What a run of August 2007 under a policy is asked for; `some` changes it. */
export function augustOptions(
  policy: PolicyId,
  nodeCount: number,
  seed: number,
  some: Partial<NetworkRunOptions> = {},
): NetworkRunOptions {
  const choices = { runId: 'run-1', seed, policy: policies[policy], nodeCount, shiftMs: 0 };
  const planned = planRun(august2007, choices);
  return {
    ...planned,
    untilMs: lastRestartAtMs(planned.settings.storm, 0) + observedMs,
    sampleEveryMs: 60_000,
    retries: 'executed',
    ...some,
  };
}
