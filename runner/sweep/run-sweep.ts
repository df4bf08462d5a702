// Runs the points of a sweep that are left, on as many threads as were asked for.

import type { PolicyRun } from '../local/run-policy.ts';
import type { RunOrder } from '../order-runner.ts';
import { isPolicyError } from '../policy-choice.ts';
import type { RunResult } from '../result.ts';
import { type WorkerPool, withWorkerPool, workThrough } from '../threads/worker-pool.ts';

/** One run that is to be done. */
export interface SweepTask {
  readonly key: string;
  /** For what is said about it. */
  readonly words: string;
  readonly order: RunOrder;
}

/** A run of a sweep broke down. */
export class SweepTaskError extends Error {
  override readonly name = 'SweepTaskError';
}

/**
 * Runs all tasks. What a run comes to depends on its order alone, never on the number of threads.
 * @param onDone called with each run as it ends, in no particular order
 * @throws {SweepTaskError} or {PolicyChoiceError} once a run fails; the others are ended
 */
export async function runSweep({
  tasks,
  workers,
  workerPath,
  onDone,
}: {
  tasks: readonly SweepTask[];
  workers: number;
  workerPath: string;
  onDone: (task: SweepTask, run: RunResult) => void;
}): Promise<void> {
  await withWorkerPool({ workerPath, threadsMax: workers }, (pool) =>
    workThrough(pool, tasks, async (task) => onDone(task, await runOf(task, pool))),
  );
}

async function runOf({ order, words }: SweepTask, pool: WorkerPool): Promise<RunResult> {
  try {
    const { run } = await pool.run<PolicyRun>(order);
    return run;
  } catch (cause) {
    if (isPolicyError(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SweepTaskError(`${words}: ${reason}`, { cause });
  }
}
