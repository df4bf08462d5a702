import type { NodeRecord } from '../network.ts';
import type { Sizes } from '../run-settings.ts';

/**
 * How many clients heal lets a supernode carry: what it claims, at most what the network believes
 * of anybody, so that nobody draws a whole cell to itself by boasting; and at least one.
 */
export function registeredSlots(
  { claimedSlots }: Pick<NodeRecord, 'claimedSlots'>,
  { slotsPerSupernode }: Pick<Sizes, 'slotsPerSupernode'>,
): number {
  return Math.max(1, Math.min(claimedSlots, slotsPerSupernode));
}
