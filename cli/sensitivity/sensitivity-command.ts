// `rebootstorm sensitivity`: which unknowns decide how August 2007 comes out.
import { plannedRuns, sensitivity } from '#runner/study/sensitivity/sensitivity.ts';
import { exitCodes } from '../exit-codes.ts';
import type { StudyCommandEnvironment } from '../study/open-study.ts';
import { studyCommand } from '../study/study-command.ts';
import { writeSensitivity } from './sensitivity-files.ts';
import type { SensitivityOptions } from './sensitivity-options.ts';
import { sensitivityText } from './sensitivity-table.ts';

/**
 * Runs until all is done or the time is over, and writes what came out.
 * @returns the exit code
 * @throws {OutFolderError} {ForeignFolderError} {FolderInUseError} {SweepTaskError}
 */
export async function sensitivityCommand(
  { choices, ...options }: SensitivityOptions,
  environment: StudyCommandEnvironment,
): Promise<number> {
  await studyCommand(options, environment, {
    kind: 'sensitivity',
    choices,
    plannedCount: plannedRuns(choices),
    find: (study) => sensitivity(choices, study),
    write: (folder, found) => writeSensitivity(folder, choices, found, environment),
    text: (found) => sensitivityText(choices, found),
    rows: 'Every run',
  });
  return exitCodes.asExpected;
}
