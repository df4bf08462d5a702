// Writes a sweep's tables to files, and makes its summary for the terminal. The points are read
// several times, since all of them together may be larger than memory.
import { join } from 'node:path';
import { isSound } from '#runner/sweep/sweep-row.ts';
import { writeColumns } from '../columns/columns-file.ts';
import { jsonPieces, writePieces } from '../run-folder/large-file.ts';
import type { NamedMeasure } from '../thresholds/named-measures.ts';
import type { Grid } from './grid.ts';
import { settingsOf } from './report/sweep-lines.ts';
import { renderSweepReport } from './report/sweep-report.ts';
import type { SweepHead } from './sweep-head.ts';
import { settingsShownMax, summaryTable } from './sweep-summary.ts';
import {
  type CountNames,
  type MeasureChoice,
  namesIn,
  type SweptPoint,
  summariesOf,
  sweepCsv,
} from './sweep-table.ts';

/** The written files, and the result. */
export interface SweepFiles {
  readonly csvPath: string;
  readonly jsonPath: string;
  readonly reportPath: string;
  /** The summary as a table. */
  readonly table: string;
  /** Whether no run failed or violated an invariant. */
  readonly isSound: boolean;
}

/** What the tables show, and what the report draws. */
export interface ReportChoice extends MeasureChoice {
  readonly drawn: readonly NamedMeasure[];
}

/** The files of a sweep's folder. */
export function pathsIn(folder: string): { csvPath: string; jsonPath: string } {
  return { csvPath: join(folder, 'points.csv'), jsonPath: join(folder, 'points.json') };
}

/**
 * Writes `points.csv` and `points.json`.
 * @param swept all points that are done, in the grid's order
 */
export function writeSweep(
  folder: string,
  head: SweepHead,
  { variantCount, nodeCounts, policies }: Grid,
  swept: () => Iterable<SweptPoint>,
  choice: ReportChoice,
): SweepFiles {
  const { csvPath, jsonPath } = pathsIn(folder);
  const { names, areSound } = surveyOf(swept());
  writePieces(csvPath, sweepCsv(head.fields, names, swept()));
  writeColumns(folder, ['points.csv']);
  const lists = { points: reportedPoints(swept()), summary: summariesOf(swept(), choice) };
  writePieces(jsonPath, jsonPieces({ ...head }, lists));
  const shown = firstOf(summariesOf(swept(), choice), settingsShownMax);
  const leftCount = variantCount * nodeCounts.length * policies.length - shown.length;
  const reportPath = join(folder, 'report.html');
  const drawn = { measures: choice.drawn, prices: choice.prices };
  const settings = firstOf(settingsOf(swept(), drawn), settingsShownMax);
  writePieces(reportPath, [renderSweepReport(head, settings, choice.drawn, leftCount)]);
  return {
    csvPath,
    jsonPath,
    reportPath,
    table: summaryTable(head.fields, shown, choice.measures, leftCount),
    isSound: areSound,
  };
}

function surveyOf(swept: Iterable<SweptPoint>): { names: CountNames; areSound: boolean } {
  let areSound = true;
  const rows = function* () {
    for (const { row } of swept) {
      areSound &&= isSound(row);
      yield row;
    }
  };
  const names = namesIn(rows());
  return { names, areSound };
}

/** The points as `points.json` has them. */
export function* reportedPoints(swept: Iterable<SweptPoint>) {
  for (const { point, ran, row, wallMs } of swept) {
    const { values, policy, nodes, seed } = point;
    yield { ...ran, values, policy, nodes, seed, wallMs, ...row };
  }
}

function firstOf<Summary>(summaries: Iterable<Summary>, countMax: number): Summary[] {
  const first: Summary[] = [];
  for (const summary of summaries) {
    first.push(summary);
    if (first.length === countMax) break;
  }
  return first;
}
