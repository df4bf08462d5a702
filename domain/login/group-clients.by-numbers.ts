// `groupClients` with the built-in `placeClient`, for registrations that can be changed in place.
// It makes no copy of them and no list of groups.
import type { Random } from '../chance.ts';
import type { SupernodeRecord } from '../network.ts';
import { groupSize } from './group-clients.ts';
import { emptierOfTwo } from './place-client.ts';

/**
 * Chooses a supernode for each group, and has its slots taken before the next one is chosen.
 * @param scratch an array that may be overwritten, so that none is made at each call
 * @param take homes `count` clients from number `from` on, and adds them to `used`
 */
export function takeInGroups<Registration extends SupernodeRecord>(
  registrations: readonly Registration[],
  clientCount: number,
  scratch: number[],
  random: Random,
  nowMs: number,
  take: (registration: Registration, from: number, count: number) => void,
): void {
  for (let from = 0; from < clientCount; ) {
    const registration = emptierOfTwo(registrations, scratch, random, nowMs);
    if (registration === undefined) return;
    const count = groupSize(registration, clientCount - from);
    take(registration, from, count);
    from += count;
  }
}
