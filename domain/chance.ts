// Chance without state: the same words under the same seed always give the same number, so a
// redelivered message decides as it did the first time and no decision needs a write.

/** A source of uniform numbers in [0, 1), handed in by whoever runs the decision. */
export type Random = () => number;

/**
 * A uniform number in [0, 1) that depends only on the seed and the words.
 * FNV-1a over the characters, then the 32-bit finaliser of MurmurHash3 (both public domain).
 */
export function chanceOf(seed: number, ...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const character of words.join('/')) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
