// Runs what a sweep has not done yet. Each run is in `points.csv` as soon as it ends, and whoever
// ends the sweep early is told how it goes on.
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { plainLine } from '#domain/plain-text.ts';
import type { Journal } from '#runner/sweep/journal.ts';
import { runSweep } from '#runner/sweep/run-sweep.ts';
import { quotedCommand } from '../../report/shell-command.ts';
import { sweepProgress } from '../../show/sweep-progress.ts';
import { type Grid, pointsOf, pointsToRun } from '../grid.ts';
import type { SweepEnvironment } from '../sweep-environment.ts';
import { pathsIn } from '../sweep-files.ts';
import type { SweepOptions } from '../sweep-options.ts';
import {
  countDone,
  doneOf,
  type keyer,
  type SweptHow,
  sweptPoint,
  sweptPoints,
  tasksOf,
} from '../sweep-points.ts';
import { openGrowingCsv } from './growing-csv.ts';

/** A sweep whose folder and journal are open. */
export interface OpenSweep {
  readonly options: SweepOptions;
  readonly environment: SweepEnvironment;
  readonly grid: Grid;
  readonly keyed: ReturnType<typeof keyer>;
  readonly folder: string;
  readonly journal: Journal;
  /** Work for this thread while the others run. */
  readonly meanwhile: () => Promise<void>;
}

/** Runs what is left. @throws {SweepTaskError} or {PolicyChoiceError} when a run fails */
export async function runLeft(sweep: OpenSweep): Promise<void> {
  const { options, environment, grid, keyed, folder, journal, meanwhile } = sweep;
  const { stderr, workerPath, commit, template } = environment;
  const { csvPath, jsonPath } = pathsIn(folder);
  let doneCount = journal.size === 0 ? 0 : countDone(keyed(pointsOf(grid)), journal);
  stderr.write(
    `${grid.pointCount} runs, ${doneCount} of them done already, in ${plainLine(folder)}\n`,
  );
  if (doneCount === grid.pointCount) return;
  const how: SweptHow = { ...options, commit };
  // It is that of an earlier grid, and is written again at the end.
  rmSync(jsonPath, { force: true });
  const fields = grid.axes.map(({ name }) => name);
  const csv = openGrowingCsv(csvPath, fields, () =>
    sweptPoints(doneOf(keyed(pointsOf(grid)), journal), journal, how),
  );
  const close = () => {
    process.off('exit', close);
    if (doneCount < grid.pointCount) stderr.write(goOnWords(sweep, doneCount));
  };
  process.on('exit', close);
  const progress = sweepProgress(stderr, grid.pointCount - doneCount, () => performance.now());
  try {
    await runSweep({
      tasks: tasksOf(keyed(pointsToRun(grid)), options, template),
      journal,
      workers: options.workers ?? availableParallelism(),
      workerPath,
      decisionLimitMs: options.decisionLimitMs,
      onDone(entry, { point }) {
        doneCount += 1;
        csv.add(sweptPoint(point, entry, how));
        progress.done(entry.row.messagesHandled);
      },
      meanwhile,
    });
    // Points of equal runs are done with the first of them.
    doneCount = grid.pointCount;
    progress.end();
  } finally {
    close();
  }
}

/** What is said where a sweep ends before its last run. */
function goOnWords({ grid, folder, environment }: OpenSweep, doneCount: number): string {
  const { argv, stderr } = environment;
  const drawn = stderr.isTTY === true ? '\n' : '';
  const kept = `${doneCount} of ${grid.pointCount} runs are done and kept`;
  return (
    `${drawn}Ended early: ${kept} in ${plainLine(pathsIn(folder).csvPath)}.\n` +
    `The same command goes on from there: ${plainLine(quotedCommand(argv))}\n`
  );
}
