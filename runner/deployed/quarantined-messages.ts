// Reads messages from quarantine and judges each again.

import type { ControlEvent } from '#domain/events.ts';
import type { QueueName } from '#domain/limits.ts';
import { tooFarAhead } from '#domain/login/due-ahead.ts';
import { runNamedIn } from '#domain/run-named-in.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import { parserOf } from '#functions/messages.ts';

/** A message in quarantine, as it was when its consumer put it there. */
export interface Quarantined {
  readonly queue: QueueName;
  readonly messageId: string;
  /** The run that it names; undefined: none, or its body was cut. */
  readonly runId: string | undefined;
  /** Whether its consumer could have handled it at that time, as a message of that run. */
  isSoundIn(run: Pick<RunSettings, 'runId' | 'cells'>, atMs: number): boolean;
}

/** Unwraps a quarantined message. @returns null when the wrapper itself is unreadable */
export function readQuarantined(body: string): Quarantined | null {
  try {
    const { queue, messageId, body: inner } = JSON.parse(body);
    const isWhole = isQueue(queue) && typeof messageId === 'string' && typeof inner === 'string';
    if (!isWhole) return null;
    const event = eventOf(queue, inner);
    const isSoundIn: Quarantined['isSoundIn'] = ({ runId, cells }, atMs) =>
      event?.runId === runId && cells.includes(event.cell) && tooFarAhead(event, atMs) === null;
    return { queue, messageId, runId: runNamedIn(inner), isSoundIn };
  } catch {
    return null;
  }
}

/** A damaged message may hold any name, even `constructor`. */
function isQueue(name: unknown): name is QueueName {
  return typeof name === 'string' && Object.hasOwn(parserOf, name);
}

/** A message as its consumer reads it; null for one that it cannot read. */
function eventOf(queue: QueueName, body: string): ControlEvent | null {
  try {
    return parserOf[queue](body);
  } catch {
    return null;
  }
}
