// How the policies of a comparison use all cores: on the local cloud each has a thread; on the twin
// each of its stacks is one's work.
import type { PolicyRunner } from './compare-policies.ts';
import type { PolicyRun } from './local/run-policy.ts';
import type { ProgressUpdate } from './progress.ts';
import { joinProgress, type StackProgress, type StackRun } from './twin/stack-run.ts';
import type { TwinRunOrder } from './twin/twin-order.ts';
import type { WorkerPool } from './worker-pool.ts';

/** Runs each order in the pool's threads. What comes out does not depend on their number. */
export function workerRunner(pool: WorkerPool): PolicyRunner {
  return (order, onProgress) =>
    'cloud' in order
      ? runByStacks(pool, order, onProgress)
      : pool.run<ProgressUpdate, PolicyRun>(order, onProgress);
}

async function runByStacks(
  pool: WorkerPool,
  order: TwinRunOrder,
  onProgress: (update: ProgressUpdate) => void,
): Promise<PolicyRun> {
  const [{ planTwin }, { policyRunOf }] = await Promise.all([
    import('./twin/plan-twin.ts'),
    import('./twin/twin-run.ts'),
  ]);
  const plan = await planTwin(order);
  const { stacks, settings } = plan;
  const tell = joinProgress(settings.policy.id, stacks.length, onProgress);
  const runs = await Promise.all(
    stacks.map(({ index }) =>
      pool.run<StackProgress, StackRun>({ ...order, stack: index }, (progress) =>
        tell(index, progress),
      ),
    ),
  );
  return policyRunOf(plan, runs);
}
