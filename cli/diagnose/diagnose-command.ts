// `rebootstorm diagnose`: which hypothesis the record of August 2007 is like.
import { plainLine } from '#domain/plain-text.ts';
import { diagnose } from '#runner/study/diagnose/diagnose.ts';
import { exitCodes } from '../exit-codes.ts';
import { printFile } from '../run-folder/large-file.ts';
import { type StudyCommandEnvironment, withStudy } from '../study/open-study.ts';
import { writeDiagnosis } from './diagnose-files.ts';
import type { DiagnoseOptions } from './diagnose-options.ts';
import { diagnosisText } from './diagnose-table.ts';

/**
 * Simulates until all is done or the time is over, and writes what came out.
 * @returns the exit code
 * @throws {OutFolderError} {ForeignFolderError} {FolderInUseError} {SweepTaskError}
 */
export async function diagnoseCommand(
  options: DiagnoseOptions,
  environment: StudyCommandEnvironment,
): Promise<number> {
  const { choices, json } = options;
  const { stdout, stderr } = environment;
  const plannedCount = (choices.draws + choices.planted) * choices.hypotheses.length;
  const name = { kind: 'diagnose', key: [choices], plannedCount };
  return withStudy(options, environment, name, async (study) => {
    const found = await diagnose(choices, study.environment);
    const paths = writeDiagnosis(study.folder, choices, found, environment);
    if (json) await printFile(paths.jsonPath, stdout);
    else stdout.write(`\n${diagnosisText(choices, found)}`);
    stderr.write(`\nEvery feature: ${plainLine(paths.csvPath)}\n`);
    stderr.write(`Report: ${plainLine(paths.reportPath)}\n`);
    return found.choice === null ? exitCodes.unknown : exitCodes.asExpected;
  });
}
