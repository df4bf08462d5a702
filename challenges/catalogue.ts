// All challenges, in the order in which they are to be taken.

import { bankIsDown } from './bank-is-down/challenge.ts';
import type { Challenge } from './challenge.ts';
import { cheapestCure } from './cheapest-cure/challenge.ts';
import { countOnce } from './count-once/challenge.ts';
import { fewSteps } from './few-steps/challenge.ts';
import { fullBatches } from './full-batches/challenge.ts';
import { ghostHunt } from './ghost-hunt/challenge.ts';
import { inTime } from './in-time/challenge.ts';
import { oneBadOrder } from './one-bad-order/challenge.ts';
import { politeClients } from './polite-clients/challenge.ts';
import { sixtyPercent } from './sixty-percent/challenge.ts';

/** Every challenge. */
export const challenges: readonly Challenge[] = [
  // Its answer can be read in the handler of the next one.
  countOnce,
  oneBadOrder,
  bankIsDown,
  politeClients,
  ghostHunt,
  inTime,
  fewSteps,
  fullBatches,
  sixtyPercent,
  cheapestCure,
];
