// Ids for new objects, in the form of a UUID and drawn from the seed.

import type { Random } from './service.ts';

/** Makes ids of the form `xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx`, the same for the same seed. */
export function identifiersFrom(random: Random): () => string {
  let serial = 0;
  return () => {
    serial += 1;
    const high = hex8(random());
    const low = hex8(random());
    // The serial number makes all ids of one run different.
    const tail = serial.toString(16).padStart(12, '0');
    return `${high}-${low.slice(0, 4)}-4${low.slice(4, 7)}-8${high.slice(0, 3)}-${tail}`;
  };
}

function hex8(uniform: number): string {
  return Math.floor(uniform * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
}
