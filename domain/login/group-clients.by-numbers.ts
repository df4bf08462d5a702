// `groupClients` with the built-in `placeClient`, where everybody goes by what is so: without a
// copy of the registrations for each group, and without a list of groups.
import type { Random } from '../chance.ts';
import type { SupernodeRecord } from '../network.ts';
import { groupSize } from './group-clients.ts';
import { emptierOfTwo } from './place-client.ts';

/**
 * Chooses a supernode for each group and has it taken at once.
 * @param scratch what is gathered in, the same array at every call
 * @param take homes so many clients from one on, and counts them as used at the registration
 */
export function takeInGroups<Registration extends SupernodeRecord>(
  registrations: readonly Registration[],
  clientCount: number,
  scratch: Registration[],
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
