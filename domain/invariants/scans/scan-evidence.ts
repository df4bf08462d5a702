// What a deployed run is judged by, and what is said of it.

import type { QueueName } from '../../limits.ts';
import type { CellRecord, NodeRecord, SupernodeRecord } from '../../network.ts';
import type { RunSettings } from '../../run-settings.ts';
import type { RunVerdict } from '../../storm/run-verdict.ts';
import type { Violation } from '../invariant.ts';

/** One reading of a run's table and of the queues around it. It takes a while: counts may move. */
export interface NetworkSnapshot {
  /** When the reading ended. */
  readonly atMs: number;
  readonly settings: RunSettings;
  /** The run is finished or past its end: nothing is served any more. */
  readonly isOver: boolean;
  readonly cells: readonly CellRecord[];
  readonly nodes: readonly NodeRecord[];
  readonly supernodes: readonly SupernodeRecord[];
  /** Messages in each queue, delayed, visible or handed out, as SQS counts them. */
  readonly underWay: Readonly<Record<QueueName, number>>;
}

/** What lies in the queues that nobody reads from. */
export interface DeadLettersLeft {
  /** By the name of the queue: messages that name the run. */
  readonly deadLetters: Readonly<Record<string, number>>;
  /** The same of messages that name no run, or could not be read: they may be of any. */
  readonly unclearDeadLetters: Readonly<Record<string, number>>;
  /** Quarantined messages that were read and could have been handled, in words. */
  readonly sound: readonly string[];
  /** How many of those in quarantine could not be read. */
  readonly unreadQuarantinedCount: number;
}

/** What two scans are judged by. */
export interface Scans {
  readonly first: NetworkSnapshot;
  readonly second: NetworkSnapshot;
  /** How the run's storm ended, as it was written down then; absent: that is not known. */
  readonly verdict?: RunVerdict | undefined;
  readonly messagesLeft: DeadLettersLeft;
}

/** What a scan says of one invariant; nothing found is that it holds. */
export interface ScanFinding {
  readonly violations: readonly Omit<Violation, 'atMs' | 'entry'>[];
  readonly unknown: string | null;
}

/** How a scan decides an invariant. */
export interface ScanRule {
  readonly decidedBy: string;
  find(scans: Scans): ScanFinding;
}
