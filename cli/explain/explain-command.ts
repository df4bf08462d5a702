// `rebootstorm explain bill`: how the dollars of a run come about.

import { join } from 'node:path';
import { billableMeterNames, billedServices } from '#pricing/billable-meters.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import { readPriceBook } from '#runner/pricing/read-price-book.ts';
import { exitCodes } from '../exit-codes.ts';
import { pricesFile } from '../run-folder/prices-file.ts';
import { folderOf, readResult } from '../run-folder/read-run.ts';
import { RunPolicyError } from '../run-folder/run-policy-error.ts';
import {
  type BillFigure,
  billFigures,
  type ExplainedRun,
  type Explanation,
  explainFigure,
  explainLines,
} from './explain-bill.ts';
import type { ExplainBillOptions } from './explain-options.ts';
import { formatExplanations } from './format-explanations.ts';
import { NoBillLineError } from './no-bill-line-error.ts';

/** Explains a bill or a line of it. @returns the exit code @throws {NoRunError} {RunPolicyError} */
export function explainBillCommand(
  { run: path, line, policy, format }: ExplainBillOptions,
  { stdout }: Pick<NodeJS.Process, 'stdout'>,
): number {
  const result = readResult(path);
  const book = readPriceBook(join(folderOf(path), pricesFile));
  const runs = result.runs.filter((run) => policy === undefined || run.policy === policy);
  if (runs.length === 0) {
    const known = result.runs.map((run) => run.policy);
    throw new RunPolicyError(path, policy ?? '', known);
  }
  const explained = runs.map((run) => ({
    policy: run.policy,
    explanations: explanationsOf({ ...run, nodes: result.nodes }, book, line),
  }));
  stdout.write(
    format === 'json'
      ? `${JSON.stringify({ schemaVersion: 1, runs: explained }, null, 2)}\n`
      : formatExplanations(explained, format),
  );
  return exitCodes.asExpected;
}

function explanationsOf(
  run: ExplainedRun,
  book: PriceBook,
  line: string | undefined,
): Explanation[] {
  if (line === undefined)
    return [
      ...explainLines(run, book, undefined),
      ...billFigures.map((figure) => explainFigure(figure, run)),
    ];
  if (isFigure(line)) return [explainFigure(line, run)];
  const names = billedServices.map((service) => service.toLowerCase());
  const known = [...billFigures, ...names, ...billableMeterNames];
  const wanted = line.toLowerCase();
  const name = known.find((word) => word.toLowerCase() === wanted);
  if (name === undefined) throw new NoBillLineError(line, known);
  return explainLines(run, book, name);
}

function isFigure(line: string): line is BillFigure {
  return billFigures.some((figure) => figure === line);
}
