// What the commands on a study share: the work is done, written down and told.
import { plainLine } from '#domain/plain-text.ts';
import type { StudyEnvironment } from '#runner/study/run-study.ts';
import { printFile } from '../run-folder/large-file.ts';
import { type StudyCommandEnvironment, type StudyName, withStudy } from './open-study.ts';
import type { StudyPaths } from './study-files.ts';
import type { StudyOptions } from './study-options.ts';

/** What is particular to a command. */
export interface StudyWork<Found> extends StudyName {
  find(environment: StudyEnvironment): Promise<Found>;
  write(folder: string, found: Found): StudyPaths;
  /** For the terminal. */
  text(found: Found): string;
  /** What the table has a row for, such as `Every run`. */
  readonly rows: string;
}

/**
 * Works until all is done or the time is over, and writes what came out.
 * @returns what was found
 * @throws {OutFolderError} {ForeignFolderError} {FolderInUseError} {SweepTaskError}
 */
export async function studyCommand<Found>(
  options: StudyOptions,
  environment: StudyCommandEnvironment,
  work: StudyWork<Found>,
): Promise<Found> {
  const { stdout, stderr } = environment;
  return withStudy(options, environment, work, async (study) => {
    const found = await work.find(study.environment);
    const paths = work.write(study.folder, found);
    if (options.json) await printFile(paths.jsonPath, stdout);
    else stdout.write(`\n${work.text(found)}`);
    stderr.write(`\n${work.rows}: ${plainLine(paths.csvPath)}\n`);
    stderr.write(`Report: ${plainLine(paths.reportPath)}\n`);
    return found;
  });
}
