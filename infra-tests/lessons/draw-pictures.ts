// Draws the pictures of the lessons anew: node infra-tests/lessons/draw-pictures.ts [number]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLessons } from '#cli/lesson/read-lesson.ts';
import { outputOf, picturedCommand, picturePath } from './lesson-output.ts';
import { lessonPicture } from './lesson-picture.ts';

const [wanted] = process.argv.slice(2);
for (const lesson of readLessons('docs')) {
  if (wanted !== undefined && Number(wanted) !== lesson.number) continue;
  const folder = mkdtempSync(join(tmpdir(), 'lesson-picture-'));
  const output = await outputOf(picturedCommand(lesson), folder, 'picture');
  writeFileSync(picturePath(lesson), lessonPicture(output, lesson.title));
  rmSync(folder, { recursive: true });
}
