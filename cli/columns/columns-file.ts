// `columns.csv`: what each column of the tables beside it means.
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { csvLine } from '../run-folder/csv-line.ts';
import { writePieces } from '../run-folder/large-file.ts';
import { describeColumn } from './describe-column.ts';

/** The file's name. */
export const columnsFile = 'columns.csv';

/** What stands for a column that the list does not have. A test finds any. */
export const notDescribed = 'Not described.';

/** The columns of one file. */
export interface TableHead {
  readonly file: string;
  readonly columns: readonly string[];
}

/** The first line of a table that is text. Names of columns have no commas. */
export function headOf(file: string, text: string): TableHead {
  return { file, columns: text.slice(0, text.indexOf('\n')).split(',') };
}

/** A row for each column of each file: the file, the column, its unit, and a sentence. */
export function* columnsCsv(heads: readonly TableHead[]): Generator<string> {
  yield csvLine(['file', 'column', 'unit', 'meaning']);
  for (const { file, columns } of heads)
    for (const name of columns) {
      const words = describeColumn(name, columns);
      yield csvLine([file, name, words?.unit, words?.about ?? notDescribed]);
    }
}

/** A first line is shorter than this. A table may be larger than memory, so no more is read. */
const headBytesMax = 1024 * 1024;

/** Writes `columns.csv` for tables that stand in a folder already. */
export function writeColumns(folder: string, files: readonly string[]): void {
  const heads = files.map((file) => headOf(file, beginningOf(join(folder, file))));
  writePieces(join(folder, columnsFile), columnsCsv(heads));
}

function beginningOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(headBytesMax);
    const length = readSync(file, bytes, 0, headBytesMax, 0);
    return bytes.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}
