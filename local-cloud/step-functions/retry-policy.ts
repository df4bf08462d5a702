// Whether and when a failed state is tried again, and who catches it otherwise.
// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html

import type { Random } from '../service.ts';
import type { Catcher, Retrier } from './definition.ts';

// AWS's defaults of a retrier.
const intervalSecondsDefault = 1;
const backoffRateDefault = 2;
const maxAttemptsDefault = 3;

/** The retries that one state has used; each retrier counts its own. */
export class RetryBudget {
  readonly #retriers: readonly Retrier[];
  readonly #used: number[];

  constructor(retriers: readonly Retrier[] = []) {
    this.#retriers = retriers;
    this.#used = retriers.map(() => 0);
  }

  /**
   * Takes a retry for the error and says after how many milliseconds; undefined when there is none
   * left.
   */
  take(error: string, random: Random): number | undefined {
    const index = this.#retriers.findIndex((retrier) => matches(retrier.ErrorEquals, error));
    const retrier = this.#retriers[index];
    const used = this.#used[index] ?? 0;
    if (!retrier || used >= (retrier.MaxAttempts ?? maxAttemptsDefault)) return undefined;
    this.#used[index] = used + 1;
    return delayMs(retrier, used, random);
  }
}

/** The first catcher that takes the error. */
export function catcherOf(catchers: readonly Catcher[] | undefined, error: string) {
  return catchers?.find((catcher) => matches(catcher.ErrorEquals, error));
}

function delayMs(retrier: Retrier, earlier: number, random: Random): number {
  const backoff = (retrier.BackoffRate ?? backoffRateDefault) ** earlier;
  const seconds = (retrier.IntervalSeconds ?? intervalSecondsDefault) * backoff;
  const capped = Math.min(seconds, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return Math.round(1000 * (retrier.JitterStrategy === 'FULL' ? capped * random() : capped));
}

function matches(names: readonly string[], error: string): boolean {
  // States.Runtime always ends the execution; States.DataLimitExceeded is taken only by its own
  // name.
  if (error === 'States.Runtime') return false;
  return names.some((name) => {
    if (name === error) return true;
    if (error === 'States.DataLimitExceeded') return false;
    if (name === 'States.TaskFailed') return error !== 'States.Timeout';
    return name === 'States.ALL';
  });
}
