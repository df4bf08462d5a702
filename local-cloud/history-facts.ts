// The facts by which a run is judged: each change of a table, and each step of a message.

import type { JsonObject } from './service.ts';

/** One write call that changed something; a transaction or a batch is one commit. */
export type Commit = {
  atMs: number;
  /** The table of the first change; a transaction may change several tables. */
  tableName: string;
  /**
   * The call, e.g. `PutItem` or `TransactWriteItems`; `TTL` where the table removed items itself.
   */
  operation: string;
  changes: readonly ItemChange[];
};

/** One item before and after, as maps of AttributeValues, which are never changed afterwards. */
export type ItemChange = {
  tableName: string;
  key: JsonObject;
  /** Undefined: there was no such item. */
  before: JsonObject | undefined;
  /** Undefined: the item was deleted. */
  after: JsonObject | undefined;
};

/**
 * - `sent`: accepted by a queue, perhaps with a delay
 * - `received`: handed out, to an event source mapping or a caller
 * - `deleted`: removed by a delete that named this receive, or by a purge
 * - `dead`: received too often and moved to the dead-letter queue
 * - `expired`: removed at the end of the queue's retention period
 */
export type MessageStep = 'sent' | 'received' | 'deleted' | 'dead' | 'expired';

/**
 * One step of one message. A message that is delivered twice keeps its id, so it may be received
 * after it was deleted.
 */
export type MessageFact = {
  atMs: number;
  kind: MessageStep;
  /** The queue; for a `dead` message the queue that it left. */
  queueName: string;
  messageId: string;
  body: string;
  /** How often the message had been received by then, this time included. */
  receiveCount: number;
};

/** Called for every commit, in their order. */
export type CommitListener = (commit: Commit) => void;

/** Called for every step of every message, in their order. */
export type MessageListener = (fact: MessageFact) => void;
