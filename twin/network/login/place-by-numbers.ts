// `groupClients` with `placeClient`, where these decide by what is so: without a copy of the
// registrations for each group. A test runs networks both ways, to the same result.
import { groupSize } from '#domain/login/group-clients.ts';
import { emptierOfTwo } from '#domain/login/place-client.ts';
import type { Registration } from '../cell.ts';
import { homeGroup } from './home-group.ts';
import type { Login, LoginGroup } from './login-group.ts';

/** Registrations with a free slot, reused from call to call. */
const free: Registration[] = [];

/** Places clients in groups, each at the emptier of two supernodes with a free slot. */
export function placeByNumbers(group: LoginGroup, logins: readonly Login[]): void {
  const { network, run, cell } = group;
  const { random } = network;
  const nowMs = run.nowMs;
  run.fork();
  for (let from = 0; from < logins.length; ) {
    const registration = emptierOfTwo(cell.registrations, free, random, nowMs);
    if (registration === undefined) break;
    const count = groupSize(registration, logins.length - from);
    homeGroup(group, logins, from, from + count, registration);
    from += count;
    run.next();
  }
  run.join();
}
