// `rebootstorm diagnose`: which hypothesis the record of August 2007 is like.
import { diagnose } from '#runner/study/diagnose/diagnose.ts';
import { exitCodes } from '../exit-codes.ts';
import type { StudyCommandEnvironment } from '../study/open-study.ts';
import { studyCommand } from '../study/study-command.ts';
import { writeDiagnosis } from './diagnose-files.ts';
import type { DiagnoseOptions } from './diagnose-options.ts';
import { diagnosisText } from './diagnose-table.ts';

/**
 * Simulates until all is done or the time is over, and writes what came out.
 * @returns the exit code
 * @throws {OutFolderError} {ForeignFolderError} {FolderInUseError} {SweepTaskError}
 */
export async function diagnoseCommand(
  { choices, ...options }: DiagnoseOptions,
  environment: StudyCommandEnvironment,
): Promise<number> {
  const { choice } = await studyCommand(options, environment, {
    kind: 'diagnose',
    choices,
    plannedCount: (choices.draws + choices.planted) * choices.hypotheses.length,
    find: (study) => diagnose(choices, study),
    write: (folder, found) => writeDiagnosis(folder, choices, found, environment),
    text: (found) => diagnosisText(choices, found),
    rows: 'Every feature',
  });
  return choice === null ? exitCodes.unknown : exitCodes.asExpected;
}
