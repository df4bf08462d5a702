// Runs one shard of a run on the twin. One thread does one shard at a time.
import { onlineShare } from '#domain/storm/judge-run.ts';
import type { ProgressUpdate } from '../progress.ts';
import { StoppedError } from '../stopped-run.ts';
import { planTwin } from './plan-twin.ts';
import { runPlannedShard, type ShardProgress, type ShardRun } from './run-planned-shard.ts';
import { type SampledProgress, sampledIn } from './sampled-progress.ts';
import type { TwinRunOrder } from './twin-order.ts';

/** The order to run one shard. */
export interface ShardRunOrder extends TwinRunOrder {
  /** The shard's index in the plan. */
  readonly shard: number;
}

/**
 * Runs one shard of an order.
 * @param isStopAsked whether it should end early
 * @throws {PolicyChoiceError}
 * @throws {StoppedError} where it was stopped and is one of several: they were not stopped at the
 * same moment of the run, so that together they show nothing
 */
export async function shardRun(
  order: ShardRunOrder,
  onProgress: (progress: ShardProgress) => void,
  wallNowMs: () => number,
  isStopAsked: () => boolean = () => false,
): Promise<ShardRun> {
  const plan = await planTwin(order);
  const shard = plan.shards[order.shard];
  if (shard === undefined)
    throw new Error(`expected a shard ${order.shard} of ${order.policy.name}`);
  const run = runPlannedShard(plan, shard, onProgress, wallNowMs, isStopAsked);
  if (run.network.ending === 'stopped' && plan.shards.length > 1) throw new StoppedError();
  return run;
}

/** Joins the progress of all shards into that of their run. */
export function joinProgress(
  policy: string,
  shardCount: number,
  onProgress: (update: ProgressUpdate) => void,
): (shard: number, progress: SampledProgress) => void {
  const all = new Map<number, ShardProgress>();
  return (shard, { samples, ...progress }) => {
    all.set(shard, progress);
    const sum = (of: (one: ShardProgress) => number) =>
      [...all.values()].reduce((total, one) => total + of(one), 0);
    onProgress({
      policy,
      fraction: sum(({ fraction }) => fraction) / shardCount,
      virtualTimeMs: progress.atMs,
      onlineShare: onlineShare({
        onlineCount: sum(({ onlineCount }) => onlineCount),
        wantedCount: sum(({ wantedCount }) => wantedCount),
      }),
      messagesHandled: sum(({ eventsTotal }) => eventsTotal),
      messageWord: 'events',
      isSteady: true,
      samples: shardCount > 1 ? [] : (samples ?? sampledIn(progress)),
    });
  };
}
