// Runs what a journal does not have yet, and says so: for commands that know all their runs.
import { availableParallelism } from 'node:os';
import { plainLine } from '#domain/plain-text.ts';
import type { Journal } from '#runner/sweep/journal.ts';
import { runSweep, type SweepTask } from '#runner/sweep/run-sweep.ts';
import { sweepProgress } from '../../show/sweep-progress.ts';
import type { SweepEnvironment } from '../sweep-environment.ts';

/** Where runs are kept, and on how many threads they run; undefined: on every core. */
export interface TaskPlace {
  readonly journal: Journal;
  readonly folder: string;
  readonly workers: number | undefined;
}

/** Runs the tasks that the journal does not have. @throws {SweepTaskError} {PolicyChoiceError} */
export async function runTasks(
  tasks: readonly SweepTask[],
  { journal, folder, workers = availableParallelism() }: TaskPlace,
  { stderr, workerPath }: Pick<SweepEnvironment, 'stderr' | 'workerPath'>,
): Promise<void> {
  const left = tasks.filter(({ key }) => !journal.has(key));
  const doneCount = tasks.length - left.length;
  stderr.write(
    `${tasks.length} runs, ${doneCount} of them done already, in ${plainLine(folder)}\n`,
  );
  const progress = sweepProgress(stderr, left.length, () => performance.now());
  await runSweep({
    tasks: left,
    journal,
    workers,
    workerPath,
    onDone: ({ row }) => progress.done(row.messagesHandled),
  });
  progress.end();
}
