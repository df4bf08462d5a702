import type { SupernodeRecord } from '../network.ts';

/**
 * Who gets a slot back when a client leaves its home: that home's registration, or nobody. A
 * restart made all slots of a registration void. A lease that seems over may have been renewed
 * since it was read, or by another clock still run: there the slot is given back.
 * @param home the registration that the client's home names; undefined where it is gone
 */
export function slotBackTo<Registration extends Pick<SupernodeRecord, 'epoch' | 'nodeEpoch'>>(
  home: Registration | undefined,
): Registration | undefined {
  return home !== undefined && home.nodeEpoch === home.epoch ? home : undefined;
}
