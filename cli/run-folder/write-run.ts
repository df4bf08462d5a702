// Writes the files of a run.

import { join } from 'node:path';
import { columnsCsv, columnsFile, headOf, type TableHead } from '#cli/columns/columns-file.ts';
import { describeColumn } from '#cli/columns/describe-column.ts';
import { renderReport } from '#cli/report/render-report.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import type { ComparisonResult } from '#runner/result.ts';
import { stableJson } from '#runner/stable-json.ts';
import { billCsv } from './bill-csv.ts';
import { billMarkdown } from './bill-markdown.ts';
import { writePieces } from './large-file.ts';
import type { RunManifest } from './manifest.ts';
import { pricesFile } from './prices-file.ts';
import { resultJson } from './result-json.ts';
import type { RunFolder } from './run-folder.ts';
import { seriesCsv } from './series-csv.ts';

/** What a run leaves, whether it went to its end or not. */
export interface RunContents {
  readonly manifest: RunManifest;
  /** With all samples. They go to `series.csv` and the report, not to `result.json`. */
  readonly result: ComparisonResult;
  /** The book that the bills were made with. */
  readonly prices: PriceBook;
  /**
   * Any values that JSON can carry, one for each line. They are read once, so a generator is
   * allowed.
   */
  readonly events: Iterable<unknown>;
  /** The text of docs/facts.md, which the report cites. */
  readonly factsPage: string;
}

/**
 * Writes all files of a run into its folder, which stays hidden. Each file is whole, or is what it
 * was before: so a disk that is full, or a process that is killed, leaves the result before.
 */
export function writeRun(
  { workPath }: Pick<RunFolder, 'workPath'>,
  { manifest, result, prices, events, factsPage }: RunContents,
): void {
  const write = (name: string, text: string) => writePieces(join(workPath, name), [text]);
  write('result.json', resultJson(result));
  write(pricesFile, stableJson(prices));
  const series = seriesCsv(result.runs);
  const bill = billCsv(result, prices);
  write('series.csv', series);
  write('bill.md', billMarkdown(result));
  write('bill.csv', bill);
  const heads = [headOf('series.csv', series), headOf('bill.csv', bill), resultHead(result)];
  writePieces(join(workPath, columnsFile), columnsCsv(heads));
  write('report.html', renderReport(result, manifest, factsPage));
  writePieces(join(workPath, 'events.ndjson'), linesOf(events));
  // The last, since it says of all others that they are there.
  write('manifest.json', stableJson(manifest));
}

/** The numbers of each run in `result.json`, as columns. */
function resultHead({ runs }: ComparisonResult): TableHead {
  const namesOf = (kind: 'counts' | 'meters') =>
    [...new Set(runs.flatMap((run) => Object.keys(run[kind])))].map((name) => `${kind}.${name}`);
  const numbers = new Set<string>(runs.flatMap((run) => Object.keys(numbersOf(run))));
  const own = [...numbers].filter((name) => describeColumn(name) !== undefined);
  return { file: 'result.json', columns: [...own, ...namesOf('counts'), ...namesOf('meters')] };
}

function numbersOf(run: object): object {
  return Object.fromEntries(Object.entries(run).filter(([, value]) => !isList(value)));
}

function isList(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function* linesOf(events: Iterable<unknown>): Generator<string> {
  for (const event of events) yield `${JSON.stringify(event)}\n`;
}
