// The series of stations as a table for spreadsheets and data frames (RFC 4180).
import { noCounts, type StationCounts } from '#twin/station/station-result.ts';
import { type CsvCell, csvLine } from '../../run-folder/csv-line.ts';
import type { StationRun } from '../station-run.ts';

const counts = Object.keys(noCounts()) as (keyof StationCounts)[];

/**
 * One row for each station and interval: where it starts, all counts within it, how many attempts
 * were in the queue and in service on average, and how many waited at its end.
 */
export function* stationSeriesCsv(runs: readonly StationRun[]): Generator<string> {
  yield csvLine(['station', 'fromMs', ...counts, 'inQueue', 'inService', 'queueAtEnd']);
  for (const { name, result } of runs)
    for (const { fromMs, levels, queueAtEnd, ...interval } of result.series) {
      const cells: CsvCell[] = counts.map((count) => interval[count]);
      yield csvLine([name, fromMs, ...cells, levels.inQueue, levels.inService, queueAtEnd]);
    }
}
