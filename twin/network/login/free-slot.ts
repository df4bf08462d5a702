// Whether a cell has a slot left, found without a look at all of its supernodes where that can be.
import { hasRoom } from '#domain/login/place-client.ts';
import type { Cell, Registration } from '../cell.ts';

/** Who was found last. */
export interface LastRoomy {
  /** The registration that had a free slot when one was looked for last. */
  roomy: Registration | null;
}

/** Whether a live supernode has a free slot; who had one last is asked first. */
export function hasFreeSlot(last: LastRoomy, { registrations }: Cell, nowMs: number): boolean {
  const { roomy } = last;
  if (roomy !== null && !roomy.isGone && hasRoom(roomy, nowMs)) return true;
  for (const one of registrations) {
    if (!hasRoom(one, nowMs)) continue;
    last.roomy = one;
    return true;
  }
  return false;
}
