// `rebootstorm compare`: puts runs that were kept in folders side by side.

import { plainLine } from '#domain/plain-text.ts';
import { openChecks } from '../ci/report-checks.ts';
import { exitCodes } from '../exit-codes.ts';
import { faultsOfCopies } from '../run-folder/input-copies.ts';
import { folderOf, hasManifest, readManifest, readResult } from '../run-folder/read-run.ts';
import type { JudgedGroup } from '../thresholds/judge-thresholds.ts';
import { judgedRun } from '../thresholds/judged-run.ts';
import { checkStrangers } from '../thresholds/threshold-option.ts';
import type { CompareRunsOptions } from './compare-options.ts';
import { compareRuns, type NamedRun, pairsOf } from './compare-runs.ts';
import { runsTable } from './runs-table.ts';

/**
 * Compares runs and prints how they differ.
 * @returns the exit code
 * @throws {NoRunError} where one of them is not a run
 * @throws {NoCommonPolicyError}
 */
export async function compareRunsCommand(
  options: CompareRunsOptions,
  { stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>,
): Promise<number> {
  const { runs, format, failIf } = options;
  for (const words of runs.flatMap(notesOn)) stderr.write(`note: ${plainLine(words)}\n`);
  const named = runs.map(namedRun);
  const comparison = compareRuns(named);
  const groups = judgedGroups(named);
  checkStrangers(
    failIf,
    groups.map(({ policy }) => policy),
  );
  const checks = await openChecks('rebootstorm compare', options, stderr);
  stdout.write(
    format === 'json' ? `${JSON.stringify(comparison, null, 2)}\n` : runsTable(comparison, format),
  );
  return checks.report({ thresholds: failIf, groups, exitCode: exitCodes.asExpected });
}

/** Each policy in every run but the first, which is what it is compared with. */
function judgedGroups(runs: readonly NamedRun[]): JudgedGroup[] {
  const judged = new Map(
    runs.flatMap(({ result }) =>
      result.runs.map((run) => [run, judgedRun(run, result.cloud)] as const),
    ),
  );
  return pairsOf(runs).flatMap(([first, ...others]) => {
    const base = first && judged.get(first);
    return others.map((run, index) => ({
      policy: run.policy,
      words: `${runs[index + 1]?.path}, ${run.policy}`,
      runs: [judged.get(run)].filter((one) => one !== undefined),
      ...(base && { base }),
    }));
  });
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
