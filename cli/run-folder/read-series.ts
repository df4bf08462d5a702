// Reads `series.csv`: the curves of each policy's run.
import { parse } from 'csv-parse/sync';
import type { Sample } from '#runner/result.ts';
import { didYouMean } from '#runner/sentences/nearest-word.ts';
import { sampleColumns } from './series-csv.ts';

/** The table is not one of samples. The message says where, and why. */
export class SeriesError extends Error {
  override readonly name = 'SeriesError';
}

/** Without these there is no curve at all. */
const needed = ['policy', 'atMs', 'onlineCount', 'wantedCount'] as const;

/**
 * The samples of each policy, in the order of time. A column that the table lacks was not measured,
 * and is NaN; columns that are not known are left out.
 * @throws {SeriesError}
 */
export function samplesByPolicy(text: string): Map<string, Sample[]> {
  const [head = [], ...rows] = rowsOf(text);
  for (const column of needed)
    if (!head.includes(column))
      throw new SeriesError(`it has no column ${column}. ${didYouMean(column, head.slice(0, 20))}`);
  const columns = Object.keys(sampleColumns) as (keyof Sample)[];
  const places = columns.map((column) => [column, head.indexOf(column)] as const);
  const policyAt = head.indexOf('policy');
  const samples = new Map<string, Sample[]>();
  for (const [index, row] of rows.entries()) {
    const values = places.map(([column, at]) => [column, numberIn(row[at], column, index)]);
    const sample = Object.fromEntries(values) as unknown as Sample;
    const own = samples.get(row[policyAt] ?? '') ?? [];
    const last = own.at(-1);
    if (last !== undefined && last.atMs >= sample.atMs)
      throw new SeriesError(`row ${index + 2}: its time is not after that of the sample before`);
    own.push(sample);
    samples.set(row[policyAt] ?? '', own);
  }
  return samples;
}

function rowsOf(text: string): string[][] {
  try {
    return parse(text, { bom: true, skip_empty_lines: true, max_record_size: 10_000 });
  } catch (error) {
    throw new SeriesError(error instanceof Error ? error.message : String(error));
  }
}

/** The largest time that a calendar has; no count comes near it. */
const largest = 8.64e15;

function numberIn(cell: string | undefined, column: string, index: number): number {
  if (cell === undefined) return Number.NaN;
  const value = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(cell) ? Number(cell) : Number.NaN;
  if (Math.abs(value) <= largest) return value;
  const isMissing = cell === '' || cell === 'NaN';
  if (isMissing && column !== 'atMs') return Number.NaN;
  throw new SeriesError(`row ${index + 2}: ${column} is no number`);
}
