// The step that handles a message, in the chain of causes that the message belongs to.
import type { SQSRecord } from 'aws-lambda';
import { type LogContext, ofStep } from '#adapters/log-context.ts';
import {
  beginTrace,
  carriesTraceContext,
  readTraceparent,
  stepAfter,
  type TraceContext,
  traceparentName,
} from '#adapters/queues/trace-context.ts';
import type { Runtime } from '#adapters/runtime.ts';
import type { ControlEvent } from '#domain/events.ts';

/** A message as it came. */
export interface Delivered {
  readonly messageId: string;
  readonly record: SQSRecord;
  /** Undefined: it is malformed. */
  readonly event: ControlEvent | undefined;
}

/**
 * The step of a message. Whoever can send to a queue can write any `traceparent`, so that it
 * decides nothing: one that is missing or broken begins a chain of its own.
 * @returns undefined where the stack has no trace context, or nothing of a message is known
 */
export function stepOf(
  runtime: Pick<Runtime, 'env'>,
  { messageId, record, event }: Delivered,
): TraceContext | undefined {
  if (!carriesTraceContext(runtime)) return undefined;
  const cause = readTraceparent(record.messageAttributes?.[traceparentName]?.stringValue);
  if (cause !== undefined) return stepAfter(cause, event?.id ?? messageId);
  return event === undefined ? undefined : beginTrace(event.id, event.dueAtMs);
}

/** What a line of the log says of a message. */
export function contextOf(runtime: Pick<Runtime, 'env'>, delivered: Delivered): LogContext {
  const { messageId, event } = delivered;
  const known = event && { runId: event.runId, cell: event.cell, eventId: event.id };
  return ofStep({ ...known, messageId }, stepOf(runtime, delivered));
}
