// The files that each command on a study writes: a table, all of it as JSON, and a report.
import { join } from 'node:path';
import { writePieces } from '../run-folder/large-file.ts';

/** The written files. */
export interface StudyPaths {
  readonly csvPath: string;
  readonly jsonPath: string;
  readonly reportPath: string;
}

/** What is written. */
export interface StudyFiles {
  /** Each by its name, in pieces. */
  readonly csv: readonly [name: string, pieces: Iterable<string>];
  readonly json: readonly [name: string, pieces: Iterable<string>];
  readonly report: string;
}

/** Writes the files. Real time is left out, so the same runs give the same bytes. */
export function writeStudyFiles(folder: string, { csv, json, report }: StudyFiles): StudyPaths {
  const written = (name: string, pieces: Iterable<string>) => {
    const path = join(folder, name);
    writePieces(path, pieces);
    return path;
  };
  return {
    csvPath: written(...csv),
    jsonPath: written(...json),
    reportPath: written('report.html', [report]),
  };
}
