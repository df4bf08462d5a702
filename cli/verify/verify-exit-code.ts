import type { VerifiedPolicy } from '#runner/verify/verified-policy.ts';
import { exitCodes } from '../exit-codes.ts';

/**
 * The exit code: 0 if everything is within tolerance, 2 if the seeds are too few to exclude chance.
 */
export function verifyExitCode(verified: readonly VerifiedPolicy[]): number {
  const verdicts = verified.flatMap(({ comparison }) =>
    comparison.rows.map(({ verdict }) => verdict),
  );
  const isViolated = verified.some(({ comparison }) => comparison.violations.length > 0);
  if (isViolated || verdicts.some((verdict) => verdict === 'outside' || verdict === 'missing'))
    return exitCodes.notAsExpected;
  return verdicts.includes('unsure') ? exitCodes.unknown : exitCodes.asExpected;
}
