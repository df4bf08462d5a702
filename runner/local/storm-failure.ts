// Why the storm of a run on the local cloud was not conducted to its end.
import { type ExecutionFailure, executionFailure } from '#domain/storm/storm-end.ts';
import type { LocalCloud } from '#local-cloud/local-cloud.ts';

/** What failed the execution of a run, which carries the run's name; null: nothing did, so far. */
export function stormFailure(cloud: LocalCloud, runId: string): ExecutionFailure | null {
  const execution = cloud.executions().find(({ name }) => name === runId);
  if (execution === undefined) return null;
  const { status, error, cause } = execution;
  return executionFailure({ status, error, cause });
}
