// What of a network's log-ins shows on the wire between PCs. Nothing of the run depends on it.
import type { LoginOutcome } from '#domain/login/plan-answer.ts';
import type { Cell, Registration } from '../cell.ts';

/** What is recorded, and where: as on the edge of a campus, whose hosts are a few of all. */
export interface WireOrder {
  /** About so many hosts, drawn from all nodes; all of them where there are fewer. */
  readonly hostCount: number;
  /** Moments in milliseconds since 1970, in order of time; windows do not overlap. */
  readonly windows: readonly WireWindow[];
}

/** A span of time that is recorded by itself. */
export interface WireWindow {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Is told of each step that sends packets from one PC to another. */
export interface WireTap {
  /** A request to sign in got its outcome. */
  answered(cell: Cell, node: number, outcome: LoginOutcome['kind']): void;
  /** A client was placed at a supernode. */
  placed(cell: Cell, node: number, registration: Registration): void;
  /** A client was sent to a supernode that did not take it. */
  sentAway(cell: Cell, node: number, supernode: string): void;
  /** A client notices that its supernode is gone. */
  orphaned(cell: Cell, node: number, supernode: number): void;
  /** From here on a client's attempts are counted, not executed. */
  countedFrom(cell: Cell, node: number): void;
  /** Up to here they were. */
  countedUpTo(cell: Cell, node: number): void;
  /** So many attempts of a cell were worked out, of clients of whom each made as many. */
  workedOut(cell: Cell, attemptCount: number, clientCount: number): void;
  /** Time passed: a sample was taken. */
  timePassed(nowMs: number): void;
}
