// What happened in one run, in the order in which it happened: all that safety and liveness are
// judged by. Append-only; whoever reads it sees each entry once.
import type { ControlEvent } from '../events.ts';
import type { QueueName } from '../limits.ts';
import type { CellRecord, NodeRecord, SupernodeRecord } from '../network.ts';

/** One thing that happened. */
export type HistoryEntry = Commit | MessageEntry | Milestone;

/** Records that changed together: nobody can have seen one of the changes without the others. */
export interface Commit {
  readonly kind: 'commit';
  readonly atMs: number;
  readonly changes: readonly RecordChange[];
}

/** One record before and after; null where there was none, or is none any more. */
export type RecordChange = NodeChange | RegistrationChange | CellChange;

export type NodeChange = Change<'node', NodeRecord>;
export type RegistrationChange = Change<'supernode', SupernodeRecord>;
export type CellChange = Change<'cell', CellRecord>;

interface Change<Of extends string, Row> {
  readonly of: Of;
  readonly before: Row | null;
  readonly after: Row | null;
}

/** Where a message can be. */
export type MessagePlace = QueueName | 'dead-letters' | 'quarantine';

export type MessageEntry = MessageSent | MessageMoved;

/** A queue accepted a message, perhaps with a delay. */
export interface MessageSent {
  readonly kind: 'message';
  readonly step: 'sent';
  readonly atMs: number;
  readonly queue: MessagePlace;
  readonly messageId: string;
  /** Null: no event of ours, so the message is poison. */
  readonly event: ControlEvent | null;
  /**
   * Of a log-in: whether its proof was made with the control plane's key for this node and boot. A
   * rule asks only where the answer changes its verdict, because each proof costs a digest.
   */
  readonly isGenuine: () => boolean;
}

/** A message was handed out, or is gone. A duplicate has the id of its original. */
export interface MessageMoved {
  readonly kind: 'message';
  /**
   * - `received`: handed out to a consumer
   * - `deleted`: done, as its consumer says
   * - `dead`: received too often; it is in the dead-letter queue now
   * - `quarantined`: quarantined by its consumer, which deletes it afterwards
   * - `expired`: the queue gave it up
   */
  readonly step: 'received' | 'deleted' | 'dead' | 'quarantined' | 'expired';
  readonly atMs: number;
  readonly queue: MessagePlace;
  readonly messageId: string;
  /** Of a quarantined message: no retry could have helped it. */
  readonly isPoison: boolean;
}

/**
 * - `seeded`: the quiet day is stored; what comes next is the control plane's doing
 * - `fault`: something went wrong on purpose, or PCs restarted; `lastsUntilMs` is when it is over
 * - `finished`: the run is over, and from here on nothing is served
 */
export type Milestone =
  | { readonly kind: 'seeded' | 'finished'; readonly atMs: number }
  | {
      readonly kind: 'fault';
      readonly atMs: number;
      readonly what: string;
      readonly lastsUntilMs: number;
    };

/** The nodes that an entry made or changed. */
export function nodesAfter(entry: HistoryEntry): (NodeChange & { readonly after: NodeRecord })[] {
  return entry.kind === 'commit' ? entry.changes.filter(isNodeAfter) : [];
}

function isNodeAfter(change: RecordChange): change is NodeChange & { readonly after: NodeRecord } {
  return change.of === 'node' && change.after !== null;
}
