// Lines that are wider than the terminal are broken between words, for every command alike. Files
// and pipes get them whole.
import { Help } from 'commander';
import type { TextStream } from './plain-output.ts';

/** A stream that may be a terminal. Its width is read again for each text: windows change. */
export interface WidthStream extends TextStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Wraps what a stream writes, if it is a terminal. */
export function wrapOnTerminal(stream: WidthStream): void {
  if (stream.isTTY !== true) return;
  const write = stream.write.bind(stream) as (...parts: unknown[]) => boolean;
  let isLineBegun = false;
  stream.write = (...[text, ...rest]: unknown[]) => {
    if (typeof text !== 'string') return write(text, ...rest);
    const wrapped = isLineBegun ? text : wrapWide(text, stream.columns ?? Number.NaN);
    isLineBegun = text !== '' && !text.endsWith('\n');
    return write(wrapped, ...rest);
  };
}

/** A narrower terminal is not written for. */
const columnsMin = 20;

/** What follows of a broken line stands to the right of its beginning. */
const indentColumns = 2;

/** Breaks each line that is wider than `columns`. Redrawn lines are cut to fit already. */
export function wrapWide(text: string, columns: number): string {
  if (!(columns >= columnsMin)) return text;
  return text
    .split('\n')
    .map((line) =>
      help.displayWidth(line) <= columns || isRedrawn(line) || isCommand(line)
        ? line
        : broken(line, columns),
    )
    .join('\n');
}

const help = new Help();
help.minWidthToWrap = 1;

/** Two columns with blanks between them: a word and what it means. */
const twoColumns = /^( *\S+(?: \S+)* {2,})(\S+(?: \S+)*)$/;

/** The same with more columns: all but the last, and the last. */
const manyColumns = /^(.*\S {2,})(\S+(?: \S+)*)$/;

function broken(line: string, columns: number): string {
  const start = /^ */.exec(line)?.[0].length ?? 0;
  const [, name = '', meaning] = twoColumns.exec(line) ?? [];
  // What would stand in the right half alone gets more room on a line of its own.
  if (meaning !== undefined && name.length <= columns / 2)
    return indented(name, meaning, name.length, columns);
  const [, columnsBefore = '', last] = manyColumns.exec(line) ?? [];
  if (last !== undefined && columnsBefore.length <= columns / 2)
    return indented(columnsBefore, last, columnsBefore.length, columns);
  const indent = Math.min(start, Math.floor(columns / 4));
  if (meaning === undefined) {
    const blanks = ' '.repeat(indent);
    return indented(blanks, line.trimStart(), indent + indentColumns, columns);
  }
  const below = ' '.repeat(start + indentColumns);
  return `${name.trimEnd()}\n${indented(below, meaning, below.length, columns)}`;
}

/** `before` and the first words, then lines of the others behind `indent` blanks. */
function indented(before: string, words: string, indent: number, columns: number): string {
  const [first = '', ...others] = help.boxWrap(words, columns - indent).split('\n');
  return [`${before}${first}`, ...others.map((other) => ' '.repeat(indent) + other)].join('\n');
}

/** The programs whose commands are shown to be copied. */
const command = /^(?: *|(?!Usage: ).*: )(?:aws|export|npx|pip|rebootstorm) \S/;

/**
 * Whether a line ends in a command, alone or behind a colon. With line breaks in it, it could not
 * be copied; the terminal itself wraps it without any.
 */
function isCommand(line: string): boolean {
  return command.test(line) && !twoColumns.test(line);
}

const cursorMove = `${String.fromCharCode(27)}[2K`;

/** Whether a line moves the cursor, as progress does. */
function isRedrawn(line: string): boolean {
  return line.includes('\r') || line.includes(cursorMove);
}
