// The files of `wire`: `wire.csv`, `wire.json` and `report.html`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stableJson } from '#runner/stable-json.ts';
import { notExpressed, overPairs, wireFigures } from '#runner/wire/wire-figures.ts';
import { wireRecord2007 } from '#scenarios/wire-record-2007.ts';
import { writeColumns } from '../columns/columns-file.ts';
import { csvLine } from '../run-folder/csv-line.ts';
import { writePieces } from '../run-folder/large-file.ts';
import type { WireHead } from './wire-head.ts';
import { renderWireReport } from './wire-report.ts';
import type { WirePair } from './wire-runs.ts';
import { byPolicy } from './wire-table.ts';

/** Where the report is, and the JSON. */
export interface WireFiles {
  readonly reportPath: string;
  readonly json: string;
}

/** Writes everything. The same runs give the same bytes. */
export function writeWire(folder: string, head: WireHead, pairs: readonly WirePair[]): WireFiles {
  const reportPath = join(folder, 'report.html');
  writePieces(join(folder, 'wire.csv'), wireCsv(pairs));
  writeColumns(folder, ['wire.csv']);
  const policies = byPolicy(pairs).map(([policy, own]) => ({ policy, figures: mediansOf(own) }));
  const json = stableJson({ ...head, record: wireRecord2007, notExpressed, policies, pairs });
  writeFileSync(join(folder, 'wire.json'), json);
  writeFileSync(reportPath, renderWireReport(head, pairs));
  return { reportPath, json };
}

/** A row for each policy and seed (RFC 4180). What cannot be said is empty. */
export function* wireCsv(pairs: readonly WirePair[]): Generator<string> {
  const weekly = wireFigures.filter(({ recordBefore }) => recordBefore !== null);
  yield csvLine([
    'policy',
    'seed',
    ...wireFigures.map(({ name }) => name),
    ...weekly.map(({ name }) => `${name}.quiet`),
  ]);
  for (const pair of pairs)
    yield csvLine([
      pair.policy,
      pair.seed,
      ...wireFigures.map(({ during }) => during(pair)),
      ...weekly.map(({ before }) => before(pair)),
    ]);
}

function mediansOf(pairs: readonly WirePair[]) {
  return wireFigures.map(({ name, kind, before, during }) => ({
    name,
    kind,
    quiet: overPairs(pairs, before),
    storm: overPairs(pairs, during),
  }));
}
