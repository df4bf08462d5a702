// The files of a factorial: `effects.csv`, `runs.csv`, `effects.json` and `report.html`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hypothesisNames } from '#domain/policies.ts';
import type { Factorial } from '#runner/effects/effects-over-seeds.ts';
import { hasFactor } from '#runner/effects/yates.ts';
import { billRun, type PriceChoice } from '#runner/pricing/bill-run.ts';
import { stableJson } from '#runner/stable-json.ts';
import { writeColumns } from '../columns/columns-file.ts';
import { csvLine } from '../run-folder/csv-line.ts';
import { writePieces } from '../run-folder/large-file.ts';
import { judgedRow } from '../thresholds/judged-run.ts';
import { type JudgedRun, measures } from '../thresholds/measures.ts';
import type { EffectsHead } from './effects-head.ts';
import type { EffectsOptions } from './effects-options.ts';
import { renderEffectsReport } from './effects-report.ts';
import type { DoneRun } from './effects-runs.ts';
import { conclusionOf } from './effects-sentences.ts';

/** Where everything was written, and the JSON. */
export interface EffectsFiles {
  readonly csvPath: string;
  readonly reportPath: string;
  readonly json: string;
}

/** A run with its bill, as measures read it. */
export function judgedOf({ row }: DoneRun, nodes: number, prices: PriceChoice): JudgedRun {
  return judgedRow(row, billRun(row, nodes, prices), 'twin');
}

/** Writes every run. It needs no factorial, so it is written where the measure has no mean, too. */
export function writeEffectsRuns(
  folder: string,
  runs: readonly DoneRun[],
  options: EffectsOptions,
): string {
  const path = join(folder, 'runs.csv');
  writePieces(path, runsCsv(runs, options));
  return path;
}

/** Writes the effects. The same runs give the same bytes. */
export function writeEffects(
  folder: string,
  head: EffectsHead,
  factorial: Factorial,
): EffectsFiles {
  const csvPath = join(folder, 'effects.csv');
  const reportPath = join(folder, 'report.html');
  writePieces(csvPath, effectsCsv(head, factorial));
  writeColumns(folder, ['effects.csv', 'runs.csv']);
  const conclusion = conclusionOf(factorial, head.measure);
  const json = stableJson({ ...head, conclusion, ...factorial });
  writeFileSync(join(folder, 'effects.json'), json);
  writeFileSync(reportPath, renderEffectsReport(head, factorial));
  return { csvPath, reportPath, json };
}

/**
 * A row for each effect, the largest first (RFC 4180). Factors stand between colons, as formulas of
 * statistics programs have them.
 */
export function* effectsCsv(
  { measure }: Pick<EffectsHead, 'measure'>,
  { effects }: Factorial,
): Generator<string> {
  yield csvLine([
    'effect',
    ...hypothesisNames,
    'measure',
    'unit',
    'change',
    'low95',
    'high95',
    'variationShare',
  ]);
  for (const one of effects)
    yield csvLine([
      one.factors.join(':'),
      ...hypothesisNames.map((name) => Number(one.factors.includes(name))),
      measure.name,
      measure.unit,
      one.effect,
      one.interval?.[0],
      one.interval?.[1],
      one.variationShare,
    ]);
}

/** The columns that say how all runs were run, so that tables of several folders can be joined. */
const howRun = ['scenario', 'scale', 'retries', 'nodes'];

/** A row for each run (RFC 4180). What never came is empty. */
export function* runsCsv(
  runs: readonly DoneRun[],
  { scenario, scale, retries, nodes, prices }: EffectsOptions,
): Generator<string> {
  const named = Object.entries(measures);
  yield csvLine([
    ...howRun,
    ...hypothesisNames,
    'policy',
    'seed',
    'verdict',
    ...named.map(([name]) => name),
  ]);
  for (const run of runs) {
    const judged = judgedOf(run, nodes, prices);
    yield csvLine([
      scenario.name,
      scale,
      retries,
      nodes,
      ...hypothesisNames.map((_, factor) => Number(hasFactor(run.combination, factor))),
      run.policy.name,
      run.seed,
      run.row.verdict,
      ...named.map(([, { of }]) => finite(of(judged))),
    ]);
  }
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
