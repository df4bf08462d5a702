// `rebootstorm challenge`: lists the tasks, writes one to work on, and grades a file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { challenges } from '#challenges/catalogue.ts';
import { type Challenge, changedFile, givenHandler } from '#challenges/challenge.ts';
import { counted } from '#runner/sentences/human-numbers.ts';
import { exitCodes } from '../exit-codes.ts';
import { wrapLines } from '../show/wrap-lines.ts';
import { asPath } from '../starts/start-file.ts';
import { writeFolder } from '../starts/write-folder.ts';
import type { ChallengeOptions } from './challenge-options.ts';
import { formatGrade } from './formats/format-grade.ts';
import type { GradeStatus } from './grade.ts';
import { gradeCommand, threadPerRun } from './grade-command.ts';
import { taskPage } from './task-page.ts';

/** What the command stands on. */
export interface ChallengeEnvironment extends Pick<NodeJS.Process, 'stdout'> {
  /** The code of the threads for policies. */
  readonly workerPath: string;
  /** The folder with a folder for each challenge. */
  readonly challengesFolder: string;
}

/** @returns the exit code @throws {WrongInputError} for a folder or a file that cannot be used */
export async function challengeCommand(
  options: ChallengeOptions,
  environment: ChallengeEnvironment,
): Promise<number> {
  const { stdout, challengesFolder } = environment;
  const columns = stdout.columns ?? 80;
  if (options.action === 'list') {
    stdout.write(options.json ? listJson() : listText(columns));
    return exitCodes.asExpected;
  }
  if (options.action === 'start') {
    const { challenge, folder } = options;
    writeFolder(folder, startFiles(challenge, challengesFolder));
    const [path, changed] = [asPath(folder), changedFile[challenge.kind]];
    stdout.write(
      `Written: ${path}. Read ${path}/README.md, change ${path}/${changed}, and try it:\n` +
        `  rebootstorm challenge grade ${challenge.name} ${path}/${changed}\n`,
    );
    return exitCodes.asExpected;
  }
  const grade = await gradeCommand(options, {
    ...threadPerRun(environment.workerPath),
    challengesFolder,
  });
  stdout.write(formatGrade(grade, options.format, columns));
  return exitCodeOf[grade.status];
}

/** What a student gets: the task, the file to change, and what it is about. */
function startFiles(challenge: Challenge, challengesFolder: string): Record<string, string> {
  const { name, kind } = challenge;
  const given = kind === 'queue' ? [givenHandler] : [];
  const names = [changedFile[kind], ...given];
  const files = names.map((one) => [one, readFileSync(join(challengesFolder, name, one), 'utf8')]);
  return { 'README.md': taskPage(challenge), ...Object.fromEntries(files) };
}

const exitCodeOf: Readonly<Record<GradeStatus, number>> = {
  pass: exitCodes.asExpected,
  fail: exitCodes.notAsExpected,
  error: exitCodes.unknown,
};

function listJson(): string {
  const list = challenges.map(({ name, title, minutes, task, bars }) => ({
    name,
    title,
    minutes,
    task,
    bars,
  }));
  return `${JSON.stringify({ schemaVersion: 1, challenges: list }, null, 2)}\n`;
}

function listText(columns: number): string {
  const one = ({ name, title, minutes, bars }: Challenge) => {
    const asked = bars.map(({ condition }) => condition).join(', ');
    const words = `${title}. About ${counted(minutes, 'minute')}. Asked: ${asked}.`;
    return `${name}\n  ${wrapLines(words, columns - 2, '  ')}\n`;
  };
  return challenges.map(one).join('');
}
