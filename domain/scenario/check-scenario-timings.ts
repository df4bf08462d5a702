// Whether durations and rates can be, and are in the order that the model relies on.
import type { Timings } from '../run-settings.ts';
import { numberProblem, problemIf, type ScenarioProblem } from './scenario-problem.ts';
import { timingRanges } from './scenario-ranges.ts';

/**
 * What makes no sense in timings.
 * @param fieldOf the field that a timing was taken from, since a scale may have its own
 */
export function timingProblems(
  timings: Timings,
  fieldOf: (name: keyof Timings) => string,
): ScenarioProblem[] {
  const names = Object.keys(timingRanges) as (keyof Timings)[];
  const { bootMsMin, bootMsMax, backoffMsBase, backoffMsMax, leaseMs, renewEveryMs } = timings;
  const { healPaceMs, healOverdueMs } = timings;
  return [
    ...names.flatMap((name) => numberProblem(fieldOf(name), timings[name], timingRanges[name])),
    ...problemIf(
      bootMsMin > bootMsMax,
      fieldOf('bootMsMin'),
      `the shortest boot, ${bootMsMin} ms, takes longer than the longest, ${bootMsMax} ms`,
    ),
    ...problemIf(
      backoffMsBase > backoffMsMax,
      fieldOf('backoffMsBase'),
      `the backoff begins at ${backoffMsBase} ms, above its maximum of ${backoffMsMax} ms`,
    ),
    ...problemIf(
      leaseMs <= 1.5 * renewEveryMs,
      fieldOf('leaseMs'),
      `a lease of ${leaseMs} ms ends before a first report, after up to ${1.5 * renewEveryMs} ms`,
    ),
    ...problemIf(
      healPaceMs >= healOverdueMs,
      fieldOf('healPaceMs'),
      `a heal step every ${healPaceMs} ms is presumed lost before it is due: ${healOverdueMs} ms`,
    ),
  ];
}
