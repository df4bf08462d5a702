// How long a walk through a lesson takes, without a student: reading at a stated rate, stated
// minutes to think and type, and the time of its commands, which is measured.
import { readFileSync } from 'node:fs';
import type { Lesson } from '#cli/lesson/read-lesson.ts';

/** A student who reads technical text in a second language; a guess, stated in the table's page. */
const wordsPerMinute = 150;

/** Stated, not measured: a prediction, the thing to break, the thing to mend, with their notes. */
const thinkingMinutes = 2 + 4 + 5;

/** To type or copy a command, and to look at what it printed; stated, not measured. */
const minutesPerCommand = 1.5;

/** The parts of a walk, in minutes, but for the seconds of its commands. */
export interface WalkMinutes {
  readonly words: number;
  readonly reading: number;
  readonly thinking: number;
}

/** Works a walk out from the lesson's page. */
export function walkMinutes({ page, commands }: Lesson): WalkMinutes {
  const words = wordsOfPage(readFileSync(page, 'utf8'));
  const thinking = thinkingMinutes + minutesPerCommand * Object.keys(commands).length;
  return { words, reading: words / wordsPerMinute, thinking };
}

/** The words that a reader sees: code too, but no comments and no addresses of links. */
function wordsOfPage(text: string): number {
  const seen = text.replaceAll(/<!--[\s\S]*?-->/g, '').replaceAll(/\]\([^)]*\)/g, ']');
  return seen.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length;
}
