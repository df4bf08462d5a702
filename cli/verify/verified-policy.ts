// What a verification found under one policy, and what the process answers with.
import { exitCodes } from '../exit-codes.ts';
import type { Comparison } from './compare-measured.ts';
import type { Measured, MeasuredElsewhere } from './measured.ts';

/** Both clouds under one policy. */
export interface VerifiedPolicy {
  readonly scenario: string;
  readonly policy: string;
  readonly nodes: number;
  /** What the local cloud was compared with, in words. */
  readonly against: 'twin' | 'local cloud again' | 'deployed stack';
  readonly comparison: Comparison;
  /** What every seed came to, in the order of the seeds. */
  readonly runs: {
    readonly local: readonly Measured[];
    readonly other: readonly MeasuredElsewhere[];
  };
}

/** 0 where everything is within tolerance; 2 where too few seeds leave only chance to blame. */
export function verifyExitCode(verified: readonly VerifiedPolicy[]): number {
  const verdicts = verified.flatMap(({ comparison }) =>
    comparison.rows.map(({ verdict }) => verdict),
  );
  const isBroken = verified.some(({ comparison }) => comparison.violations.length > 0);
  if (isBroken || verdicts.some((verdict) => verdict === 'outside' || verdict === 'missing'))
    return exitCodes.notAsExpected;
  return verdicts.includes('unsure') ? exitCodes.unknown : exitCodes.asExpected;
}
