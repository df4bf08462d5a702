// `rebootstorm check`: every invariant on a stack that is deployed to an engine on this machine.
import { UnknownRunError } from '#adapters/run-table.ts';
import type { CheckOptions } from './check-options.ts';
import { type CheckedRun, checkStack } from './check-stack.ts';
import { exitCodes } from './exit-codes.ts';
import { type CommandSurroundings, operateStack } from './operate-stack.ts';
import { countWords } from './show/human-numbers.ts';
import { invariantLines, invariantWords } from './show/invariant-words.ts';

/**
 * Checks the runs of a deployed stack and says what holds.
 * @returns the exit code
 */
export function checkCommand(
  { run, stack, json }: CheckOptions,
  surroundings: CommandSurroundings,
): Promise<number> {
  const { stdout, stderr } = surroundings;
  return operateStack(stack, surroundings, async ({ runtime, outputs, endpoint }) => {
    const what = run === undefined ? 'every run' : `run ${run}`;
    stderr.write(`checking: ${what}, stack ${stack} at ${endpoint}; scans cost read units\n`);
    try {
      const runs = await checkStack(runtime, outputs, run);
      const report = { schemaVersion: 1, stack, runs };
      stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : checkWords(runs));
      return exitCodeOf(runs);
    } catch (error) {
      if (!(error instanceof UnknownRunError)) throw error;
      stderr.write(`error: ${error.message}\n`);
      return exitCodes.usage;
    }
  });
}

/** A table for each run. */
export function checkWords(runs: readonly CheckedRun[]): string {
  if (runs.length === 0) return 'no run is stored in the table\n';
  const tables = runs.map(({ runId, isOver, nodeCount, readUnits, verdicts }) => {
    const state = isOver ? 'over' : 'going on';
    const cost = readUnits > 0 ? `, ${countWords(readUnits)} read units` : '';
    return [
      `${runId}: ${state}, ${countWords(nodeCount)} nodes${cost}`,
      ...invariantLines(verdicts),
      invariantWords(verdicts),
    ].join('\n');
  });
  return `${tables.join('\n\n')}\n`;
}

/** The worst of all verdicts; with no run there is nothing that could be known. */
export function exitCodeOf(runs: readonly CheckedRun[]): number {
  const verdicts = runs.flatMap((run) => run.verdicts.map(({ verdict }) => verdict));
  if (verdicts.includes('broken')) return exitCodes.notAsExpected;
  const isKnown = verdicts.length > 0 && !verdicts.includes('unknown');
  return isKnown ? exitCodes.asExpected : exitCodes.unknown;
}
