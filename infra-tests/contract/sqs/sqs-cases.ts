// SQS: every case.

import type { ContractCase } from '../contract-case.ts';
import { batches } from './batches.ts';
import { deadLetters } from './dead-letters.ts';
import { inFlight } from './in-flight.ts';
import { queues } from './queues.ts';
import { receiving } from './receiving.ts';
import { sending } from './sending.ts';

/** What AWS promises of SQS, as far as this system leans on it. */
export const sqsCases: readonly ContractCase[] = [
  ...sending,
  ...batches,
  ...receiving,
  ...inFlight,
  ...deadLetters,
  ...queues,
];
