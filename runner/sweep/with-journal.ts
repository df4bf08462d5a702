// The journal of a folder, for one process at a time.
import { join } from 'node:path';
import { holdFolder } from './hold-folder.ts';
import { type Journal, openJournal } from './journal.ts';
import type { SweepRow } from './sweep-row.ts';

/**
 * Holds a folder and opens its journal, for as long as `use` takes.
 * @throws {FolderInUseError} where another process works in the folder
 */
export async function withJournal<Result, Row = SweepRow>(
  folder: string,
  use: (journal: Journal<Row>) => Promise<Result>,
): Promise<Result> {
  const release = await holdFolder(folder);
  try {
    const journal = openJournal<Row>(join(folder, 'journal.ndjson'));
    try {
      return await use(journal);
    } finally {
      journal.close();
    }
  } finally {
    release();
  }
}
