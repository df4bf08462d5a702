// What is known of the log-ins of one cell while their batch is handled.
import type { Admission } from '#domain/login/admit-login.ts';
import type { Invocation } from '#twin/meters/network-meters.ts';
import type { Cell } from '../cell.ts';
import type { Network } from '../network-state.ts';

/** One cell's share of a batch. */
export interface LoginGroup {
  readonly network: Network;
  readonly run: Invocation;
  readonly cell: Cell;
  /** Requests that go back to the queue. */
  readonly again: number[];
}

/** One request with what was decided about it so far. */
export interface Login {
  readonly message: number;
  readonly node: number;
  readonly admission: Admission;
  /** Whether the log-in service served it. */
  isServed: boolean;
  /** What became of its placement; null: it was not tried. */
  placed: Placed | null;
}

/** What became of a log-in that was served and is still waited for. */
export type Placed = 'placed' | 'superseded' | 'no-capacity';
