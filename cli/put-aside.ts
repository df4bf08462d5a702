// What a consumer put into quarantine, unwrapped and judged anew.
import type { QueueName } from '#domain/limits.ts';
import { parserOf } from '#functions/messages.ts';

/** A message in quarantine as it was when it was put aside. */
export interface PutAside {
  readonly queue: QueueName;
  readonly messageId: string;
  /** Whether its consumer could have handled it as a message of that run. */
  isReadableBy(runId: string): boolean;
}

/** Unwraps a quarantined message. @returns null when the wrapping itself was spoilt */
export function readPutAside(body: string): PutAside | null {
  try {
    const { queue, messageId, body: inner } = JSON.parse(body);
    const isWhole = isQueue(queue) && typeof messageId === 'string' && typeof inner === 'string';
    if (!isWhole) return null;
    return { queue, messageId, isReadableBy: (runId) => runOf(queue, inner) === runId };
  } catch {
    return null;
  }
}

/** What was spoilt may say anything, `constructor` too. */
function isQueue(name: unknown): name is QueueName {
  return typeof name === 'string' && Object.hasOwn(parserOf, name);
}

/** The run of a message; null for one that its consumer cannot read. */
function runOf(queue: QueueName, body: string): string | null {
  try {
    return parserOf[queue](body).runId;
  } catch {
    return null;
  }
}
