// Who looks on while a network runs. Nothing of the run depends on it: an observer is told, and
// asks for nothing.
import type { QueueName } from '#domain/limits.ts';
import type { LoginAnswer, LoginOutcome } from '#domain/login/plan-answer.ts';
import type { Change } from '#domain/membership/plan-change.ts';
import type { Registration } from './cell.ts';

/**
 * Is told of each step of each message, by the message's number in the pool. Moments are virtual
 * time, in milliseconds since 1970.
 */
export interface NetworkObserver {
  /** A message was handed to its queue, where it becomes visible at `visibleAtMs`. */
  sent(message: number, sentAtMs: number, visibleAtMs: number): void;
  /** A poller received messages: those of its batch from the place `from` on. */
  received(batch: readonly number[], from: number, nowMs: number): void;
  /** An invocation begins with a batch; whatever is told until it ended is its work. */
  batchBegan(queue: QueueName, batch: readonly number[], nowMs: number): void;
  batchEnded(endMs: number): void;
  /** A message of the membership queue was handled: what it led to. */
  changed(message: number, change: Change<Registration>, nowMs: number): void;
  /** A client is about to notice that its supernode is gone, and signs in again. */
  orphaned(node: number, supernode: number): void;
  /** A request to sign in got its outcome, and this follows from it. */
  answered(message: number, outcome: LoginOutcome, answer: LoginAnswer, nowMs: number): void;
  /** The request that was answered last is a copy of another one, and ends here. */
  copyDropped(message: number): void;
  /** The next attempts of the request that was answered last are counted, not executed. */
  aggregated(message: number): void;
  /** A heal step promoted a node to supernode. @param home its supernode until then */
  promoted(node: number, slots: number, home: Registration | undefined, nowMs: number): void;
  /** A heal step removed the registration of a supernode that restarted. */
  retired(node: number, nowMs: number): void;
}
