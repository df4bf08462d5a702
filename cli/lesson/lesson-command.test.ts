import { commandEntry, pinnedNode, runCommand } from '#testing/cli/child-command.ts';
import { typingTerminal } from '#testing/cli/typing-terminal.ts';
import { lessonCommand } from './lesson-command.ts';
import { prediction } from './lesson-options.ts';

const entry = [pinnedNode, commandEntry] as const;

test('the list has each lesson with its number, minutes and question', async () => {
  const { stdout, exitCode } = await runCommand(['lesson', '--json']);
  expect(exitCode).toBe(0);
  const { lessons } = JSON.parse(stdout);
  expect(lessons.length).toBeGreaterThanOrEqual(12);
  expect(lessons[0]).toMatchObject({ number: 1, page: 'docs/lessons/01-at-least-once.md' });
  const list = await runCommand(['lesson']);
  expect(list.stdout).toContain(`1  ${lessons[0].title} (${lessons[0].minutes} min)`);
});

test('a walk shows the prediction beside what was measured, and what to break', async () => {
  const { stdout, stderr, exitCode } = await runCommand(['lesson', '3', '--predict', '1']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain('$ npx rebootstorm consumer try fails-batch --poison 1');
  expect(stdout).toMatch(/predicted +measured\nGood orders among the dead letters +1 +9\n/);
  expect(stdout).toMatch(/Break it\. [\s\S]*Mend it\. [\s\S]*Remember\. [\s\S]*03-poison\.md\n$/);
});

test('at a terminal the prediction is asked for until it is a number', async () => {
  const { said, streams } = typingTerminal('nine\n9\n');
  expect(
    await lessonCommand(
      { action: 'walk', number: 3, predict: undefined },
      { ...streams, docs: 'docs', entry },
    ),
  ).toBe(0);
  expect(said.stderr).toContain('It takes a number');
  expect(said.stdout).toMatch(/Good orders among the dead letters +9 +9\n/);
});

test('a lesson that is not there is refused, with those that are', async () => {
  const { stderr, exitCode } = await runCommand(['lesson', '99']);
  expect(exitCode).toBe(64);
  expect(stderr).toMatch(/there is no lesson 99; they have the numbers 1 to \d+/);
});

test.each([
  ['30', 30],
  ['1,200', 1200],
  ['42 %', 42],
  ['42%', 42],
  ['$5.5', 5.5],
  ['-3', -3],
])('the prediction %s is %s', (text, value) => {
  expect(prediction(text)).toBe(value);
});

test.each(['many', '', '3 or 4', '1e9', '%'])('the prediction %p is refused', (text) => {
  expect(() => prediction(text)).toThrow('A prediction is a number');
});
