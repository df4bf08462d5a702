// The source of chance: one seed, and an independent stream for each part of the cloud.

import type { Random } from './service.ts';

/** A stream of uniform numbers in [0, 1) that can name further streams. */
export type SeededRandom = Random & {
  /**
   * A stream of its own for `label`. It depends only on the seed and the labels up to it, and not
   * on how many numbers were drawn. So the draws of one part never change those of another.
   */
  fork(label: string): SeededRandom;
};

/**
 * The stream of `seed` (any number). The generator is sfc32 of PractRand (Chris Doty-Humphrey,
 * public domain): 128 bits of state, period at least 2^32, seeded as there with a counter of 1.
 */
export function seededRandom(seed: number): SeededRandom {
  return streamOf(`seed:${seed}`);
}

function streamOf(path: string): SeededRandom {
  const stream = sfc32(hashOf(path, 0x9e37), hashOf(path, 0x79b9), hashOf(path, 0x7f4a));
  return Object.assign(stream, { fork: (label: string) => streamOf(`${path}/${label}`) });
}

function sfc32(seedA: number, seedB: number, seedC: number): Random {
  let a = seedA | 0;
  let b = seedB | 0;
  let c = seedC | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // PractRand discards the first draws, in which similar seeds still give similar numbers.
  for (let draw = 0; draw < 15; draw += 1) next();
  return next;
}

/** FNV-1a over the characters, then MurmurHash3's 32-bit finaliser (both public domain). */
function hashOf(text: string, salt: number): number {
  let hash = 0x811c9dc5 ^ salt;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
