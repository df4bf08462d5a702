// The files of `what-if`: `what-if.csv`, `what-if.json` and `report.html`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stableJson } from '#runner/stable-json.ts';
import { leftOut } from '#runner/what-if/changes.ts';
import { writeColumns } from '../columns/columns-file.ts';
import { csvLine } from '../run-folder/csv-line.ts';
import { writePieces } from '../run-folder/large-file.ts';
import { measures } from '../thresholds/measures.ts';
import type { WhatIfHead } from './what-if-head.ts';
import { renderWhatIfReport } from './what-if-report.ts';
import type { DoneWhatIf } from './what-if-runs.ts';
import { type ChangeSummary, shownMeasures } from './what-if-table.ts';

/** Writes everything. The same runs give the same bytes. @returns the report's path and the JSON */
export function writeWhatIf(
  folder: string,
  head: WhatIfHead,
  runs: readonly DoneWhatIf[],
  summaries: readonly ChangeSummary[],
): { readonly reportPath: string; readonly json: string } {
  const reportPath = join(folder, 'report.html');
  writePieces(join(folder, 'what-if.csv'), whatIfCsv(runs));
  writeColumns(folder, ['what-if.csv']);
  const changes = summaries.map(({ change, ...rest }) => ({
    change: change.name,
    about: change.about,
    policy: change.policy,
    ...rest,
  }));
  const json = stableJson({ ...head, changes, leftOut });
  writeFileSync(join(folder, 'what-if.json'), json);
  writeFileSync(reportPath, renderWhatIfReport(head, summaries));
  return { reportPath, json };
}

/** A row for each run (RFC 4180). What never came is empty. */
function* whatIfCsv(runs: readonly DoneWhatIf[]): Generator<string> {
  const names = [...Object.keys(shownMeasures), 'userHoursLost', 'loginAttempts'];
  yield csvLine(['changed', 'policy', 'seed', 'verdict', ...names]);
  for (const { change, seed, row, judged } of runs)
    yield csvLine([
      change.name,
      change.policy,
      seed,
      row.verdict,
      ...names.map((name) => finite(measures[name]?.of(judged) ?? null)),
    ]);
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
