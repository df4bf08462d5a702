// Every command of the page with answers runs, and the numbers that the page quotes come out.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wordsOf } from '#cli/lesson/read-lesson.ts';
import { quotedCommand } from '#cli/report/shell-command.ts';
import { outputOf } from '../lessons/lesson-output.ts';
import { quotedNumbers } from '../lessons/quoted-numbers.ts';
import { savedFiles } from '../lessons/saved-files.ts';
import { wrongNumbers } from '../lessons/wrong-numbers.ts';

const page = readFileSync('docs/teaching/answers.md', 'utf8');
const [, data = '{}'] = /<!-- answers\n([\s\S]*?)-->/.exec(page) ?? [];
const commands: Readonly<Record<string, string>> = JSON.parse(data);
const numbers = quotedNumbers(page);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'answers-'));
  for (const { name, text } of savedFiles(page)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('each command is shown, and each number is from one of them', () => {
  for (const command of Object.values(commands))
    expect(page).toContain(`\n${quotedCommand(wordsOf(command))}\n`);
  const names = new Set(numbers.map(({ command }) => command));
  expect([...names].sort()).toEqual(Object.keys(commands).sort());
});

test.each(Object.entries(commands))('%s: %s prints what is quoted', async (name, command) => {
  const { result } = await outputOf(command, folder, name);
  expect(
    wrongNumbers(
      numbers.filter((one) => one.command === name),
      result,
    ),
  ).toEqual([]);
});
