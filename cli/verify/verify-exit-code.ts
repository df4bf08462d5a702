import type { VerifiedPolicy } from '#runner/verify/verified-policy.ts';
import { exitCodes } from '../exit-codes.ts';

/** 0 where everything is within tolerance; 2 where too few seeds leave only chance to blame. */
export function verifyExitCode(verified: readonly VerifiedPolicy[]): number {
  const verdicts = verified.flatMap(({ comparison }) =>
    comparison.rows.map(({ verdict }) => verdict),
  );
  const isViolated = verified.some(({ comparison }) => comparison.violations.length > 0);
  if (isViolated || verdicts.some((verdict) => verdict === 'outside' || verdict === 'missing'))
    return exitCodes.notAsExpected;
  return verdicts.includes('unsure') ? exitCodes.unknown : exitCodes.asExpected;
}
