// `rebootstorm what-if`: August 2007 with one thing changed.
import { plainLine } from '#domain/plain-text.ts';
import { withJournal } from '#runner/sweep/with-journal.ts';
import { exitCodes } from '../exit-codes.ts';
import { keyedFolder } from '../run-folder/keyed-folder.ts';
import { openOutFolder } from '../run-folder/open-out-folder.ts';
import { runTasks } from '../sweep/running/run-tasks.ts';
import type { SweepEnvironment } from '../sweep/sweep-environment.ts';
import { writeWhatIf } from './what-if-files.ts';
import type { WhatIfOptions } from './what-if-options.ts';
import { doneRuns, whatIfRuns } from './what-if-runs.ts';
import { summariesOf, whatIfTable } from './what-if-table.ts';

/** What the command needs. */
export type WhatIfEnvironment = Omit<SweepEnvironment, 'template' | 'commit'>;

/**
 * Runs what is left of the changes, and writes down what came of them.
 * @returns the exit code
 * @throws {FolderInUseError} where another process works in the folder
 */
export async function whatIfCommand(
  options: WhatIfOptions,
  environment: WhatIfEnvironment,
): Promise<number> {
  const { stdout, stderr, program, argv } = environment;
  const { nodes, retries, seeds, prices, inputs, workers } = options;
  const names = options.changes.map(({ name }) => name);
  const all = [program, nodes, retries, seeds, names];
  const folder = options.out ?? keyedFolder('what-if', 'august-2007', all);
  openOutFolder(folder, { kind: { kind: 'what-if' }, inputs });
  return withJournal(folder, async (journal) => {
    const runs = whatIfRuns(options, program);
    const tasks = runs.map(({ task }) => task);
    await runTasks(tasks, { journal, folder, workers }, environment);
    const done = doneRuns(runs, options, journal);
    const summaries = summariesOf(done);
    const { region, asOf } = prices.book;
    const about = { retries, nodes, seeds, program, argv, prices: { region, asOf } };
    const files = writeWhatIf(folder, { schemaVersion: 1, ...about }, done, summaries);
    stdout.write(options.json ? files.json : `\n${whatIfTable(summaries)}`);
    stderr.write(`\nReport: ${plainLine(files.reportPath)}\n`);
    return done.every((one) => one.isSound) ? exitCodes.asExpected : exitCodes.notAsExpected;
  });
}
