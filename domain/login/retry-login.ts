import type { Random } from '../chance.ts';
import { type LoginRequested, loginRequested } from '../events.ts';
import { proofLifeMs } from '../limits.ts';
import type { Policy } from '../policies.ts';
import type { RunSettings } from '../run-settings.ts';

/** Why a client has to ask again. */
export type RetryReason =
  | { readonly kind: 'deferred'; readonly admissionAtMs: number }
  | { readonly kind: 'abandoned' }
  | { readonly kind: 'service-busy' }
  | { readonly kind: 'no-capacity' }
  /** Its node changed while it was being placed; the next attempt will see how. */
  | { readonly kind: 'changed' };

/** The client's next request. */
export function retryLogin(
  request: LoginRequested,
  reason: RetryReason,
  settings: Pick<RunSettings, 'policy' | 'timings'>,
  random: Random,
  nowMs: number,
): LoginRequested {
  const { attempt } = request;
  return loginRequested(request, {
    ...request,
    attempt: attempt + 1,
    admissionAtMs: admissionTimeGivenBy(reason, settings.policy) ?? request.admissionAtMs,
    dueAtMs: retryAtMs(attempt, reason, settings, random, nowMs),
  });
}

/**
 * When a client asks again. Without backpressure it comes after a fixed pause, whatever the reason:
 * the 2007 client, left running, kept asking (facts 1.25, 1.27). With backpressure a client that
 * was given an admission time comes then, and any other one after full jitter under a doubling
 * bound (facts 3.12).
 */
export function retryAtMs(
  attempt: number,
  reason: RetryReason,
  { policy, timings }: Pick<RunSettings, 'policy' | 'timings'>,
  random: Random,
  nowMs: number,
): number {
  if (policy.noBackpressure) return nowMs + timings.retryMs;
  if (reason.kind === 'deferred') return reason.admissionAtMs;
  return nowMs + Math.ceil(random() * backoffBoundMs(attempt, timings));
}

/** The admission time that a client goes by from now on; null where the answer says none. */
export function admissionTimeGivenBy(reason: RetryReason, policy: Policy): number | null {
  return reason.kind === 'deferred' && !policy.noBackpressure ? reason.admissionAtMs : null;
}

type BackoffTimings = Pick<RunSettings['timings'], 'backoffMsBase' | 'backoffMsMax'>;

/** The longest pause after an attempt: it doubles with each, up to `backoffMsMax`. */
function backoffBoundMs(attempt: number, { backoffMsBase, backoffMsMax }: BackoffTimings): number {
  return Math.min(backoffMsMax, backoffMsBase * 2 ** attempt);
}

/** The first attempt after which the longest pause is `backoffMsMax`, as it is after all later. */
export function longestBackoffFrom(timings: BackoffTimings): number {
  let attempt = 1;
  while (backoffBoundMs(attempt, timings) < timings.backoffMsMax) attempt += 1;
  return attempt;
}

/**
 * Whether a request needs a new proof before it goes back to the queue: when it is due, half of the
 * old one's life will be over, and what is left is for a message that fails or dies.
 */
export function needsNewProof({ proof, dueAtMs }: LoginRequested): boolean {
  return proof.expiresAtMs - dueAtMs < proofLifeMs / 2;
}
