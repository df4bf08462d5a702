// Why an execution was stopped, where its engine does not say.
import { loadWholeRun } from '#adapters/network/run-table.ts';
import type { Table } from '#adapters/network/table.ts';
import type { StormStatus } from '#adapters/stack/storm-status.ts';
import { stormErrors } from '#domain/storm/storm-end.ts';

/**
 * Adds the reason that the run's own row keeps. LocalStack 2026.3.0 tells neither error nor cause
 * of an execution that was stopped; AWS tells both (API reference, StopExecution).
 */
export async function withReasonOfRun(
  table: Table,
  runId: string,
  end: StormStatus,
): Promise<StormStatus> {
  if (end.status !== 'ABORTED' || end.error !== null) return end;
  const { stopped } = await loadWholeRun(table, runId);
  return stopped === undefined ? end : { ...end, error: stormErrors.stopped, cause: stopped };
}
