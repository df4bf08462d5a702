// Every command of every lesson is run once. The numbers that the page quotes are compared with
// what comes out, and each page keeps the rhythm of a lesson.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measuredValue } from '#cli/lesson/measured-value.ts';
import { type Lesson, readLessons, wordsOf } from '#cli/lesson/read-lesson.ts';
import { type CommandHandlers, commandLine } from '#cli/options.ts';
import { quotedCommand } from '#cli/report/shell-command.ts';
import { readAddress } from '#lab/inputs/address.ts';
import { cliWords } from '#lab/inputs/cli-words.ts';
import { idleHandlers } from '#testing/cli/idle-handlers.ts';
import { outputOf, picturePath } from './lesson-output.ts';
import { type LessonOutput, lessonPicture } from './lesson-picture.ts';
import { quotedNumbers } from './quoted-numbers.ts';
import { savedFiles } from './saved-files.ts';
import { wrongNumbers } from './wrong-numbers.ts';

const lessons = readLessons('docs');
const pageOf = ({ page }: Lesson) => readFileSync(page, 'utf8');
const inOneLine = (text: string) => text.replaceAll(/<!--.*?-->/g, '').replaceAll(/\s+/g, ' ');
const named = lessons.map((lesson): [string, Lesson] => [lesson.page, lesson]);

const rhythm = [
  '## Predict',
  '## Run',
  '## What you see',
  '## Break it',
  '## Mend it',
  '## What AWS says',
  '## Remember',
];

test('the lessons are numbered from 1 without a gap', () => {
  expect(lessons.map(({ number }) => number)).toEqual(lessons.map((_, at) => at + 1));
});

describe.each(named)('%s', (_page, lesson) => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lesson-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('keeps the rhythm, and says what its data says', () => {
    const page = pageOf(lesson);
    expect(page.match(/^## .*/gm)).toEqual(rhythm);
    const text = inOneLine(page.slice(page.indexOf('-->\n')));
    expect(text).toContain(`# ${lesson.number}. ${lesson.title}`);
    expect(text).toContain(lesson.question);
    expect(text).toContain(lesson.remember);
    expect(page).toMatch(/!\[.+\]\(images\/.+\.svg\)/);
    for (const command of Object.values(lesson.commands))
      expect(text).toContain(inOneLine(quotedCommand(wordsOf(command))));
  });

  test('quotes the numbers that its commands print', async () => {
    const page = pageOf(lesson);
    for (const { name, text } of savedFiles(page)) writeFileSync(join(folder, name), text);
    const quoted = quotedNumbers(page);
    const commands = Object.entries(lesson.commands);
    const names = new Set(quoted.map(({ command }) => command));
    expect([...names].sort()).toEqual(commands.map(([name]) => name).sort());
    for (const [name, command] of commands) {
      const output = await outputOf(command, folder, name);
      const ofIt = quoted.filter((one) => one.command === name);
      expect(wrongNumbers(ofIt, output.result)).toEqual([]);
      if (name === 'main') measuredValue(output.result, lesson.predict.value);
      if (name === lesson.picture) checkPicture(lesson, output);
    }
  });

  test('opens in the lab by the command and the address that its page has', async () => {
    const page = pageOf(lesson);
    const [, command] = /`npx rebootstorm (lab [^`]+)`/.exec(page) ?? [];
    expect(command === undefined).toBe(lesson.lab === undefined);
    if (lesson.lab === undefined || command === undefined) return;
    const { address } = lesson.lab;
    expect(page.slice(page.indexOf('-->'))).toContain(`\`${address}\``);
    expect(await openedBy(wordsOf(command))).toBe(address);
    const { inputs, mended } = readAddress(address);
    expect(mended).toEqual([]);
    if (lesson.lab.command === undefined) return;
    const words = wordsOf(lesson.commands[lesson.lab.command] ?? '');
    expect(cliWords(inputs)).toEqual([...words, '--prices', inputs.region]);
  });
});

/** The part of the address after the port with which a command opens the lab. */
async function openedBy(words: readonly string[]): Promise<string> {
  const hashes: string[] = [];
  const handlers: CommandHandlers = {
    ...idleHandlers,
    lab: async ({ hash }) => void hashes.push(hash),
  };
  await commandLine('1.2.3', handlers).parseAsync(['node', 'rebootstorm', ...words]);
  return hashes.join();
}

/** @throws {Error} the picture in the page is not that of the run */
function checkPicture(lesson: Lesson, output: LessonOutput): void {
  const path = picturePath(lesson);
  if (lessonPicture(output, lesson.title) === readFileSync(path, 'utf8')) return;
  throw new Error(`${path} is out of date: node infra-tests/lessons/draw-pictures.ts`);
}
