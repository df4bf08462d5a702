import type { RunResult } from '#runner/result.ts';
import type { CiCheck } from '../ci/ci-check.ts';
import { exitCodes } from '../exit-codes.ts';

/** A verdict, and what was expected in its place. */
type Judged = Pick<RunResult, 'verdict' | 'expected'>;

/** The exit code: whether every policy ended as the scenario, or `--expect`, says. */
export function exitCodeOf({ runs }: { readonly runs: readonly Judged[] }): number {
  const outcomes = runs.map(outcomeOf);
  if (outcomes.includes('failed')) return exitCodes.notAsExpected;
  return outcomes.includes('unknown') ? exitCodes.unknown : exitCodes.asExpected;
}

/** Whether a policy ended as expected. Where nothing is expected, it should heal. */
export function outcomeOf({ verdict, expected }: Judged): CiCheck['outcome'] {
  const isExpected =
    expected.length === 0 ? verdict.kind === 'healed' : expected.includes(verdict.kind);
  if (isExpected) return 'passed';
  return verdict.kind === 'unknown' ? 'unknown' : 'failed';
}
