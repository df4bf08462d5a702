// Clients that wait in vain, as the log-in service sees them: aggregated, or not at all.
import type { RetryReason } from '#domain/login/retry-login.ts';
import type { Cell } from '../cell.ts';

/** A request that was answered with "come back", and whose it is. */
export interface FailedRequest {
  readonly message: number;
  readonly node: number;
}

/** Keeps the clients that wait in vain. */
export interface Aggregation {
  /** Attempts that were worked out so far. */
  readonly aggregatedCount: number;
  /** Requests that are worked out and wait for their batch: how many at a time, and how long. */
  readonly gathering: { readonly messageCount: number; readonly waitMs: number };
  /** Whether a client is aggregated now, so that its next request need not be sent. */
  takes(cell: Cell, request: FailedRequest, reason: RetryReason, nowMs: number): boolean;
  /** The request that was taken last had come in a batch that was executed. */
  tookFromBatch(): void;
  /** Whether aggregated requests fill the queue's batches by themselves. */
  readonly fillsBatches: boolean;
  /** A request was executed without a batch; it is billed with those that are worked out. */
  billsWithOthers(cell: Cell): void;
  /**
   * Whether a client who is placed without a batch is the first of a transaction: the requests of a
   * cell that would have come in one batch share one.
   */
  opensGroup(cell: Cell): boolean;
  /** An aggregated client restarted, left or was promoted: its request is void. */
  forget(cell: Cell, node: number): void;
  /** Slots came free in a cell. */
  slotsCame(cell: Cell, nowMs: number): void;
  /** Works out what a cell was asked up to now. */
  settle(cell: Cell, nowMs: number): void;
  /** An aggregated client of a cell may ask now. @returns its request; undefined: nobody may */
  ask(cell: Cell, nowMs: number): number | undefined;
  /** Puts what was worked out since the last time on the bill. */
  bill(nowMs: number): void;
}

/** Aggregates nobody: every attempt is executed. */
export const noAggregation: Aggregation = {
  aggregatedCount: 0,
  gathering: { messageCount: 0, waitMs: 0 },
  takes: () => false,
  tookFromBatch: () => {},
  fillsBatches: false,
  billsWithOthers: () => {},
  opensGroup: () => true,
  forget: () => {},
  slotsCame: () => {},
  settle: () => {},
  ask: () => undefined,
  bill: () => {},
};
