// One storm under one policy on the twin. It runs until the state machine reports, even if the
// flood lasts days.
import { mergeShards } from '#twin/network/shards.ts';
import type { PolicyRun } from '../local/run-policy.ts';
import type { ProgressUpdate } from '../progress.ts';
import { planTwin, type TwinPlan } from './plan-twin.ts';
import { joinProgress, runPlannedShard, type ShardRun } from './shard-run.ts';
import type { TwinRunOrder } from './twin-order.ts';
import { twinResult } from './twin-result.ts';

/**
 * Runs one policy on the twin, one shard after the other. The same order gives the same run, but
 * for `wallMs`.
 * @param wallNowMs real time, for the report only
 * @throws {PolicyChoiceError} where a policy file's own decisions fail
 */
export async function twinRun(
  order: TwinRunOrder,
  onProgress: (update: ProgressUpdate) => void,
  wallNowMs: () => number,
): Promise<PolicyRun> {
  const plan = await planTwin(order);
  const { shards, settings } = plan;
  const report = joinProgress(settings.policy.id, shards.length, onProgress);
  const runs = shards.map((shard) =>
    runPlannedShard(plan, shard, (progress) => report(shard.index, progress), wallNowMs),
  );
  return policyRunOf(plan, runs);
}

/** Joins the shards of a run. @param runs in the order of the plan's shards */
export function policyRunOf(
  { scenario, settings, options }: TwinPlan,
  runs: readonly ShardRun[],
): PolicyRun {
  const network = mergeShards(
    runs.map((run) => run.network),
    options.sampleEveryMs,
  );
  const wallMs = runs.reduce((sum, run) => sum + run.wallMs, 0);
  const run = twinResult({ scenario, settings, network, wallMs });
  return { run, cellCount: settings.cells.length, events: [] };
}
