// `groupClients` with `placeClient`, where these decide by what is so: without a copy of the offers
// for each group. A test runs networks both ways, to the same result.
import type { Random } from '#domain/chance.ts';
import { placementGroupMax } from '#domain/limits.ts';
import { isLive } from '#domain/network.ts';
import type { Offer } from './cell.ts';
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

function twoChoices(offers: readonly Offer[], random: Random, nowMs: number): Offer | undefined {
  let freeCount = 0;
  for (const one of offers) if (isFree(one, nowMs)) freeCount += 1;
  const firstAt = Math.floor(random() * freeCount);
  const secondAt = Math.floor(random() * freeCount);
  if (freeCount === 0) return undefined;
  const first = freeAt(offers, firstAt, nowMs);
  const second = freeAt(offers, secondAt, nowMs);
  return first.used / first.slots <= second.used / second.slots ? first : second;
}

function freeAt(offers: readonly Offer[], which: number, nowMs: number): Offer {
  let left = which;
  for (const one of offers) {
    if (!isFree(one, nowMs)) continue;
    if (left === 0) return one;
    left -= 1;
  }
  throw new Error(`expected a free offer ${which}`);
}

function isFree(one: Offer, nowMs: number): boolean {
  return one.used < one.slots && isLive(one, nowMs);
}
