// The numbers that a node draws from its name, without making the name: the same as `chanceOf`
// gives for it, an order of magnitude faster. `chanceOf` is the truth; a property test ties the
// two.
import type { CellId } from './network.ts';

/** The state of the hash after some characters; see `chanceOf`. */
export type HashState = number;

/** Begins the hash of some words, e.g. `day/`. */
export function hashWords(seed: number, words: string): HashState {
  return hashText(0x811c9dc5 ^ seed, words);
}

/** Goes on with more characters. */
function hashText(state: HashState, text: string): HashState {
  let hash = state;
  for (let at = 0; at < text.length; at += 1) hash = mixed(hash, text.charCodeAt(at));
  return hash;
}

/** Goes on with the name of a node of the quiet day: `n` and eight digits. */
export function hashNodeName(state: HashState, index: number): HashState {
  if (index >= 100_000_000) return hashText(state, `n${index}`);
  let hash = mixed(state, 110);
  for (let unit = 10_000_000; unit >= 1; unit /= 10)
    hash = mixed(hash, 48 + (((index / unit) | 0) % 10));
  return hash;
}

/** Goes on with the name of a node that came since: `g`, its cell, a dash and its number. */
export function hashNewcomerName(state: HashState, cell: CellId, index: number): HashState {
  return hashText(state, `g${cell}-${index}`);
}

/** Goes on with a slash and a boot's number. */
export function hashEpoch(state: HashState, epoch: number): HashState {
  const slash = mixed(state, 47);
  return epoch >= 0 && epoch < 10 ? mixed(slash, 48 + epoch) : hashText(slash, String(epoch));
}

/** Ends a hash: a uniform whole number from 0 to 2^32 - 1, `chanceOf` times 2^32. */
export function hashEnd(state: HashState): number {
  let hash = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** As `hashEnd`, from 0 to 1. */
export function chanceAt(state: HashState): number {
  return hashEnd(state) / 2 ** 32;
}

function mixed(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}
