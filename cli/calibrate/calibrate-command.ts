// `rebootstorm calibrate`: which values of the unknowns meet the record of August 2007.
import { plainLine } from '#domain/plain-text.ts';
import { type Calibration, calibrate, plannedRuns } from '#runner/study/calibrate/calibrate.ts';
import { exitCodes } from '../exit-codes.ts';
import { printFile } from '../run-folder/large-file.ts';
import { type StudyCommandEnvironment, withStudy } from '../study/open-study.ts';
import { writeCalibration } from './calibrate-files.ts';
import type { CalibrateOptions } from './calibrate-options.ts';
import { calibrationText } from './calibrate-table.ts';

/**
 * Searches until all is done or the time is over, and writes what came out.
 * @returns the exit code
 * @throws {OutFolderError} {ForeignFolderError} {FolderInUseError} {SweepTaskError}
 */
export async function calibrateCommand(
  options: CalibrateOptions,
  environment: StudyCommandEnvironment,
): Promise<number> {
  const { choices, json } = options;
  const { stdout, stderr } = environment;
  const name = { kind: 'calibrate', key: [choices], plannedCount: plannedRuns(choices) };
  return withStudy(options, environment, name, async (study) => {
    const found: Calibration = await calibrate(choices, study.environment);
    const paths = writeCalibration(study.folder, choices, found, environment);
    if (json) await printFile(paths.jsonPath, stdout);
    else stdout.write(`\n${calibrationText(choices, found)}`);
    stderr.write(`\nEvery candidate: ${plainLine(paths.csvPath)}\n`);
    stderr.write(`Report: ${plainLine(paths.reportPath)}\n`);
    return exitCodes.asExpected;
  });
}
