// What a line of a function's log says about where it belongs. The names are those of
// OpenTelemetry's log records (`TraceId`, `SpanId`) and of the project's events.
import type { TraceContext } from './queues/trace-context.ts';

/**
 * Where a line belongs, as far as it is known. Logs are billed by the byte: nothing more is here.
 */
export interface LogContext {
  readonly runId?: string;
  readonly cell?: string;
  /** SQS's id, which a message keeps when it is delivered again. */
  readonly messageId?: string;
  /**
   * The event's own id, which copies of it share: run, node, boot and attempt, or cell and step.
   */
  readonly eventId?: string;
  readonly traceId?: string;
  readonly spanId?: string;
}

/** The context of a line, with the step that writes it. */
export function ofStep(context: LogContext, step: TraceContext | undefined): LogContext {
  return step === undefined ? context : { ...context, traceId: step.traceId, spanId: step.spanId };
}

/** What holds for each of some messages that a line is about together. */
export function saidOfAll([first = {}, ...others]: readonly LogContext[]): LogContext {
  const shared = Object.entries(first).filter(([name, value]) =>
    others.every((one) => one[name as keyof LogContext] === value),
  );
  return Object.fromEntries(shared);
}
