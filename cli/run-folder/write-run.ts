// Writes the files of a run.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderReport } from '#cli/report/render-report.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import type { ComparisonResult } from '#runner/result.ts';
import { stableJson } from '#runner/stable-json.ts';
import { billMarkdown } from './bill-markdown.ts';
import { writePieces } from './large-file.ts';
import type { RunManifest } from './manifest.ts';
import { pricesFile } from './prices-file.ts';
import type { RunFolder } from './run-folder.ts';
import { seriesCsv } from './series-csv.ts';

/** What a run has to leave behind. */
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
}

/**
 * Writes all files of a run and moves the folder into place. When anything fails, what was
 * written is deleted and the error goes on.
 * @returns the folder's final path, and the text of its `result.json`
 */
export function writeRun(
  folder: RunFolder,
  { manifest, result, prices, events }: RunContents,
): { readonly path: string; readonly json: string } {
  try {
    const json = stableJson(withoutSamples(result));
    const write = (name: string, text: string) => writeFileSync(join(folder.workPath, name), text);
    write('manifest.json', stableJson(manifest));
    write('result.json', json);
    write(pricesFile, stableJson(prices));
    write('bill.md', billMarkdown(result));
    write('series.csv', seriesCsv(result.runs));
    write('report.html', renderReport(result, manifest));
    writePieces(join(folder.workPath, 'events.ndjson'), linesOf(events));
    return { path: folder.publish(), json };
  } catch (error) {
    folder.discard();
    throw error;
  }
}

/**
 * Real time is in the manifest, so that `result.json` depends only on the command and the program.
 */
function withoutSamples(result: ComparisonResult) {
  const runs = result.runs.map(({ samples: _samples, wallMs: _wallMs, ...run }) => run);
  return { ...result, runs };
}

function* linesOf(events: Iterable<unknown>): Generator<string> {
  for (const event of events) yield `${JSON.stringify(event)}\n`;
}
