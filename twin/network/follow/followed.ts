// What is known of one node's messages: from the queue to the table, one after the other.
import type { ControlEvent } from '#domain/events.ts';
import type { QueueName } from '#domain/limits.ts';
import type { LoginOutcome } from '#domain/login/plan-answer.ts';
import type { NodeRecord } from '#domain/network.ts';
import type { FunctionName } from '#domain/stack-names.ts';

/** One node that was followed through a run. Moments are milliseconds since 1970. */
export interface FollowedNode {
  readonly nodeId: string;
  readonly cell: string;
  /** The first part of the key of all items of its cell. */
  readonly pk: string;
  /** In the order in which they were sent. */
  readonly messages: readonly FollowedMessage[];
  /** Messages that came after the most that are kept. */
  readonly leftOutCount: number;
  /** The node as its record says it is at the start. */
  readonly before: RecordSeen;
}

/** As much of a node's record as is shown. */
export interface RecordSeen extends Pick<NodeRecord, 'state' | 'role' | 'epoch'> {
  /** The supernode that it is homed at, dead or live; null: none. */
  readonly home: string | null;
}

/** Who sent a message: a function, or whoever stored the quiet day. */
export type Sender = FunctionName | 'seed';

/** One message of the node, or a heal step of its cell that changed it. */
export interface FollowedMessage {
  readonly type: ControlEvent['type'];
  /** The message's id, without the run's name. */
  readonly id: string;
  readonly queue: QueueName;
  readonly sender: Sender;
  /** The place of the message that it follows from in the list; null: that is not the node's. */
  readonly follows: number | null;
  /** The supernode whose loss the node noticed; null: it does not follow from such a loss. */
  readonly orphanOf: string | null;
  /** Attempts of the client before this one that were counted, not executed. */
  readonly countedAttempts: number;
  /** Null where attempts before it were counted: then nobody sent it. */
  readonly sentAtMs: number | null;
  readonly dueAtMs: number;
  /** When its delay in the queue is over. */
  readonly visibleAtMs: number;
  /** When a poller received it last; null: none did. */
  readonly receivedAtMs: number | null;
  /** How often one did. */
  readonly receiveCount: number;
  /** The batch that it was handled in; null: it was handled without, or not at all. */
  readonly batch: BatchSeen | null;
  /** When the node's part of the batch was decided; null: it never was. */
  readonly decidedAtMs: number | null;
  readonly decision: Decision | null;
  /** Items that were written for it, in order. */
  readonly writes: readonly ItemWrite[];
  /** The node's record afterwards; null: nothing was decided. */
  readonly after: RecordSeen | null;
}

/** The batch that a message came in. */
export interface BatchSeen {
  /** Its number among the batches of its queue, from 1. */
  readonly number: number;
  readonly size: number;
  /** When its invocation began and ended. */
  readonly startMs: number;
  readonly endMs: number;
}

/** What was decided. Kinds of log-ins are those of the domain. */
export type Decision =
  | { readonly kind: 'placed'; readonly supernode: string }
  | { readonly kind: 'deferred'; readonly admissionAtMs: number }
  | {
      readonly kind:
        | Exclude<LoginOutcome['kind'], 'placed' | 'deferred'>
        | 'sent-on'
        | 'copy-dropped'
        | 'stale'
        | 'repeated'
        | 'found-silent'
        | 'retired';
    }
  /** The node booted, or was switched off: its record moved on. */
  | {
      readonly kind: 'moved' | 'lost';
      /** How many clients it had, who are told that it is gone. */
      readonly orphanCount: number;
    }
  | { readonly kind: 'renewed'; readonly leaseUntilMs: number }
  /** A supernode under too many attempts signs off and restarts. */
  | { readonly kind: 'protects-itself' }
  | { readonly kind: 'promoted'; readonly slots: number };

/** An item of the node's cell that was written, and why. */
export interface ItemWrite {
  /** The second part of its key. */
  readonly sk: string;
  readonly what: WriteReason;
}

/** Why an item was written. */
export type WriteReason =
  | 'node-moves'
  | 'node-is-placed'
  | 'node-stands-by'
  | 'node-answers-check'
  | 'node-is-lost'
  | 'node-is-promoted'
  | 'slot-is-taken'
  | 'slot-is-given-back'
  | 'registers'
  | 'registration-is-void'
  | 'registration-is-removed'
  | 'lease-is-extended'
  | 'asks-are-counted'
  | 'population-changes'
  | 'news-is-counted';
