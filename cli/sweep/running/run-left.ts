// Runs what a sweep has not done yet. Each run is in `points.csv` as soon as it ends, and whoever
// ends the sweep early is told how it goes on.
import { rmSync } from 'node:fs';
import { plainLine } from '#domain/plain-text.ts';
import { runSweep } from '#runner/sweep/run-sweep.ts';
import { quotedCommand } from '../../report/shell-command.ts';
import { sweepProgress } from '../../show/sweep-progress.ts';
import { pointsOf, pointsToRun } from '../grid.ts';
import { pathsIn } from '../sweep-files.ts';
import { doneOf, type SweptHow, sweptPoint, sweptPoints, tasksOf } from '../sweep-points.ts';
import { openGrowingCsv } from './growing-csv.ts';
import type { OpenSweep } from './open-sweep.ts';
import { openOutlook, threadsOf } from './outlook.ts';

/** Runs what is left. @throws {SweepTaskError} or {PolicyChoiceError} when a run fails */
export async function runLeft(sweep: OpenSweep): Promise<void> {
  const { options, environment, grid, keyed, folder, journal, meanwhile } = sweep;
  const { stderr, workerPath, commit, template } = environment;
  const { csvPath, jsonPath } = pathsIn(folder);
  const outlook = openOutlook(sweep);
  let { doneCount } = outlook;
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
  const nowMs = () => performance.now();
  const leftCount = grid.pointCount - doneCount;
  const progress = sweepProgress(stderr, leftCount, nowMs, leftCount, outlook);
  try {
    await runSweep({
      tasks: tasksOf(keyed(pointsToRun(grid)), options, template),
      journal,
      workers: threadsOf(options),
      workerPath,
      decisionLimitMs: options.decisionLimitMs,
      onBegin: (task) => outlook.begin(task),
      onProgress: (task, update) => outlook.progress(task, update),
      onDone(entry, task) {
        const { point } = task;
        doneCount += 1;
        outlook.done(task, entry.wallMs);
        csv.add(sweptPoint(point, entry, how));
        progress.done(entry.row.messagesHandled);
      },
      meanwhile,
    });
    // Points of equal runs are done with the first of them.
    doneCount = grid.pointCount;
    progress.end();
  } finally {
    progress.stop();
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
