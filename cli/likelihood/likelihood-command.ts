// `rebootstorm likelihood`: how likely the next Patch Tuesdays fell the network.
import { plainLine } from '#domain/plain-text.ts';
import { likelihoods, plannedRuns } from '#runner/study/likelihood/likelihood.ts';
import { exitCodes } from '../exit-codes.ts';
import { printFile } from '../run-folder/large-file.ts';
import { type StudyCommandEnvironment, withStudy } from '../study/open-study.ts';
import { writeLikelihood } from './likelihood-files.ts';
import type { LikelihoodOptions } from './likelihood-options.ts';
import { likelihoodText } from './likelihood-table.ts';

/**
 * Runs until all is done or the time is over, and writes what came out.
 * @returns the exit code
 * @throws {OutFolderError} {ForeignFolderError} {FolderInUseError} {SweepTaskError}
 */
export async function likelihoodCommand(
  { choices, ...options }: LikelihoodOptions,
  environment: StudyCommandEnvironment,
): Promise<number> {
  const { stdout, stderr } = environment;
  const name = { kind: 'likelihood', key: [choices], plannedCount: plannedRuns(choices) };
  return withStudy(options, environment, name, async (study) => {
    const found = await likelihoods(choices, study.environment);
    const paths = writeLikelihood(study.folder, choices, found, environment);
    if (options.json) await printFile(paths.jsonPath, stdout);
    else stdout.write(`\n${likelihoodText(choices, found)}`);
    stderr.write(`\nEvery run: ${plainLine(paths.csvPath)}\n`);
    stderr.write(`Report: ${plainLine(paths.reportPath)}\n`);
    return exitCodes.asExpected;
  });
}
