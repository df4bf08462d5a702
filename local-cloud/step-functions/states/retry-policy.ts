// Decides whether and when a failed state is tried again, and which catcher handles the error
// otherwise. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html

import type { Random } from '../../service.ts';
import type { Catcher, Retrier } from '../definition/definition.ts';
import type { StatesError } from '../states-error.ts';

// AWS's defaults of a retrier.
const intervalSecondsDefault = 1;
const backoffRateDefault = 2;
const maxAttemptsDefault = 3;

/** The retries that one state has used. Each retrier has its own count. */
export class RetryBudget {
  readonly #retriers: readonly Retrier[];
  readonly #used: number[];

  constructor(retriers: readonly Retrier[] = []) {
    this.#retriers = retriers;
    this.#used = retriers.map(() => 0);
  }

  /**
   * Uses a retry for the error. @returns after how many milliseconds it starts; undefined when no
   * retry is left
   */
  take(error: StatesError, random: Random): number | undefined {
    const index = this.#retriers.findIndex((retrier) => matches(retrier.ErrorEquals, error));
    const retrier = this.#retriers[index];
    const used = this.#used[index] ?? 0;
    if (!retrier || used >= (retrier.MaxAttempts ?? maxAttemptsDefault)) return undefined;
    this.#used[index] = used + 1;
    return delayMs(retrier, used, random);
  }
}

/** The first catcher that matches the error. */
export function catcherOf(catchers: readonly Catcher[] | undefined, error: StatesError) {
  return catchers?.find((catcher) => matches(catcher.ErrorEquals, error));
}

function delayMs(retrier: Retrier, earlier: number, random: Random): number {
  const backoff = (retrier.BackoffRate ?? backoffRateDefault) ** earlier;
  const seconds = (retrier.IntervalSeconds ?? intervalSecondsDefault) * backoff;
  const capped = Math.min(seconds, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return Math.round(1000 * (retrier.JitterStrategy === 'FULL' ? capped * random() : capped));
}

// States.Runtime always ends the execution. Only its own name matches States.DataLimitExceeded,
// with one exception: AWS was recorded to catch it by States.ALL for a task's own result
// (LocalStack, test_states_errors, 2024-03), although its documentation calls the error terminal. A
// result that is too long only together with the state's input does not match; this case was not
// tried on AWS.
function matches(names: readonly string[], { error, isTerminal }: StatesError): boolean {
  if (error === 'States.Runtime') return false;
  return names.some((name) => {
    if (name === error) return true;
    if (isTerminal) return false;
    if (name === 'States.TaskFailed') return error !== 'States.Timeout';
    return name === 'States.ALL';
  });
}
