// August 2007 on the twin in small, for tests.

import { type PolicyId, policies } from '#domain/policies.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { planRun } from '#scenarios/plan-run.ts';
import type { NetworkRunOptions } from '#twin/network/network-run.ts';

/** Four hours after the last restart all that this storm does to a policy has shown. */
const watchedMs = 4 * 3_600_000;

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
    untilMs: lastRestartAtMs(planned.settings.storm, 0) + watchedMs,
    sampleEveryMs: 60_000,
    retries: 'executed',
    ...some,
  };
}

/** The middle one of some numbers; of an even count the mean of the middle two. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}
