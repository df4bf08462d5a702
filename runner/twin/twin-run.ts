// One storm under one policy on the twin. It runs until the state machine reports, even if the
// flood lasts days.
import type { PolicyRun } from '../local/run-policy.ts';
import type { ProgressUpdate } from '../progress.ts';
import { policyRunOf } from './join-shards.ts';
import { planTwin } from './plan-twin.ts';
import { runPlannedShard } from './run-planned-shard.ts';
import { joinProgress } from './shard-run.ts';
import type { TwinRunOrder } from './twin-order.ts';

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
