// `groupClients` with `placeClient`, where these decide by what is so: without a copy of the offers
// for each group. A test runs networks both ways, to the same result.
import type { Random } from '#domain/chance.ts';
import { placementGroupMax } from '#domain/limits.ts';
import { isLive } from '#domain/network.ts';
import type { Offer } from '../cell.ts';
import { homeGroup } from './home-group.ts';
import type { Login, LoginGroup } from './login-group.ts';

/** Places clients in groups, each at the emptier of two supernodes with a free slot. */
export function placeByNumbers(group: LoginGroup, logins: readonly Login[]): void {
  const { network, run, cell } = group;
  const { random } = network;
  const nowMs = run.nowMs;
  run.fork();
  for (let from = 0; from < logins.length; ) {
    const offer = twoChoices(cell.offers, random, nowMs);
    if (offer === undefined) break;
    const count = Math.min(logins.length - from, offer.slots - offer.used, placementGroupMax);
    homeGroup(group, logins, from, from + count, offer);
    from += count;
    run.next();
  }
  run.join();
}

/** Offers with a free slot, reused from call to call. */
const free: Offer[] = [];

function twoChoices(offers: readonly Offer[], random: Random, nowMs: number): Offer | undefined {
  let freeCount = 0;
  for (let at = 0; at < offers.length; at += 1) {
    const one = offers[at] as Offer;
    if (!isFree(one, nowMs)) continue;
    free[freeCount] = one;
    freeCount += 1;
  }
  const first = free[Math.floor(random() * freeCount)];
  const second = free[Math.floor(random() * freeCount)];
  if (freeCount === 0 || first === undefined || second === undefined) return undefined;
  return first.used / first.slots <= second.used / second.slots ? first : second;
}

function isFree(one: Offer, nowMs: number): boolean {
  return one.used < one.slots && isLive(one, nowMs);
}
