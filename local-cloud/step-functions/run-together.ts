// Work that belongs together: the first failure stops the rest.

import type { Scope } from './data/scope.ts';

/**
 * Runs the jobs 0 to count - 1, at most `concurrency` at once, started in order. After the first
 * failure it stops the scope, waits until all started jobs have ended, and throws that failure.
 * @param job also gets the number of its lane; the jobs of one lane run one after the other
 */
export async function runTogether(
  count: number,
  concurrency: number,
  scope: Scope,
  job: (index: number, lane: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failure: { readonly thrown: unknown } | undefined;
  const work = async (_: unknown, lane: number) => {
    try {
      while (next < count && !failure) await job(next++, lane);
    } catch (thrown) {
      failure ??= { thrown };
      scope.stop(new Error('a sibling failed'));
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, concurrency) }, work));
  if (failure) throw failure.thrown;
}
