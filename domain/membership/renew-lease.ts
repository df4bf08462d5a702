// What a renewal writes to its supernode's registration, and when.
import { clockSkewMsMax } from '../limits.ts';
import type { SupernodeRecord } from '../network.ts';
import { all, any, is, type RecordWrite, writes } from '../record-write.ts';

/** A supernode's renewal as its lease is extended by it. */
export interface Renewal {
  /** The boot that renews. */
  readonly epoch: number;
  /**
   * Which message brought the renewal, so that a copy of it is distinguished from its redelivery.
   */
  readonly messageId: string;
  readonly untilMs: number;
}

/**
 * Extends the lease of a supernode that is still at the boot it renews for. The same message
 * delivered again succeeds again, so that the next renewal follows from it; a copy does not.
 */
export function renewing({ epoch, messageId, untilMs }: Renewal, nowMs: number): RecordWrite {
  return writes(
    [
      is('epoch', 'equal', epoch),
      is('nodeEpoch', 'equal', epoch),
      // A lease that ran out stays so: its clients may have signed in elsewhere already.
      is('leaseUntilMs', 'above', nowMs + clockSkewMsMax),
      any(
        is('leaseUntilMs', 'below', untilMs),
        all(is('leaseUntilMs', 'equal', untilMs), is('renewalId', 'equal', messageId)),
      ),
    ],
    { sets: { leaseUntilMs: untilMs, renewalId: messageId } },
  );
}

/** Whether `renewing` would write to a registration, for a message that has not renewed it yet. */
export function isRenewable(
  registration: Pick<SupernodeRecord, 'epoch' | 'nodeEpoch' | 'leaseUntilMs'>,
  { epoch, untilMs }: Pick<Renewal, 'epoch' | 'untilMs'>,
  nowMs: number,
): boolean {
  const { leaseUntilMs } = registration;
  if (registration.epoch !== epoch || registration.nodeEpoch !== epoch) return false;
  return leaseUntilMs > nowMs + clockSkewMsMax && leaseUntilMs < untilMs;
}
