// The runs of a sweep that are done: one line for each, written when the run ends. So a sweep that
// was killed continues where it was. The rows stay on disk, so more runs take no more memory.
import { closeSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { keyDigits, openKeyTable, type Place } from './key-table.ts';
import type { SweepRow } from './sweep-row.ts';

/** A run that is done. */
export interface JournalEntry<Row = SweepRow> {
  readonly row: Row;
  /** Real time that the run took, in milliseconds. */
  readonly wallMs: number;
}

/** The runs that are done, by their keys. */
export interface Journal<Row = SweepRow> {
  /** How many runs it has. */
  readonly size: number;
  has(key: string): boolean;
  /** Reads a run. @throws Error if the journal has no run of that key */
  read(key: string): JournalEntry<Row>;
  /** Records a run. After it returns, the entry survives a crash of the process. */
  note(key: string, entry: JournalEntry<Row>): void;
  close(): void;
}

/**
 * Opens a journal, new or old, for one process at a time. A line that was cut off when its process
 * died does not count.
 */
export function openJournal<Row = SweepRow>(path: string): Journal<Row> {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a+');
  const table = openKeyTable(`${path}.index`);
  let end = 0;
  for (const { text, place } of linesOf(file)) {
    const key = keyIn(text);
    if (key !== undefined) table.set(key, place);
    end = place.offset + place.length;
  }
  // A new line begins after one that was cut off.
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

/** A whole line ends with the real time. Parsing all of it would take ten times as long. */
const wholeLine = new RegExp(
  `^\\{"key":"([0-9a-f]{${keyDigits}})","row":\\{.*\\},"wallMs":[^{}]+\\}\n$`,
);

function keyIn(line: string): string | undefined {
  return wholeLine.exec(line)?.[1];
}

const chunkBytes = 64 * 1024;

/** A file's lines with their newlines. The last line may have none. */
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
