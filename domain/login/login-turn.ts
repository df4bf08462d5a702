// A client's turn: which attempt a request is, and from when on it is admitted. A client proves its
// first request by itself; the log-in function gives it each later turn.
import type { LoginRequested } from '../events.ts';
import { duplicateCheckEvery } from '../limits.ts';

/** Whether a request is one that its client makes alone: the first, which nobody gave a turn. */
export function isFirstRequest({
  attempt,
  admissionAtMs,
}: Pick<LoginRequested, 'attempt' | 'admissionAtMs'>): boolean {
  return attempt === 1 && admissionAtMs === null;
}

/**
 * Which attempt a log-in is sent back as. One that was dead-lettered after a duplicate check left
 * its answer there, and comes again with another message id: as the same attempt it would be taken
 * for a copy of itself. So it comes as the next attempt.
 */
export function attemptSentBack(attempt: number, every = duplicateCheckEvery): number {
  return attempt % every === 0 ? attempt + 1 : attempt;
}

/**
 * The attempts that a request's proof may name: its own, or the one as which it was dead-lettered,
 * since whoever sends it back has no key.
 */
export function attemptsProven({ attempt }: Pick<LoginRequested, 'attempt'>): readonly number[] {
  const former = attempt - 1;
  const isSentBack = former > 0 && attemptSentBack(former) === attempt;
  return isSentBack ? [attempt, former] : [attempt];
}
