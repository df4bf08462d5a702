// The whole table: known results beside the twin's own.

import { firstDetection } from './first-detection.ts';
import { impatience, littlesLaw } from './impatience.ts';
import { backoffTable, retriedByDomain } from './known/backoff-table.ts';
import { boundedLoads } from './known/bounded-loads.ts';
import type { KnownResult } from './known/known-result.ts';
import { outageOf2021 } from './known/outage-2021.ts';
import { simfaasTable } from './known/simfaas-table.ts';
import { oneChoiceOrTwo, placedByDomain } from './known/supermarket-table.ts';
import { everybodyWaits, nobodyWaits } from './many-servers.ts';
import { callsTogether, retryPauses, retryWork } from './retry-work.ts';
import { fullQueue, halfLoaded, heavilyLoaded, otherLaws } from './single-server.ts';
import { type RowGroup, type TwinParts, twinParts } from './twin-parts.ts';

/** What the table is asked for. */
export interface ValidationOptions {
  readonly seed: number;
  /** The quick table has runs of a twelfth of the length, and tolerances that are wider for it. */
  readonly size: 'quick' | 'full';
  readonly parts?: TwinParts;
  /** Told of each group's rows as soon as they are there. */
  readonly onRows?: (rows: readonly KnownResult[]) => void;
}

/** How many times as long the full table's runs are. */
const fullLength = 12;

/** The groups of rows, in the order of the table. */
export const rowGroups: readonly RowGroup[] = [
  halfLoaded,
  heavilyLoaded,
  otherLaws,
  fullQueue,
  nobodyWaits,
  everybodyWaits,
  impatience,
  littlesLaw,
  retryWork,
  retryPauses,
  callsTogether,
  outageOf2021,
  backoffTable,
  retriedByDomain,
  oneChoiceOrTwo,
  placedByDomain,
  boundedLoads,
  simfaasTable,
  firstDetection,
];

/** Works out every row. The same options give the same table. */
export function validateTwin(options: ValidationOptions): KnownResult[] {
  const { seed, size, parts = twinParts, onRows } = options;
  const scaled = (length: number) => (size === 'quick' ? length : length * fullLength);
  return rowGroups.flatMap((group) => {
    const rows = group({ seed, parts, scaled });
    onRows?.(rows);
    return rows;
  });
}
