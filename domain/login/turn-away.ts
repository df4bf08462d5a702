// Requests that are turned away before anything is read for them. Once the rate-limit window of a
// cell is used up, all that its requests could be told is that the service is busy.
import type { LoginRequested } from '../events.ts';
import type { RunSettings } from '../run-settings.ts';
import { isDuplicateCheckDue } from './plan-answer.ts';

/** What of a request decides whether it has to be read for. */
export type UnreadRequest = Pick<LoginRequested, 'attempt' | 'admissionAtMs' | 'dueAtMs'>;

/**
 * Whether a request is turned away unread where its window is known to be used up. Not so one that
 * answers a duplicate check, which depends on its node; nor, with backpressure, one that would not
 * be admitted, or that may have an admission time which only its cell's gate tells.
 */
export function isTurnedAwayUnread(
  { attempt, admissionAtMs, dueAtMs }: UnreadRequest,
  { policy, timings }: Pick<RunSettings, 'policy' | 'timings'>,
  nowMs: number,
): boolean {
  if (isDuplicateCheckDue(attempt)) return false;
  if (policy.noBackpressure) return true;
  if (nowMs - dueAtMs > timings.clientTimeoutMs) return false;
  return admissionAtMs !== null && admissionAtMs <= nowMs;
}

/** Whether a window serves nobody any more, once so many have asked it. */
export function isUsedUp(capacity: number, askedCount: number): boolean {
  return askedCount >= capacity;
}
