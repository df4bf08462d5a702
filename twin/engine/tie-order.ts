// In which order events of the same millisecond run: a seeded shuffle that is drawn anew for each
// millisecond and depends on nothing but the seed, the millisecond and the ids. So it does not
// matter who was inserted first, and nobody is first every time, as in the order of ids.

/** Up to here insertion alone is as fast as dealing the keys out first. */
const FEW = 12;

/** Flips the sign, so that words in the order of signed numbers stand in that of unsigned ones. */
const SIGN = -(2 ** 31);

/** Where `dealOut` puts keys and counts them: without meaning from one call to the next. */
let scratch = new Int32Array(64);
let ends = new Int32Array(64);

/**
 * Puts `ids[0 .. count)` into the order in which they run, in place. Equal ids end up side by side.
 * @param salt - from `tieSalt`
 */
export function orderTies(ids: Int32Array, count: number, salt: number): void {
  if (count < 2) return;
  // The hash is a bijection: sort the hashes alone, and turn them back into ids.
  for (let index = 0; index < count; index += 1) {
    ids[index] = scrambled(ids[index]! ^ salt);
  }
  if (count > FEW) dealOut(ids, count);
  sortFew(ids, count);
  for (let index = 0; index < count; index += 1) {
    ids[index] = unscrambled(ids[index]!) ^ salt;
  }
}

/** What the ties of one millisecond are shuffled by. */
export function tieSalt(seed: number, atMs: number): number {
  return scrambled(scrambled(seed) ^ atMs);
}

/**
 * Moves keys about to where they belong. Hashes are spread evenly, so their first bits say where
 * that is, and insertion has next to nothing left to do, however many they are.
 */
function dealOut(keys: Int32Array, count: number): void {
  const shift = Math.clz32(count - 1);
  if (scratch.length < count) scratch = new Int32Array(count * 2);
  const pileCount = 2 ** (32 - shift);
  if (ends.length < pileCount) ends = new Int32Array(pileCount);
  else ends.fill(0, 0, pileCount);
  for (let index = 0; index < count; index += 1) {
    const key = keys[index]!;
    const pile = (key ^ SIGN) >>> shift;
    ends[pile] = ends[pile]! + 1;
    scratch[index] = key;
  }
  for (let pile = 1; pile < pileCount; pile += 1) {
    ends[pile] = ends[pile]! + ends[pile - 1]!;
  }
  for (let index = 0; index < count; index += 1) {
    const key = scratch[index]!;
    const pile = (key ^ SIGN) >>> shift;
    const place = ends[pile]! - 1;
    ends[pile] = place;
    keys[place] = key;
  }
}

function sortFew(keys: Int32Array, count: number): void {
  for (let end = 1; end < count; end += 1) {
    const key = keys[end]!;
    let place = end;
    while (place > 0 && keys[place - 1]! > key) {
      keys[place] = keys[place - 1]!;
      place -= 1;
    }
    keys[place] = key;
  }
}

/** The 32-bit finaliser of MurmurHash3 (public domain). */
function scrambled(word: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** `scrambled` backwards: each step undone, with the factors' inverses modulo 2^32. */
function unscrambled(hash: number): number {
  let word = Math.imul(hash ^ (hash >>> 16), 0x7ed1b41d);
  word = Math.imul(word ^ (word >>> 13) ^ (word >>> 26), 0xa5cb9243);
  return word ^ (word >>> 16);
}
