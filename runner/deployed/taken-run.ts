// Refuses the name of a run that a deployed stack has, or had: a run is started once.
import { loadWholeRun, RunExistsError, UnknownRunError } from '#adapters/network/run-table.ts';
import { seedRun } from '#adapters/network/seed-run.ts';
import type { Table } from '#adapters/network/table.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { readStormOf } from '#adapters/stack/storm-status.ts';
import type { Run, RunSettings } from '#domain/run-settings.ts';
import { overWords } from '#domain/storm/start-refusal.ts';
import { WrongInputError } from '../wrong-input-error.ts';

/** The stack has a run of this name, which is over, goes on or waits; or had one, now forgotten. */
export class TakenRunError extends WrongInputError {
  override readonly name = 'TakenRunError';
}

/** Asks whether a name is free; nothing is stored or started. @throws {TakenRunError} */
export async function refuseTakenRun(table: Table, runId: string): Promise<void> {
  const run = await runNamed(table, runId);
  const execution = await readStormOf(table.runtime, runId);
  if (run === undefined && execution === null) return;
  if (run === undefined)
    throw new TakenRunError(
      `run ${runId} was forgotten, and Step Functions keeps its execution for 90 days, so that ` +
        'none can be started by this name; leave --run away, or take another name',
    );
  const over = overWords(run, table.runtime.nowMs());
  if (over !== null)
    throw new TakenRunError(
      `run ${runId} is over: ${over}. It is not started again; leave --run away, or take another ` +
        'name',
    );
  const standing = execution === null ? 'is stored and was not started yet' : 'goes on';
  throw new TakenRunError(
    `run ${runId} ${standing}; leave --run away, or take another name (rebootstorm stop ends it)`,
  );
}

/**
 * Stores the network of a run whose name was free when it was asked about.
 * @throws {TakenRunError} another command has taken the name since
 */
export async function seedFreeRun(
  runtime: Runtime,
  planned: Parameters<typeof seedRun>[1],
): ReturnType<typeof seedRun> {
  try {
    return await seedRun(runtime, planned);
  } catch (error) {
    if (!(error instanceof RunExistsError)) throw error;
    throw new TakenRunError(
      `run ${planned.settings.runId} was taken by another command a moment ago; leave --run ` +
        'away, or take another name',
    );
  }
}

async function runNamed(
  table: Table,
  runId: string,
): Promise<(Omit<Run, 'settings'> & { readonly settings: RunSettings }) | undefined> {
  try {
    return await loadWholeRun(table, runId);
  } catch (error) {
    if (error instanceof UnknownRunError) return undefined;
    throw error;
  }
}
