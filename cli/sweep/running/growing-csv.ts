// `points.csv` while a sweep runs: a row is there as soon as its run ends, so that a sweep that was
// ended early can be plotted.
import { appendFileSync } from 'node:fs';
import { writePieces } from '../../run-folder/large-file.ts';
import { namesIn, rowLine, type SweptPoint, sweepCsv } from '../sweep-table.ts';

/** A table that grows row by row. */
export interface GrowingCsv {
  /** Appends a run that is done, and that `done` has from now on. */
  add(swept: SweptPoint): void;
}

/**
 * Writes the rows that are done already. A run that counted something new makes a column, so the
 * table is then written anew. Rows stand in the order in which they ended.
 * @param done every run that is done, one by one
 */
export function openGrowingCsv(
  path: string,
  fields: readonly string[],
  done: () => Iterable<SweptPoint>,
): GrowingCsv {
  const write = () => {
    const names = namesIn(rowsOf(done()));
    writePieces(path, sweepCsv(fields, names, done()));
    return { names, known: new Set([...names.counts, ...names.meters.map(meterKey)]) };
  };
  let table = write();
  return {
    add(swept) {
      const { counts, meters } = swept.row;
      const named = [...Object.keys(counts), ...Object.keys(meters).map(meterKey)];
      if (named.every((name) => table.known.has(name)))
        appendFileSync(path, rowLine(fields, table.names, swept));
      else table = write();
    },
  };
}

function* rowsOf(swept: Iterable<SweptPoint>) {
  for (const { row } of swept) yield row;
}

/** Counts and meters may have a name in common. */
function meterKey(name: string): string {
  return `meter.${name}`;
}
