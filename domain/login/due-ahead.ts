import type { ControlEvent } from '../events.ts';
import { dueAheadMsMax } from '../limits.ts';

/**
 * The moment of an event that lies further ahead than anything is planned. No message can wait so
 * long, so it is unprocessable.
 * @returns the field, with its value; null where there is none
 */
export function tooFarAhead(
  event: ControlEvent,
  nowMs: number,
): { readonly field: 'dueAtMs' | 'admissionAtMs'; readonly atMs: number } | null {
  const isTooFar = (atMs: number) => atMs - nowMs > dueAheadMsMax;
  if (isTooFar(event.dueAtMs)) return { field: 'dueAtMs', atMs: event.dueAtMs };
  // A log-in given an admission time that never comes would be quarantined at its next attempt.
  const admissionAtMs = event.type === 'LoginRequested' ? event.admissionAtMs : null;
  return admissionAtMs !== null && isTooFar(admissionAtMs)
    ? { field: 'admissionAtMs', atMs: admissionAtMs }
    : null;
}
