// `rebootstorm lesson`: the list of lessons, and a walk through one of them on the terminal.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { formatCount } from '#runner/sentences/human-numbers.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { quotedCommand } from '../report/shell-command.ts';
import { plainTable } from '../show/plain-table.ts';
import { wrapLines } from '../show/wrap-lines.ts';
import { type LessonOptions, prediction } from './lesson-options.ts';
import { measuredValue } from './measured-value.ts';
import { type Lesson, mainCommand, readLessons, wordsOf } from './read-lesson.ts';

/** What the command needs. */
export interface LessonEnvironment {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: Pick<NodeJS.WritableStream, 'write'>;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** The folder `docs` of this program. */
  readonly docs: string;
  /** What starts this program again: Node, and the file. */
  readonly entry: readonly [string, string];
}

/** No lesson has that number. */
class NoLessonError extends WrongInputError {
  override readonly name = 'NoLessonError';
}

const columns = 78;

/** Lists the lessons or walks through one. @returns the exit code @throws {NoLessonError} */
export async function lessonCommand(
  options: LessonOptions,
  environment: LessonEnvironment,
): Promise<number> {
  const { stdout, docs } = environment;
  const lessons = readLessons(docs);
  if (options.action === 'list') {
    stdout.write(options.json ? listInJson(lessons) : list(lessons));
    return exitCodes.asExpected;
  }
  const lesson = lessons.find(({ number }) => number === options.number);
  if (lesson !== undefined) return walk(lesson, options.predict, environment);
  throw new NoLessonError(
    `there is no lesson ${options.number}; they have the numbers 1 to ${lessons.length}: ` +
      'rebootstorm lesson lists them.',
  );
}

function listInJson(lessons: readonly Lesson[]): string {
  return `${JSON.stringify({ schemaVersion: 1, lessons }, null, 2)}\n`;
}

function list(lessons: readonly Lesson[]): string {
  const lines = lessons.flatMap(({ number, title, minutes, question }) => [
    `${String(number).padStart(2)}  ${title} (${minutes} min)`,
    `    ${wrapLines(question, columns - 4, '    ')}`,
  ]);
  return `${lines.join('\n')}\n\nrebootstorm lesson 1 walks through the first.\n`;
}

async function walk(
  lesson: Lesson,
  predicted: number | undefined,
  environment: LessonEnvironment,
): Promise<number> {
  const { stdout } = environment;
  const say = (text: string) => stdout.write(`${wrapLines(text, columns, '')}\n`);
  stdout.write(`Lesson ${lesson.number}: ${lesson.title} (${lesson.minutes} min)\n\n`);
  say(lesson.question);
  const expected = predicted ?? (await askPrediction(lesson, environment));
  stdout.write(`\n$ ${quotedCommand(wordsOf(mainCommand(lesson)))}\n\n`);
  const { exitCode, measured } = await runMain(lesson, environment);
  if (measured === undefined) return exitCode;
  stdout.write(`\n${compared(lesson, expected, measured)}\n`);
  stdout.write('\n');
  say(`Break it. ${lesson.breakIt}`);
  showCommand(lesson, 'break', stdout);
  stdout.write('\n');
  say(`Mend it. ${lesson.mendIt}`);
  showCommand(lesson, 'mend', stdout);
  stdout.write('\n');
  say(`Remember. ${lesson.remember}`);
  stdout.write(`\nThe text, with the reasons: ${join(environment.docs, '..', lesson.page)}\n`);
  return exitCodes.asExpected;
}

function showCommand(
  { commands }: Lesson,
  name: string,
  stdout: LessonEnvironment['stdout'],
): void {
  const command = commands[name];
  if (command !== undefined) stdout.write(`  $ ${quotedCommand(wordsOf(command))}\n`);
}

/** Asks until a number is typed, or nothing. Where nobody is there, nobody is asked. */
async function askPrediction(
  { predict }: Lesson,
  { stdin, stderr }: LessonEnvironment,
): Promise<number | undefined> {
  if (stdin.isTTY !== true || stderr.isTTY !== true) return undefined;
  const ask = () => stderr.write(`\nYour prediction: ${predict.what}? (Enter: none) `);
  const lines = createInterface({ input: stdin });
  try {
    ask();
    for await (const typed of lines) {
      if (typed.trim() === '') return undefined;
      const value = asPrediction(typed);
      if (value !== undefined) return value;
      stderr.write('It takes a number, such as 30 or 42%.\n');
      ask();
    }
    return undefined;
  } finally {
    lines.close();
  }
}

function asPrediction(typed: string): number | undefined {
  try {
    return prediction(typed);
  } catch {
    return undefined;
  }
}

interface Ran {
  readonly exitCode: number;
  /** Undefined: the command broke. */
  readonly measured: number | null | undefined;
}

/** Runs the command for the eyes, and at the same time once more for its numbers. */
async function runMain(lesson: Lesson, environment: LessonEnvironment): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'rebootstorm-lesson-'));
  try {
    const words = wordsOf(mainCommand(lesson));
    const out = (name: string) => (words[0] === 'consumer' ? [] : ['--out', join(folder, name)]);
    const [shown, silent] = await Promise.all([
      runSelf([...words, ...out('shown')], environment, environment.stdout),
      runSelf([...words, ...out('silent'), '--json'], environment, undefined),
    ]);
    if (shown.exitCode > exitCodes.unknown)
      return { exitCode: shown.exitCode, measured: undefined };
    const value = measuredValue(JSON.parse(silent.stdout), lesson.predict.value);
    return { exitCode: shown.exitCode, measured: value };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runSelf(
  words: readonly string[],
  { entry, stderr }: LessonEnvironment,
  shownOn: LessonEnvironment['stdout'] | undefined,
): Promise<{ exitCode: number; stdout: string }> {
  const child = spawn(entry[0], [entry[1], ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (shownOn === undefined) stdout += text;
    else shownOn.write(text);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(child, 'close');
  const exitCode = typeof code === 'number' ? code : exitCodes.bug;
  // Hints about its folder would lead nowhere: only what broke is said.
  if (shownOn !== undefined && exitCode > exitCodes.unknown) stderr.write(said);
  return { exitCode, stdout };
}

function compared(
  { predict }: Lesson,
  expected: number | undefined,
  measured: number | null,
): string {
  const head = expected === undefined ? ['', 'measured'] : ['', 'predicted', 'measured'];
  const shown = (value: number) =>
    predict.as === 'percent' ? `${number(value)} %` : number(value);
  const last = measured === null ? 'never' : shown(measured * scale(predict.as));
  const values = expected === undefined ? [last] : [shown(expected), last];
  const colAligns = head.map((_, at) => (at === 0 ? ('left' as const) : ('right' as const)));
  return plainTable([head, [predict.what, ...values]], { colAligns });
}

function number(value: number): string {
  return formatCount(Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}

function scale(as: Lesson['predict']['as']): number {
  if (as === 'percent') return 100;
  return as === 'minutes' ? 1 / 60_000 : 1;
}
