// Why the execution of a storm on the local cloud failed.
import { type ExecutionFailure, executionFailure } from '#domain/storm/storm-end.ts';
import type { LocalCloud } from '#local-cloud/local-cloud.ts';

/** Why the execution of a run failed; it has the run's name. Null if it has not failed so far. */
export function stormFailure(cloud: LocalCloud, runId: string): ExecutionFailure | null {
  const execution = cloud.executions().find(({ name }) => name === runId);
  if (execution === undefined) return null;
  const { status, error, cause } = execution;
  return executionFailure({ status, error, cause });
}
