// Carries out orders, in this thread or in a pool of threads. A cloud's code is loaded only where
// something runs on it. So a thread that runs the twin does not load the local cloud.
import type { PolicyRun, PolicyRunOrder } from './local/run-policy.ts';
import type { ProgressUpdate } from './progress.ts';
import type { WorkerPool } from './threads/worker-pool.ts';
import type { ShardProgress, ShardRun } from './twin/run-planned-shard.ts';
import type { SampledProgress } from './twin/sampled-progress.ts';
import type { ShardRunOrder } from './twin/shard-run.ts';
import type { TwinRunOrder } from './twin/twin-order.ts';

/** One policy's run on the local cloud or the twin. */
export type RunOrder = PolicyRunOrder | TwinRunOrder;

/** Carries out one policy's run, in this thread or in another one. */
export type PolicyRunner = (
  order: RunOrder,
  onProgress: (update: ProgressUpdate) => void,
  onBegin?: () => void,
) => Promise<PolicyRun>;

/** Runs one policy in this thread. @param isStopAsked whether the run should end early */
export async function runOrder(
  order: RunOrder,
  onProgress: (update: ProgressUpdate) => void,
  onBegin: () => void = () => {},
  isStopAsked: () => boolean = () => false,
): Promise<PolicyRun> {
  onBegin();
  if ('cloud' in order) {
    const { twinRun } = await import('./twin/twin-run.ts');
    return twinRun(order, onProgress, () => performance.now());
  }
  const { runPolicy } = await import('./local/run-policy.ts');
  return runPolicy(order, onProgress, isStopAsked);
}

/** Runs one shard of an order in this thread. @param isStopAsked whether it should end early */
export async function runShardOrder(
  order: ShardRunOrder,
  onProgress: (progress: ShardProgress) => void,
  isStopAsked: () => boolean = () => false,
): Promise<ShardRun> {
  const { shardRun } = await import('./twin/shard-run.ts');
  return shardRun(order, onProgress, () => performance.now(), isStopAsked);
}

/**
 * Runs orders in the pool's threads. On the local cloud a policy takes one thread. On the twin each
 * shard takes one. The results do not depend on the number of threads.
 */
export function runOrdersIn(pool: WorkerPool): PolicyRunner {
  return (order, onProgress, onBegin) =>
    'cloud' in order
      ? runByShards(pool, order, onProgress, onBegin)
      : pool.run<PolicyRun, ProgressUpdate>(order, onProgress, onBegin);
}

async function runByShards(
  pool: WorkerPool,
  order: TwinRunOrder,
  onProgress: (update: ProgressUpdate) => void,
  onBegin: () => void = () => {},
): Promise<PolicyRun> {
  const [{ planTwin }, { policyRunOf }, { joinProgress }] = await Promise.all([
    import('./twin/plan-twin.ts'),
    import('./twin/join-shards.ts'),
    import('./twin/shard-run.ts'),
  ]);
  const plan = await planTwin(order);
  const { shards, settings } = plan;
  const report = joinProgress(settings.policy.id, shards.length, onProgress);
  const runs = await Promise.all(
    shards.map(({ index }) =>
      pool.run<ShardRun, SampledProgress>(
        { ...order, shard: index },
        (progress) => report(index, progress),
        index === 0 ? onBegin : undefined,
      ),
    ),
  );
  return policyRunOf(plan, runs);
}
