// A run that was stopped before its end. What it found so far is a result, and is called so.
import type { RunResult } from './result.ts';

/** `endedEarly` of a run that was stopped. */
export const stoppedWords = 'it was stopped';

/** Whether a run was stopped before its end. */
export function isStopped({ endedEarly }: Pick<RunResult, 'endedEarly'>): boolean {
  return endedEarly === stoppedWords;
}

/** A run that was stopped and has no result so far. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';

  constructor() {
    super('The run was stopped, and left no result.');
  }
}
