// All challenges, in the order in which they are to be taken.

import type { Challenge } from './challenge.ts';
import { cheapestCure } from './cheapest-cure/challenge.ts';
import { fewSteps } from './few-steps/challenge.ts';
import { ghostHunt } from './ghost-hunt/challenge.ts';
import { inTime } from './in-time/challenge.ts';
import { politeClients } from './polite-clients/challenge.ts';

/** Every challenge. */
export const challenges: readonly Challenge[] = [
  politeClients,
  ghostHunt,
  inTime,
  fewSteps,
  cheapestCure,
];
