// What of a sweep is done already: a line for each run, written as soon as it ends, so that a sweep
// that was killed goes on where it was. Rows stay on disk, so a sweep takes no more memory for more
// runs.
import { closeSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { keyDigits, openKeyTable, type Place } from './key-table.ts';
import type { SweepRow } from './sweep-row.ts';

/** A run that is done. */
export interface JournalEntry {
  readonly row: SweepRow;
  /** Real time that the run took, in milliseconds. */
  readonly wallMs: number;
}

/** The runs that are done, by their keys. */
export interface Journal {
  /** How many runs it has. */
  readonly size: number;
  has(key: string): boolean;
  /** Reads a run. @throws Error where it has none of that key */
  read(key: string): JournalEntry;
  /** Whoever is notified that this is done can rely on it after a crash of the process. */
  note(key: string, entry: JournalEntry): void;
  close(): void;
}

/**
 * Opens a journal, new or old, for one process at a time. A line that was cut off when its process
 * died counts for nothing.
 */
export function openJournal(path: string): Journal {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a+');
  const table = openKeyTable(`${path}.index`);
  let end = 0;
  for (const { text, place } of linesOf(file)) {
    const key = keyIn(text);
    if (key !== undefined) table.set(key, place);
    end = place.offset + place.length;
  }
  // Behind a line that was cut off the next one begins anew.
  end += append(file, end > 0 && !endsInNewline(file, end) ? '\n' : '');
  return {
    get size() {
      return table.size;
    },
    has: (key) => table.get(key) !== undefined,
    read(key) {
      const place = table.get(key);
      if (place === undefined) throw new Error(`expected run ${key} to be done`);
      const { row, wallMs } = JSON.parse(textAt(file, place));
      return { row, wallMs };
    },
    note(key, entry) {
      const length = append(file, `${JSON.stringify({ key, ...entry })}\n`);
      table.set(key, { offset: end, length });
      end += length;
    },
    close() {
      table.close();
      closeSync(file);
    },
  };
}

/** Writes all of a text, or fails. @returns how many bytes that is */
function append(file: number, text: string): number {
  writeFileSync(file, text);
  return Buffer.byteLength(text);
}

/** A line that is whole ends in the real time; parsing all of it would take ten times as long. */
const wholeLine = new RegExp(
  `^\\{"key":"([0-9a-f]{${keyDigits}})","row":\\{.*\\},"wallMs":[^{}]+\\}\n$`,
);

function keyIn(line: string): string | undefined {
  return wholeLine.exec(line)?.[1];
}

const chunkBytes = 64 * 1024;

/** A file's lines with their newlines; the last may have none. */
function* linesOf(file: number): Generator<{ text: string; place: Place }> {
  const chunk = Buffer.alloc(chunkBytes);
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  for (;;) {
    const readCount = readSync(file, chunk, 0, chunkBytes, offset + rest.length);
    rest = Buffer.concat([rest, chunk.subarray(0, readCount)]);
    let begin = 0;
    for (let end = rest.indexOf(10) + 1; end > 0; end = rest.indexOf(10, begin) + 1) {
      const place = { offset: offset + begin, length: end - begin };
      yield { text: rest.toString('utf8', begin, end), place };
      begin = end;
    }
    offset += begin;
    rest = rest.subarray(begin);
    if (readCount > 0) continue;
    if (rest.length > 0)
      yield { text: rest.toString('utf8'), place: { offset, length: rest.length } };
    return;
  }
}

function endsInNewline(file: number, end: number): boolean {
  return textAt(file, { offset: end - 1, length: 1 }) === '\n';
}

function textAt(file: number, { offset, length }: Place): string {
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, offset);
  return bytes.toString('utf8');
}
