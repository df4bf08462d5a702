// What a check of an own policy's text comes to. The check itself is in the file with the editor.

/** What is wrong with a text, and where. */
export interface TextFault {
  readonly reason: string;
  /** From 1 on. */
  readonly line: number;
  /** From 1 on. */
  readonly column: number;
}

/** A piece that was put into a line of the text. */
export interface Insertion {
  /** From 1 on. */
  readonly line: number;
  /** From 0 on, in the author's line. */
  readonly column: number;
  readonly length: number;
}

/** The text as the body of a function: each of its lines has the number that it had. */
export interface CheckedText {
  readonly body: string;
  /** The variable that is exported as `policy`. */
  readonly variable: string;
  readonly insertions: readonly Insertion[];
}

/** The function that the loops of a text call; see `own-policy-worker.ts`. */
export const loopGuard = 'rebootstormLoop';

/** Where a place in the body is in the author's text. Lines and columns are from 1 on. */
export function authorsColumn(
  insertions: readonly Insertion[],
  line: number,
  column: number,
): number {
  let authors = column;
  for (const one of insertions)
    if (one.line === line && one.column < authors - 1)
      authors = Math.max(one.column + 1, authors - one.length);
  return authors;
}
