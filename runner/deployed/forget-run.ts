// Deletes what a stack keeps of a run that is over: its rows, and its dead-lettered and quarantined
// messages.
import { deleteRun } from '#adapters/network/delete-run.ts';
import { runKey, stormKey } from '#adapters/network/items.ts';
import { toRun, UnknownRunError } from '#adapters/network/run-table.ts';
import { getItems, openTable, type Table } from '#adapters/network/table.ts';
import { deleteLetters } from '#adapters/queues/delete-letters.ts';
import { letterQueues } from '#adapters/queues/messages-in-queues.ts';
import type { Runtime } from '#adapters/runtime.ts';
import type { StackOutputs } from '#adapters/stack/stack-outputs.ts';
import { readStormOf } from '#adapters/stack/storm-status.ts';
import { drainMsMax, runKnownForMs } from '#domain/limits.ts';
import type { CellId } from '#domain/network.ts';
import { runNamedIn } from '#domain/run-named-in.ts';
import { isRunOver } from '#domain/run-over.ts';
import { readQuarantined } from './quarantined-messages.ts';
import { type MessagesUnderWay, waitUntilDrained } from './stop-runs.ts';

/** What was deleted of a run. */
export interface ForgottenRun {
  readonly runId: string;
  /** Items of the table. */
  readonly itemCount: number;
  /** Its messages in each dead-letter queue and in quarantine. */
  readonly letters: Readonly<Record<string, number>>;
  /** Messages there that could not be read, and may be of this run or of another. */
  readonly unreadLetters: Readonly<Record<string, number>>;
}

/** The run goes on, so it cannot be forgotten. */
export class RunGoesOnError extends Error {
  override readonly name = 'RunGoesOnError';
}

/** Functions that are called as a run is forgotten. */
export interface ForgetObserver {
  /** Some functions may not know yet that it is over. */
  settling(durationMs: number): void;
  /** Its messages may still be under way. */
  waiting(left: MessagesUnderWay, passedMs: number): void;
  /** So many of its items are gone. */
  deleted(itemCount: number): void;
}

/** How many messages of one queue are looked at, at most. */
const lettersSeenMax = 10_000;

/**
 * Deletes what the stack keeps of a run. It waits until no message of the run can be under way: a
 * consumer would put one into quarantine as one of a run that nobody stored.
 * @throws {RunGoesOnError}
 * @throws {UnknownRunError} the table has no such run
 */
export async function forgetRun(
  runtime: Runtime,
  outputs: StackOutputs,
  runId: string,
  observer: ForgetObserver,
): Promise<ForgottenRun> {
  const table = openTable(runtime);
  const { cells, endedAtMs } = await readOver(table, runId);
  // A function knows of a run's end within a minute.
  const settlesInMs = endedAtMs + runKnownForMs - runtime.nowMs();
  if (settlesInMs > 0) {
    observer.settling(settlesInMs);
    await runtime.sleep(settlesInMs);
  }
  await waitUntilDrained(runtime, outputs, observer.waiting, endedAtMs + drainMsMax);
  const letters: Record<string, number> = {};
  const unreadLetters: Record<string, number> = {};
  for (const { name, url } of letterQueues(outputs)) {
    const runOf = name === 'Quarantine' ? quarantinedRun : runNamedIn;
    const isMeant = (body: string) => runOf(body) === runId;
    const { deletedCount, unreadCount } = await deleteLetters(
      runtime,
      url,
      isMeant,
      lettersSeenMax,
    );
    letters[name] = deletedCount;
    unreadLetters[name] = unreadCount;
  }
  const itemCount = await deleteRun(table, runId, cells, observer.deleted);
  return { runId, itemCount, letters, unreadLetters };
}

function quarantinedRun(body: string): string | undefined {
  return readQuarantined(body)?.runId;
}

interface OverRun {
  /** Undefined: the run's storm is not in the table any more. */
  readonly cells: readonly CellId[] | undefined;
  /** When it ended, or a time after that. */
  readonly endedAtMs: number;
}

/** Reads a run that is over, also what is left of one that was half deleted. */
async function readOver(table: Table, runId: string): Promise<OverRun> {
  const items = await getItems(table, [runKey(runId), stormKey(runId)]);
  const run = items.find(({ sk }) => sk?.S === 'RUN');
  const storm = items.find(({ sk }) => sk?.S === 'STORM');
  if (run === undefined) throw new UnknownRunError(runId, table.name);
  const nowMs = table.runtime.nowMs();
  const { settings, status, endedAtMs } = toRun(run);
  // Without settings nobody can serve it.
  const hasSettings = run.settings !== undefined;
  const isStored = hasSettings && storm !== undefined;
  if (isStored && !isRunOver({ settings, status }, nowMs))
    throw new RunGoesOnError(`run ${runId} goes on`);
  const execution = await readStormOf(table.runtime, runId);
  if (execution?.status === 'RUNNING')
    throw new RunGoesOnError(`run ${runId} is over, but its execution goes on`);
  const cells = storm && (JSON.parse(storm.cells?.S ?? '[]') as CellId[]);
  const latestMs = hasSettings ? Math.min(settings.endsAtMs, nowMs) : nowMs;
  return { cells, endedAtMs: endedAtMs ?? latestMs };
}
