// `rebootstorm sensitivity`: which unknowns decide how August 2007 comes out.
import { plainLine } from '#domain/plain-text.ts';
import { plannedRuns, sensitivity } from '#runner/study/sensitivity/sensitivity.ts';
import { exitCodes } from '../exit-codes.ts';
import { printFile } from '../run-folder/large-file.ts';
import { type StudyCommandEnvironment, withStudy } from '../study/open-study.ts';
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
  const { stdout, stderr } = environment;
  const name = { kind: 'sensitivity', key: [choices], plannedCount: plannedRuns(choices) };
  return withStudy(options, environment, name, async (study) => {
    const found = await sensitivity(choices, study.environment);
    const paths = writeSensitivity(study.folder, choices, found, environment);
    if (options.json) await printFile(paths.jsonPath, stdout);
    else stdout.write(`\n${sensitivityText(choices, found)}`);
    stderr.write(`\nEvery run: ${plainLine(paths.csvPath)}\n`);
    stderr.write(`Report: ${plainLine(paths.reportPath)}\n`);
    return exitCodes.asExpected;
  });
}
