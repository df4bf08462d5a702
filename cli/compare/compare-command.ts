// `rebootstorm compare`: puts runs that were kept in folders side by side.

import { exitCodes } from '../exit-codes.ts';
import { hasManifest, readManifest, readResult } from '../run-folder/read-run.ts';
import type { CompareRunsOptions } from './compare-options.ts';
import { compareRuns, type NamedRun } from './compare-runs.ts';
import { runsTable } from './runs-table.ts';

/**
 * Compares runs and prints how they differ.
 * @returns the exit code
 * @throws {NoRunError} where one of them is not a run
 */
export function compareRunsCommand(
  { runs, format }: CompareRunsOptions,
  { stdout }: Pick<NodeJS.Process, 'stdout'>,
): number {
  const comparison = compareRuns(runs.map(namedRun));
  stdout.write(
    format === 'json' ? `${JSON.stringify(comparison, null, 2)}\n` : runsTable(comparison, format),
  );
  return exitCodes.asExpected;
}

function namedRun(path: string): NamedRun {
  const result = readResult(path);
  return { path, result, manifest: hasManifest(path) ? readManifest(path) : null };
}
