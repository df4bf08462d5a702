// What of a sweep is done already: a line for each run, written as soon as it ends, so that a sweep
// that was killed goes on where it was.
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SweepRow } from './sweep-row.ts';

/** A run that is done. */
export interface JournalEntry {
  readonly row: SweepRow;
  /** Real time that the run took, in milliseconds. */
  readonly wallMs: number;
}

/** The runs that are done, by their keys. */
export interface Journal {
  readonly entries: ReadonlyMap<string, JournalEntry>;
  /** Whoever is notified that this is done can rely on it after a crash of the process. */
  note(key: string, entry: JournalEntry): void;
}

/**
 * Opens a journal, new or old. A line that was cut off when its process died counts for nothing.
 */
export function openJournal(path: string): Journal {
  mkdirSync(dirname(path), { recursive: true });
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (text !== '' && !text.endsWith('\n')) appendFileSync(path, '\n');
  const entries = new Map(text.split('\n').flatMap(entryIn));
  return {
    entries,
    note(key, entry) {
      entries.set(key, entry);
      appendFileSync(path, `${JSON.stringify({ key, ...entry })}\n`);
    },
  };
}

function entryIn(line: string): [string, JournalEntry][] {
  try {
    const { key, row, wallMs } = JSON.parse(line);
    return typeof key === 'string' && typeof row === 'object' ? [[key, { row, wallMs }]] : [];
  } catch {
    return [];
  }
}
