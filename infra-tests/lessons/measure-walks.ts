// Prints the table of docs/teaching/minutes.md: node infra-tests/lessons/measure-walks.ts
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLessons } from '#cli/lesson/read-lesson.ts';
import { outputOf } from './lesson-output.ts';
import { savedFiles } from './saved-files.ts';
import { walkMinutes } from './walk-minutes.ts';

const columns = ['Lesson', 'Words', 'Reading, min', 'Thinking and typing, min']
  .concat(['Commands, s of CPU', 'In all, min', 'Says'])
  .join(' | ');
process.stdout.write(`| ${columns} |\n${'| --- '.repeat(7)}|\n`);
for (const lesson of readLessons('docs')) {
  const folder = mkdtempSync(join(tmpdir(), 'lesson-walk-'));
  for (const { name, text } of savedFiles(readFileSync(lesson.page, 'utf8')))
    writeFileSync(join(folder, name), text);
  const before = childCpuSeconds();
  for (const [name, command] of Object.entries(lesson.commands))
    await outputOf(command, folder, name);
  const seconds = childCpuSeconds() - before;
  rmSync(folder, { recursive: true });
  const { words, reading, thinking } = walkMinutes(lesson);
  const all = reading + thinking + seconds / 60;
  const cells = [lesson.number, words, reading.toFixed(1), thinking, seconds.toFixed(0)];
  process.stdout.write(`| ${[...cells, all.toFixed(0), lesson.minutes].join(' | ')} |\n`);
}

/** User and system time of all children that have ended, as Linux counts it. */
function childCpuSeconds(): number {
  const [, fields = ''] = /\) (.*)/.exec(readFileSync('/proc/self/stat', 'utf8')) ?? [];
  const numbers = fields.split(' ').map(Number);
  // Fields 16 and 17 of proc(5), in hundredths of a second; the first after the name is field 3.
  return ((numbers[13] ?? 0) + (numbers[14] ?? 0)) / 100;
}
