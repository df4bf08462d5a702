// Carries out an order, on the cloud that it names. A thread that runs the twin need not load the
// local cloud.
import type { PolicyRun, PolicyRunOrder } from './local/run-policy.ts';
import type { ProgressUpdate } from './progress.ts';
import type { StackProgress, StackRun, StackRunOrder } from './twin/stack-run.ts';
import type { TwinRunOrder } from './twin/twin-order.ts';

/** One policy's run, on either cloud. */
export type RunOrder = PolicyRunOrder | TwinRunOrder;

/** Runs one policy here and now. */
export async function runOrder(
  order: RunOrder,
  onProgress: (update: ProgressUpdate) => void,
): Promise<PolicyRun> {
  if ('cloud' in order) {
    const { twinRun } = await import('./twin/twin-run.ts');
    return twinRun(order, onProgress, () => performance.now());
  }
  const { runPolicy } = await import('./local/run-policy.ts');
  return runPolicy(order, onProgress);
}

/** Runs one stack's share of an order here and now. */
export async function runStackOrder(
  order: StackRunOrder,
  onProgress: (progress: StackProgress) => void,
): Promise<StackRun> {
  const { stackRun } = await import('./twin/stack-run.ts');
  return stackRun(order, onProgress, () => performance.now());
}
