// Runs the commands of lessons, in a folder where nothing else is.
import { join } from 'node:path';
import { type Lesson, mainCommand, wordsOf } from '#cli/lesson/read-lesson.ts';
import { commandEntry, startCommand } from '#testing/cli/child-command.ts';
import type { LessonOutput } from './lesson-picture.ts';

/** A machine that does other things at the same time. */
const limitMs = 120_000;

/**
 * Runs a command with `--json`, in `folder`. Its run folders are below a folder of its own.
 * @throws {Error} it ends otherwise than with a verdict
 */
export async function outputOf(
  command: string,
  folder: string,
  name: string,
): Promise<LessonOutput> {
  const words = wordsOf(command);
  const out = join(folder, 'runs', name);
  const outWords = words[0] === 'consumer' ? [] : ['--out', out];
  const running = startCommand([commandEntry, ...words, '--json', ...outWords], {
    cwd: folder,
    limitMs,
  });
  const { stdout, stderr, exitCode } = await running.ended;
  if (exitCode === 0 || exitCode === 1) return { result: JSON.parse(stdout), out };
  throw new Error(`${command} ended with ${exitCode}: ${stderr}`);
}

/** The command whose run the picture shows. */
export function picturedCommand(lesson: Lesson): string {
  return lesson.commands[lesson.picture] ?? mainCommand(lesson);
}

/** The file of a lesson's picture. */
export function picturePath({ page }: Lesson): string {
  return page.replace(/([^/]+)\.md$/, 'images/$1.svg');
}
