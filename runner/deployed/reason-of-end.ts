// Why a run was stopped, where its execution does not say.
import { loadWholeRun } from '#adapters/network/run-table.ts';
import type { Table } from '#adapters/network/table.ts';
import type { StormStatus } from '#adapters/stack/storm-status.ts';
import { stormErrors } from '#domain/storm/storm-end.ts';

/**
 * Adds the reason that the run's own row keeps. LocalStack 2026.3.0 tells neither error nor cause
 * of an execution that was stopped; AWS tells both (API reference, StopExecution). An execution
 * that was refused because its run had been stopped was stopped, too.
 */
export async function withReasonOfRun(
  table: Table,
  runId: string,
  end: StormStatus,
): Promise<StormStatus> {
  const isSilent = end.status === 'ABORTED' && end.error === null;
  if (!isSilent && end.error !== stormErrors.refused) return end;
  const { stopped } = await loadWholeRun(table, runId);
  return stopped === undefined ? end : { ...end, error: stormErrors.stopped, cause: stopped };
}
