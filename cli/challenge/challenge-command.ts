// `rebootstorm challenge`: lists the tasks, writes one to work on, and grades a file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { challenges } from '#challenges/catalogue.ts';
import type { Challenge } from '#challenges/challenge.ts';
import { counted } from '#runner/sentences/human-numbers.ts';
import { exitCodes } from '../exit-codes.ts';
import { wrapLines } from '../show/wrap-lines.ts';
import { asPath } from '../starts/start-file.ts';
import { writeFolder } from '../starts/write-folder.ts';
import type { ChallengeOptions } from './challenge-options.ts';
import { formatGrade } from './formats/format-grade.ts';
import type { GradeStatus } from './grade.ts';
import { gradeCommand } from './grade-command.ts';
import { threadPerRun } from './grade-file.ts';
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
    const file = readFileSync(join(challengesFolder, challenge.name, fileName), 'utf8');
    writeFolder(folder, { 'README.md': taskPage(challenge), [fileName]: file });
    const path = asPath(folder);
    stdout.write(
      `Written: ${path}. Read ${path}/README.md, change ${path}/${fileName}, and try it:\n` +
        `  rebootstorm challenge grade ${challenge.name} ${path}/${fileName}\n`,
    );
    return exitCodes.asExpected;
  }
  const grade = await gradeCommand(options, threadPerRun(environment.workerPath));
  stdout.write(formatGrade(grade, options.format, columns));
  return exitCodeOf[grade.status];
}

/** The file of a challenge that a student changes. */
export const fileName = 'policy.mjs';

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
