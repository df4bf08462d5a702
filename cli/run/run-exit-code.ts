import type { ComparisonResult, RunResult } from '#runner/result.ts';
import { exitCodes } from '../exit-codes.ts';

/** The exit code: whether every policy ended as the scenario expects. */
export function exitCodeOf({ runs }: ComparisonResult): number {
  const unexpected = runs.filter(({ verdict, expected }) =>
    expected.length === 0 ? verdict.kind !== 'healed' : !expected.includes(verdict.kind),
  );
  if (unexpected.length === 0) return exitCodes.asExpected;
  return unexpected.every(isUnknown) ? exitCodes.unknown : exitCodes.notAsExpected;
}

function isUnknown({ verdict }: RunResult): boolean {
  return verdict.kind === 'unknown';
}
