// `rebootstorm compare`: puts runs that were kept in folders side by side.

import { plainLine } from '#domain/plain-text.ts';
import { exitCodes } from '../exit-codes.ts';
import { faultsOfCopies } from '../run-folder/input-copies.ts';
import { folderOf, hasManifest, readManifest, readResult } from '../run-folder/read-run.ts';
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
  { stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>,
): number {
  for (const words of runs.flatMap(notesOn)) stderr.write(`note: ${plainLine(words)}\n`);
  const comparison = compareRuns(runs.map(namedRun));
  stdout.write(
    format === 'json' ? `${JSON.stringify(comparison, null, 2)}\n` : runsTable(comparison, format),
  );
  return exitCodes.asExpected;
}

/** What a reader must know of a run before comparing it. */
function notesOn(path: string): string[] {
  if (!hasManifest(path)) return [];
  const { unfinished, inputs } = readManifest(path);
  const said = faultsOfCopies(folderOf(path), inputs);
  if (unfinished !== undefined) said.push(`it ended before ${unfinished.join(' and ')} did`);
  return said.map((words) => `${path}: ${words}`);
}

function namedRun(path: string): NamedRun {
  const result = readResult(path);
  return { path, result, manifest: hasManifest(path) ? readManifest(path) : null };
}
