// Finds out what policies are called before they run. A file is code, which may hang or end its
// thread, so it is loaded in a thread: then the main thread can still be interrupted.
import type { Policy } from '#domain/policies.ts';
import { checkNames, choosePolicy, type PolicySource } from './policy-choice.ts';
import { type WorkerPoolOptions, withWorkerPool } from './threads/worker-pool.ts';

/** What a thread is asked before a run. */
export interface InspectOrder {
  readonly inspect: PolicySource;
}

/** Loads a policy in this thread. @returns its switches, without its decisions: plain data */
export async function inspectPolicy({ inspect }: InspectOrder): Promise<Policy> {
  return (await choosePolicy(inspect)).policy;
}

/**
 * The policies of a run, each with a name of its own. Files are loaded in a thread.
 * @throws {PolicyChoiceError} where a file cannot be used, or two policies have the same name
 */
export async function inspectPolicies(
  sources: readonly PolicySource[],
  threads: Pick<WorkerPoolOptions, 'workerPath' | 'decisionLimitMs'>,
): Promise<Policy[]> {
  const policies = await withWorkerPool({ ...threads, threadsMax: 1 }, (pool) =>
    Promise.all(
      sources.map((source) =>
        source.kind === 'named' ? source.policy : pool.run<Policy>({ inspect: source }),
      ),
    ),
  );
  checkNames(policies);
  return policies;
}
