// What has to become of each message of a batch, worked out without the code under test.
import { macOf } from '#adapters/identity.ts';
import type { LoginRequested } from '#domain/events.ts';
import type { QueueName } from '#domain/limits.ts';
import { keyOf } from '#infra-tests/handlers/login/signed-login.ts';
import { here } from '#testing/domain/builders.ts';
import { wellFormed } from './well-formed.ts';

/**
 * - `unprocessable`: quarantined
 * - `newer`: comes again, since only newer functions can read it
 * - `idle`: accepted, and the table stays as it is: it is due later, or proves nothing
 * - `at-work`: accepted, and may change the table; only such a one may fail
 */
export type Fate = 'unprocessable' | 'newer' | 'idle' | 'at-work';

const dayMs = 24 * 60 * 60 * 1000;

/** The fate of each body of a batch, in order. */
export function fatesOf(queue: QueueName, bodies: readonly string[], nowMs: number): Fate[] {
  const events = bodies.map((body) => wellFormed(queue, body) as LoginRequested | undefined);
  // A place is read only for those who have proven who they are; but then for all of its messages.
  const read = new Set(events.filter((one) => one && isAtWork(queue, one, nowMs)).map(placeOf));
  return events.map((event, at) => {
    if (isNewer(bodies[at] ?? '')) return 'newer';
    if (event === undefined || isFarAhead(event, nowMs)) return 'unprocessable';
    if (event.dueAtMs > nowMs) return 'idle';
    if (placeOf(event) !== placeOf(here))
      return read.has(placeOf(event)) ? 'unprocessable' : 'idle';
    return isAtWork(queue, event, nowMs) ? 'at-work' : 'idle';
  });
}

/** Whether a body is of a version that only newer functions know. */
export function isNewer(body: string): boolean {
  try {
    const { version } = JSON.parse(body);
    return Number.isSafeInteger(version) && version > 1;
  } catch {
    return false;
  }
}

function isFarAhead({ dueAtMs, admissionAtMs }: LoginRequested, nowMs: number): boolean {
  return Math.max(dueAtMs, admissionAtMs ?? 0) - nowMs > dayMs;
}

function isAtWork(queue: QueueName, event: LoginRequested, nowMs: number): boolean {
  if (isFarAhead(event, nowMs) || event.dueAtMs > nowMs) return false;
  if (queue !== 'login') return true;
  const { proof } = event;
  return macOf(keyOf(event), event, proof) === proof.mac && proof.expiresAtMs >= nowMs;
}

function placeOf(place: { runId: string; cell: string } | undefined): string {
  return `${place?.runId} ${place?.cell}`;
}
