// The work of the network bench: August 2007 at full scale, cut off after some hours.
import { type PolicyId, policies } from '#domain/policies.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { planRun } from '#scenarios/plan-run.ts';
import type { NetworkRunOptions } from '#twin/network/network-run.ts';

/** What is run. */
export interface NetworkWork {
  readonly nodeCount: number;
  readonly policy: PolicyId;
  readonly hours: number;
}

/**
 * The work as the twin takes it; seed 2007, attempts that cannot succeed and redelays worked out.
 */
export function networkOptions({ nodeCount, policy, hours }: NetworkWork): NetworkRunOptions {
  const choices = { runId: 'bench', seed: 2007, policy: policies[policy], shiftMs: 0 };
  const planned = planRun(august2007, { ...choices, nodeCount, scale: 'full' });
  return {
    ...planned,
    untilMs: planned.settings.startsAtMs + hours * 3_600_000,
    sampleEveryMs: 60_000,
    retries: 'aggregated',
  };
}
