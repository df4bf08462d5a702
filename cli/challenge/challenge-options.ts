import { readFileSync } from 'node:fs';
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { challenges } from '#challenges/catalogue.ts';
import { type Challenge, changedFile } from '#challenges/challenge.ts';
import { oneOf } from '../option-values.ts';
import { keyCharactersMin } from './hidden-seeds.ts';

/** The options of the command `challenge`, checked. */
export type ChallengeOptions =
  | { readonly action: 'list'; readonly json: boolean }
  | { readonly action: 'start'; readonly challenge: Challenge; readonly folder: string }
  | ({ readonly action: 'grade' } & GradeOptions);

/** What is graded, and how it is told. */
export interface GradeOptions {
  readonly challenge: Challenge;
  /** The student's file. */
  readonly file: string;
  /** The teacher's key; null: no hidden seeds. */
  readonly seedsKey: string | null;
  readonly format: GradeFormat;
}

interface GradeWords {
  readonly seedsKeyFile: string;
  readonly format: GradeFormat;
}

const formats = ['text', 'markdown', 'json', 'gradescope', 'exercism'] as const;

/** For whom a grade is printed. */
export type GradeFormat = (typeof formats)[number];

/** Adds the command `challenge`, which calls `onChallenge` with checked options. */
export function addChallengeCommand(
  program: Command,
  onChallenge: (options: ChallengeOptions) => Promise<void>,
): void {
  const challenge = program
    .command('challenge')
    .description('tasks with a grade: one file to change, and bars that a machine measures');
  challenge
    .command('list')
    .description('every challenge, with what it asks')
    .option('--json', 'print the list as JSON on standard output', false)
    .action(({ json }: { json: boolean }) => onChallenge({ action: 'list', json }));
  challenge
    .command('start')
    .description('writes a folder with the task and the file to change')
    .addArgument(challengeArgument())
    .argument('[folder]', 'where to; a folder of its name, if left out')
    .action((one: Challenge, folder: string | undefined) =>
      onChallenge({ action: 'start', challenge: one, folder: folder ?? one.name }),
    );
  challenge
    .command('grade')
    .description('runs the file with the seeds of its challenge, and says what it is worth')
    .addArgument(challengeArgument())
    .argument('[file]', "the file that was changed; the challenge's own, if left out")
    .addOption(
      new Option('--seeds-key-file <file>', "a file with the teacher's key, for hidden seeds too")
        .argParser(keyIn)
        .default(null, 'the published seeds alone'),
    )
    .addOption(
      new Option('--format <name>', formats.join(', '))
        .argParser((text) => oneOf('format', text, formats))
        .default('text'),
    )
    .action((one: Challenge, file: string | undefined, words: GradeWords) =>
      onChallenge({
        action: 'grade',
        challenge: one,
        file: file ?? changedFile[one.kind],
        seedsKey: words.seedsKeyFile,
        format: words.format,
      }),
    )
    .addHelpText('after', help);
}

function challengeArgument(): Argument {
  const names = challenges.map(({ name }) => name);
  return new Argument('<name>', names.join(', ')).argParser((text) => {
    const name = oneOf('challenge', text, names);
    return challenges.find((one) => one.name === name);
  });
}

/** @throws {InvalidArgumentError} where there is no key, or one that could be guessed */
function keyIn(path: string): string {
  let key: string;
  try {
    key = readFileSync(path, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InvalidArgumentError(`${path} cannot be read (${code}).`);
  }
  if (key.length >= keyCharactersMin) return key;
  throw new InvalidArgumentError(
    `${path} has ${key.length} characters; a key has at least ${keyCharactersMin}.`,
  );
}

const help = `
A grade does not depend on the machine or its speed: the same file gets the same points.
The file runs confined, without files, network, clock or chance: docs/challenges.md.

Exit codes: 0 every bar is reached, 1 not every one, 2 the file cannot be run, 64 it is not there`;
