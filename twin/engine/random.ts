// Chance for simulated runs: fast, seeded, and the same in every engine that runs JavaScript.

/** Uniform numbers in [0, 1), each a multiple of 2^-32. The same seed gives the same numbers. */
export type Random = () => number;

/**
 * Opens a stream of chance: xoshiro128** (Blackman and Vigna, public domain), its state filled by
 * splitmix32. The yardstick in C draws the same numbers from the same seed.
 */
export function openRandom(seed: number): Random {
  const state = seededState(seed);
  return () => {
    const first = state[0]!;
    const second = state[1]!;
    const third = state[2]! ^ first;
    const fourth = state[3]! ^ second;
    const scrambled = Math.imul(second, 5);
    const drawn = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    state[0] = first ^ fourth;
    state[1] = second ^ third;
    state[2] = third ^ (second << 9);
    state[3] = (fourth << 11) | (fourth >>> 21);
    return (drawn >>> 0) * 2 ** -32;
  };
}

/** Four words that differ in all their bits even for seeds that differ in one. */
function seededState(seed: number): Int32Array {
  let counter = seed | 0;
  return Int32Array.from({ length: 4 }, () => {
    counter = (counter + 0x9e3779b9) | 0;
    let word = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return word ^ (word >>> 16);
  });
}
