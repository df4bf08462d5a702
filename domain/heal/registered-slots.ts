import type { NodeRecord } from '../network.ts';
import type { Sizes } from '../run-settings.ts';

/**
 * How many clients heal lets a supernode carry: its claim, but at most what the network believes of
 * any node, so that a false claim cannot draw a whole cell; and at least one.
 */
export function registeredSlots(
  { claimedSlots }: Pick<NodeRecord, 'claimedSlots'>,
  { slotsPerSupernode }: Pick<Sizes, 'slotsPerSupernode'>,
): number {
  return Math.max(1, Math.min(claimedSlots, slotsPerSupernode));
}
