import { readFileSync } from 'node:fs';
import { readLessons } from '#cli/lesson/read-lesson.ts';
import { walkMinutes } from '../lessons/walk-minutes.ts';

const page = readFileSync('docs/teaching/minutes.md', 'utf8');
const rows = [...page.matchAll(/^\| (\d[\d. |]+) \|$/gm)].map(([, row = '']) =>
  row.split(' | ').map(Number),
);

test('each lesson has a row, which agrees with its page', () => {
  const lessons = readLessons('docs');
  expect(rows.map(([number]) => number)).toEqual(lessons.map(({ number }) => number));
  for (const [index, lesson] of lessons.entries()) {
    const [, words = 0, reading = 0, thinking = 0, seconds = 0, all = 0, says] = rows[index] ?? [];
    const walk = walkMinutes(lesson);
    // A page that changes by a sentence needs no new table.
    expect(Math.abs(words / walk.words - 1)).toBeLessThan(0.15);
    expect(Math.abs(reading - walk.reading)).toBeLessThan(1);
    expect([thinking, says]).toEqual([walk.thinking, lesson.minutes]);
    expect(Math.abs(all - (reading + thinking + seconds / 60))).toBeLessThan(1);
  }
});
