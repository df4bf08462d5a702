// Whether durations and rates can be, and are in the order that the model relies on.
import { dueAheadMsMax } from '../limits.ts';
import type { Timings } from '../run-settings.ts';
import {
  type NumberRule,
  numberProblem,
  problemIf,
  type ScenarioProblem,
} from './scenario-problem.ts';

const dayMs = 86_400_000;

/** From one millisecond to a month: beyond it is a slip of the pen, such as microseconds. */
const aDuration: NumberRule = { min: 1, max: 31 * dayMs, isWhole: true };

/** What is sent as a message: nothing is planned further ahead. */
const dueAhead: NumberRule = { min: 1, max: dueAheadMsMax, isWhole: true };

/** What each has to be by itself. */
const rules: Readonly<Record<keyof Timings, NumberRule>> = {
  bootMsMin: { min: 0, max: dueAheadMsMax, isWhole: true },
  bootMsMax: { min: 0, max: dueAheadMsMax, isWhole: true },
  orphanNoticeMsMax: { min: 0, max: dueAheadMsMax, isWhole: true },
  patienceMs: aDuration,
  retryMs: dueAhead,
  backoffMsBase: dueAhead,
  backoffMsMax: dueAhead,
  leaseMs: aDuration,
  reportEveryMs: dueAhead,
  healPaceMs: dueAhead,
  healOverdueMs: aDuration,
  loginWindowMs: aDuration,
  loginsPerWindow: { min: 1, max: 1e9 },
  candidateListMs: aDuration,
  // The state machine counts in seconds.
  observeEveryMs: { min: 1_000, max: dueAheadMsMax, isWhole: true },
  observeForMs: aDuration,
};

/**
 * What makes no sense in timings.
 * @param fieldOf the field that a timing was taken from, since a scale may have its own
 */
export function timingProblems(
  timings: Timings,
  fieldOf: (name: keyof Timings) => string,
): ScenarioProblem[] {
  const names = Object.keys(rules) as (keyof Timings)[];
  const { bootMsMin, bootMsMax, backoffMsBase, backoffMsMax, leaseMs, reportEveryMs } = timings;
  const { healPaceMs, healOverdueMs } = timings;
  return [
    ...names.flatMap((name) => numberProblem(fieldOf(name), timings[name], rules[name])),
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
      leaseMs <= 1.5 * reportEveryMs,
      fieldOf('leaseMs'),
      `a lease of ${leaseMs} ms ends before a first report, after up to ${1.5 * reportEveryMs} ms`,
    ),
    ...problemIf(
      healPaceMs >= healOverdueMs,
      fieldOf('healPaceMs'),
      `a heal step every ${healPaceMs} ms is presumed lost before it is due: ${healOverdueMs} ms`,
    ),
  ];
}
