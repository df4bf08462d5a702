// `rebootstorm likelihood`: how likely the next Patch Tuesdays fell the network.
import { likelihoods, plannedRuns } from '#runner/study/likelihood/likelihood.ts';
import { exitCodes } from '../exit-codes.ts';
import type { StudyCommandEnvironment } from '../study/open-study.ts';
import { studyCommand } from '../study/study-command.ts';
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
  await studyCommand(options, environment, {
    kind: 'likelihood',
    choices,
    plannedCount: plannedRuns(choices),
    find: (study) => likelihoods(choices, study),
    write: (folder, found) => writeLikelihood(folder, choices, found, environment),
    text: (found) => likelihoodText(choices, found),
    rows: 'Every run',
  });
  return exitCodes.asExpected;
}
