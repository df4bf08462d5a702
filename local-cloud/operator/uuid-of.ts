// Ids of things that a template names. They follow from the name, so a restart keeps them.

import { hash } from 'node:crypto';

const CUTS = [0, 8, 12, 16, 20, 32];

/** An id in the form of a UUID, always the same for a name. */
export function uuidOf(name: string): string {
  const digest = hash('sha256', name);
  const parts = CUTS.slice(1).map((end, index) => digest.slice(CUTS[index], end));
  return parts.join('-');
}
