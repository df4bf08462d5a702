// Runs what a run's options ask for, in threads.
import { availableParallelism } from 'node:os';
import { type Comparison, type ComparisonChoices, compare } from '#runner/compare-policies.ts';
import { runOrdersIn } from '#runner/order-runner.ts';
import type { Progress } from '#runner/progress.ts';
import { type WorkerPoolOptions, withWorkerPool } from '#runner/threads/worker-pool.ts';
import type { RunOptions } from './run-options.ts';

/**
 * Runs all policies at once.
 * @param onPart gets the result so far each time that a run has ended
 */
export async function compareInThreads(
  choices: ComparisonChoices,
  threads: Omit<WorkerPoolOptions, 'threadsMax'>,
  progress: Progress,
  onPart: (soFar: Comparison) => void,
): Promise<Comparison> {
  const { cloud, policies } = choices;
  // Policies on the local cloud run side by side, even on one core: they are few. A single one has
  // a thread, too: this one must hear Ctrl-C, and must see when a decision takes too long.
  const threadsMax = cloud.kind === 'twin' ? availableParallelism() : policies.length;
  return withWorkerPool({ ...threads, threadsMax }, (pool) =>
    compare(choices, runOrdersIn(pool), progress, onPart),
  );
}

/** What the options ask for. @param template called only by a run on the local cloud */
export function choicesOf(
  options: RunOptions,
  template: () => Record<string, unknown>,
): ComparisonChoices {
  const { scenario, policies, seed, nodes, faults, scale, retries, accountConcurrency, prices } =
    options;
  const { costCap } = options;
  return {
    scenario,
    policies,
    seed,
    nodeCount: nodes,
    accountConcurrency,
    prices,
    cloud:
      options.cloud === 'twin'
        ? { kind: 'twin', scale, retries }
        : { kind: 'local', faults, template: template(), costCap },
  };
}
