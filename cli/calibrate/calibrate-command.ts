// `rebootstorm calibrate`: which values of the unknowns meet the record of August 2007.
import { calibrate, plannedRuns } from '#runner/study/calibrate/calibrate.ts';
import { exitCodes } from '../exit-codes.ts';
import type { StudyCommandEnvironment } from '../study/open-study.ts';
import { studyCommand } from '../study/study-command.ts';
import { writeCalibration } from './calibrate-files.ts';
import type { CalibrateOptions } from './calibrate-options.ts';
import { calibrationText } from './calibrate-table.ts';

/**
 * Searches until all is done or the time is over, and writes what came out.
 * @returns the exit code
 * @throws {OutFolderError} {ForeignFolderError} {FolderInUseError} {SweepTaskError}
 */
export async function calibrateCommand(
  { choices, ...options }: CalibrateOptions,
  environment: StudyCommandEnvironment,
): Promise<number> {
  await studyCommand(options, environment, {
    kind: 'calibrate',
    choices,
    plannedCount: plannedRuns(choices),
    find: (study) => calibrate(choices, study),
    write: (folder, found) => writeCalibration(folder, choices, found, environment),
    text: (found) => calibrationText(choices, found),
    rows: 'Every candidate',
  });
  return exitCodes.asExpected;
}
