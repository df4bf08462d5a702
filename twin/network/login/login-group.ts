// What is known of the log-ins of one cell while their batch is handled.
import type { Admission } from '#domain/login/admit-login.ts';
import type { LoginOutcome, Served } from '#domain/login/plan-answer.ts';
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
  /** Whether the batch is executed; otherwise it is one of those that are worked out. */
  readonly isExecuted: boolean;
}

/** One request on its way through its batch. */
export interface Login {
  readonly message: number;
  readonly node: number;
  /** How far it came: its outcome, or the step that it waits for. */
  standing: Admission | Served | LoginOutcome;
}
