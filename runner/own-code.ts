// Code of a policy's author: where it stands, and who hears that it runs. A thread of Node and a
// worker of a page answer this each in their own way.
import type { Decisions } from '#domain/decisions.ts';

/** What can be entered: a file when it is loaded, each decision, and a handler of messages. */
export const ownCodeParts = [
  'loading it',
  'admitLogin',
  'placeClient',
  'retryLogin',
  'healStep',
  'its handler',
] as const;

export type OwnCodePart = (typeof ownCodeParts)[number];

/** The file of a policy's author, to those who call what it exports. */
export interface OwnCode {
  /** The file's name, as its author gave it. */
  readonly name: string;
  /** Where an error was thrown, such as `./mine.ts:12:5`; undefined where no line is known. */
  placeOf(error: unknown): string | undefined;
  /** The first line that gives a decision, such as `./mine.ts:12`; undefined where none does. */
  lineNaming(decision: keyof Decisions): string | undefined;
  /** Is called before the author's code is. */
  enter(part: OwnCodePart): void;
  /** Is called after it, also where it has thrown. */
  leave(): void;
}

/** The first line of a text, from 1 on, that gives a decision of this name; 0 where none does. */
export function lineGiving(text: string, decision: string): number {
  const naming = new RegExp(`^(?!\\s*(?://|\\*|/\\*)).*\\b${decision}\\b\\s*[:(,=}]`);
  return text.split('\n').findIndex((line) => naming.test(line)) + 1;
}
