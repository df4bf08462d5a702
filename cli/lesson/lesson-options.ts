import { type Command, InvalidArgumentError } from 'commander';
import { wholeNumber } from '../option-values.ts';

/** The options of the command `lesson`, checked. */
export type LessonOptions =
  | { readonly action: 'list'; readonly json: boolean }
  | {
      readonly action: 'walk';
      readonly number: number;
      /** What the student expects; undefined: it is asked for, if somebody is there. */
      readonly predict: number | undefined;
    };

interface RawLessonOptions {
  readonly predict?: number;
  readonly json: boolean;
}

/** Adds the command `lesson`, which calls `onLesson` with checked options. */
export function addLessonCommand(
  program: Command,
  onLesson: (options: LessonOptions) => Promise<void>,
): void {
  const lesson = program
    .command('lesson')
    .description('lessons: predict a number, run the command, see why; without a number: the list')
    .argument('[number]', 'of the lesson', lessonNumber)
    .option('--predict <value>', 'what you expect, such as 30 or 42%', prediction)
    .option('--json', 'print the list as JSON on standard output', false)
    .addHelpText('after', help);
  lesson.action((number: number | undefined, { predict, json }: RawLessonOptions) => {
    if (number !== undefined && json)
      lesson.error('error: --json is for the list: rebootstorm lesson --json');
    if (number === undefined && predict !== undefined)
      lesson.error('error: --predict is for one lesson: rebootstorm lesson 1 --predict 30');
    return onLesson(
      number === undefined ? { action: 'list', json } : { action: 'walk', number, predict },
    );
  });
}

function lessonNumber(text: string): number {
  return wholeNumber(text, 'A lesson has a number: rebootstorm lesson 1.');
}

/** A number as a student types it: `30`, `1,200`, `42%`, `$5`. @throws {InvalidArgumentError} */
export function prediction(text: string): number {
  const plain = text.trim().replaceAll(',', '').replace(/^\$/, '').replace(/ ?%$/, '');
  const value = /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new InvalidArgumentError('A prediction is a number, such as 30 or 42%.');
}

const help = `
A lesson runs its own command and leaves nothing behind. Its text is a page in docs/lessons.

Exit codes: 0 walked through, 64 no such lesson, else that of its command, if it broke`;
