// Joins the shards of a run on the twin into the run of their policy.
import { mergeShards } from '#twin/network/shards.ts';
import type { PolicyRun } from '../local/run-policy.ts';
import { wireSummary } from '../wire/wire-summary.ts';
import type { NetworkPlan } from './plan-network.ts';
import type { ShardRun } from './run-planned-shard.ts';
import { twinResult } from './twin-result.ts';

/** Joins the shards of a run. @param runs in the order of the plan's shards */
export function policyRunOf(
  { scenario, settings, options }: NetworkPlan,
  runs: readonly ShardRun[],
): PolicyRun {
  const network = mergeShards(
    runs.map((run) => run.network),
    options.sampleEveryMs,
  );
  const wallMs = runs.reduce((sum, run) => sum + run.wallMs, 0);
  const run = twinResult({ scenario, settings, network, wallMs });
  const [tally] = network.wire ?? [];
  const wire = tally && wireSummary(tally);
  return { run, cellCount: settings.cells.length, events: [], ...(wire && { wire }) };
}
