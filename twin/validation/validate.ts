// The whole table: known results beside our own, first those of the queueing simulator and the
// rules, then those of the network twin.

import { firstDetection } from './first-detection.ts';
import { impatience, littlesLaw } from './impatience.ts';
import { backoffTable, retriedByDomain } from './known/backoff-table.ts';
import { boundedLoads } from './known/bounded-loads.ts';
import type { KnownResult } from './known/known-result.ts';
import { outageOf2021 } from './known/outage-2021.ts';
import { simfaasTable } from './known/simfaas-table.ts';
import { oneChoiceOrTwo, placedByDomain } from './known/supermarket-table.ts';
import { everybodyWaits, nobodyWaits } from './many-servers.ts';
import { littlesLawOfLogins } from './network/littles-law.ts';
import {
  closedRetries,
  fullLoginService,
  loginServiceAsMdc,
} from './network/login-service-rows.ts';
import {
  batchWindows,
  busyPollers,
  loneMessages,
  pollersOfBacklog,
} from './network/mapping-rows.ts';
import { filledByNetwork, placedByNetwork } from './network/placement-rows.ts';
import { callsTogether, retryPauses, retryWork } from './retry-work.ts';
import { fullQueue, halfLoaded, heavilyLoaded, otherLaws } from './single-server.ts';
import { type RowGroup, type TwinParts, twinParts } from './twin-parts.ts';

/** What the table is asked for. */
export interface ValidationOptions {
  readonly seed: number;
  /** The quick table has runs of a twelfth of the length, and tolerances that are wider for it. */
  readonly size: 'quick' | 'full';
  readonly parts?: TwinParts;
  /** Reported of each group's rows as soon as they are there. */
  readonly onRows?: (rows: readonly ValidatedRow[]) => void;
}

/**
 * What a row is about: the queueing simulator, the retry and the placement rules; or the network
 * twin, run by its own wheel, event source mappings, log-in service and placement.
 */
export type ValidatedPart = 'simulator-and-rules' | 'network-twin';

/** A row of the table. */
export interface ValidatedRow extends KnownResult {
  readonly part: ValidatedPart;
}

/** How many times as long the full table's runs are. */
const fullLength = 12;

/** Groups that run the queueing simulator or a rule of the domain, in the order of the table. */
export const simulatorGroups: readonly RowGroup[] = [
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

/** Groups that run the network twin's own parts. */
export const networkGroups: readonly RowGroup[] = [
  loneMessages,
  batchWindows,
  pollersOfBacklog,
  busyPollers,
  fullLoginService,
  loginServiceAsMdc,
  closedRetries,
  placedByNetwork,
  filledByNetwork,
  littlesLawOfLogins,
];

/** Works out every row. The same options give the same table. */
export function validateTwin(options: ValidationOptions): ValidatedRow[] {
  const { seed, size, parts = twinParts, onRows } = options;
  const scaled = (length: number) => (size === 'quick' ? length : length * fullLength);
  const rowsOf = (groups: readonly RowGroup[], part: ValidatedPart) =>
    groups.flatMap((group) => {
      const rows = group({ seed, parts, scaled }).map((row) => ({ ...row, part }));
      onRows?.(rows);
      return rows;
    });
  return [
    ...rowsOf(simulatorGroups, 'simulator-and-rules'),
    ...rowsOf(networkGroups, 'network-twin'),
  ];
}
