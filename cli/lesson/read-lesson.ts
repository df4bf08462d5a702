// Lessons are pages in docs/lessons/. The comment at the top of each holds what the command and
// the tests need, so that the three cannot say different things.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const sentence = z.string().min(10);

/** The comment at the top of a page, as JSON. */
const lessonData = z.strictObject({
  title: sentence,
  /** Of a student's time, reading and trying. */
  minutes: z.number().int().min(20).max(40),
  question: sentence,
  /** What is predicted, and where the answer stands in the JSON of the command `main`. */
  predict: z.strictObject({
    /** The quantity in words, with its unit. */
    what: sentence,
    value: z.string(),
    /** How the number is written: a share in percent, a time in minutes, or as it is. */
    as: z.enum(['number', 'percent', 'minutes']).default('number'),
  }),
  /** Command lines without the program's name; `main` is the one that the lesson runs. */
  commands: z
    .record(z.string().regex(/^[a-z][a-z0-9]*$/), z.string())
    .refine((commands) => commands.main !== undefined, 'it needs a command main'),
  /** The command whose run the picture shows. */
  picture: z.string().default('main'),
  breakIt: sentence,
  mendIt: sentence,
  remember: sentence,
  /**
   * The part of the lab's address that shows the lesson, and the command that is the same run;
   * without one it shows the lesson's matter in a network. Absent: the lab has nothing of it.
   */
  lab: z.strictObject({ command: z.string().optional(), address: z.string() }).optional(),
});

/** A lesson, without its text. */
export interface Lesson extends z.output<typeof lessonData> {
  readonly number: number;
  /** Its page, as a path in the package. */
  readonly page: string;
}

/** The words of a command line; single quotes hold a word together. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );
}

/** The command `main` of a lesson. */
export function mainCommand({ commands: { main = '' } }: Lesson): string {
  return main;
}

/** All lessons in their order. @param docs the folder `docs` of this program */
export function readLessons(docs: string): Lesson[] {
  return readdirSync(join(docs, 'lessons'))
    .filter((name) => /^\d\d-.*\.md$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(docs, 'lessons', name), 'utf8');
      return {
        ...dataIn(name, text),
        number: Number(name.slice(0, 2)),
        page: `docs/lessons/${name}`,
      };
    });
}

/** @throws {Error} the page has no such comment, or a field is wrong: a fault of ours */
function dataIn(name: string, text: string): z.output<typeof lessonData> {
  const [, json] = /^<!-- lesson\n([\s\S]*?)\n-->\n/.exec(text) ?? [];
  if (json === undefined) throw new Error(`${name} does not begin with its data`);
  const read = lessonData.safeParse(JSON.parse(json));
  if (read.success) return read.data;
  throw new Error(`${name}: ${z.prettifyError(read.error)}`);
}
