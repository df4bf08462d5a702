// Seeds that only a teacher can know: they follow from a key that he keeps.
import { createHmac } from 'node:crypto';

/** As many hidden seeds as a grade takes. */
export const hiddenSeedCount = 3;

/** The shortest key, in characters. A shorter one could be found by trying. */
export const keyCharactersMin = 16;

/** The hidden seeds of a challenge. The same key gives the same seeds, on every machine. */
export function hiddenSeeds(key: string, challenge: string): number[] {
  return Array.from({ length: hiddenSeedCount }, (_, index) => {
    const mac = createHmac('sha256', key).update(`${challenge}\n${index}`).digest();
    return mac.readUInt32BE(0) >>> 1;
  });
}
