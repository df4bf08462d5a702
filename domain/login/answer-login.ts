// What becomes of a log-in once its batch was served.

import type { LoginRequested } from '../events.ts';
import { mayStandBy } from '../heal/join-candidates.ts';
import { rollCallEvery } from '../limits.ts';
import type { NodeRecord } from '../network.ts';
import type { Policy } from '../policies.ts';
import { unreachable } from '../unreachable.ts';
import type { Admission, RefusalReason } from './admit-login.ts';
import type { RetryReason } from './retry-login.ts';

/** What came of trying to place a client. */
export type Placed =
  | { readonly kind: 'placed' }
  /** Another request of the same node in the same batch was placed. */
  | { readonly kind: 'superseded' }
  /** Its node is not what was read any more. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'no-capacity' };

/** A log-in is over, or its client asks again. */
export type LoginAnswer =
  | { readonly kind: 'placed' | 'superseded' }
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  | {
      readonly kind: 'ask-again';
      readonly reason: RetryReason;
      /** First it becomes a candidate, so that heal may promote it at once. */
      readonly standsBy: boolean;
      /** Then it answers a roll call, and if another copy has, asks no more. */
      readonly answersRollCall: boolean;
    };

/** A request as it was admitted, and its node as it was read. */
export interface AdmittedLogin {
  readonly request: Pick<LoginRequested, 'attempt'>;
  readonly node: NodeRecord | undefined;
  readonly admission: Admission;
}

/**
 * Decides what becomes of a log-in. It is over only by what was read of its node. A write that did
 * not happen ends nothing: its client asks again, and the next read tells what the node is. If it
 * were dropped instead, the copy because of which the write failed could be one that is dropped,
 * too, and nobody would ask any more.
 * @param isServed whether the log-in service served it
 * @param placed undefined where it was not tried
 * @param every every so many attempts a request answers a roll call
 */
export function answerLogin(
  { request, node, admission }: AdmittedLogin,
  isServed: boolean,
  placed: Placed | undefined,
  policy: Policy,
  every = rollCallEvery,
): LoginAnswer {
  const again = (reason: RetryReason, standsBy = false): LoginAnswer => {
    const answersRollCall = request.attempt % every === 0;
    return { kind: 'ask-again', reason, standsBy, answersRollCall };
  };
  switch (admission.kind) {
    case 'superseded':
    case 'refused':
      return admission;
    case 'deferred':
    case 'abandoned':
      return again(admission);
    case 'admitted':
      if (!isServed) return again({ kind: 'service-busy' });
      // Unplaced although it was served: the work is done, but nobody waits for the answer any
      // more.
      if (placed === undefined) return again({ kind: 'abandoned' });
      if (placed.kind === 'placed' || placed.kind === 'superseded') return placed;
      return again(
        placed,
        placed.kind === 'no-capacity' && node !== undefined && mayStandBy(node, policy),
      );
    default:
      return unreachable(admission);
  }
}
