// Where a message stands in a chain of causes: the attribute `traceparent` of W3C Trace Context
// (Recommendation of 23 November 2021, "traceparent Header"). Nothing here draws by chance: ids are
// digests of what they stand for, so that a copy of a message, and a step that is tried again, have
// the same.
import { hash } from 'node:crypto';
import type { Runtime } from '../runtime.ts';

/** A step of a chain of causes. */
export interface TraceContext {
  /** Of the whole chain: 32 lowercase hex digits, not all zero. */
  readonly traceId: string;
  /** Of this step: 16 lowercase hex digits, not all zero. */
  readonly spanId: string;
  /** Whether whoever began the chain may have recorded something of it. */
  readonly isSampled: boolean;
}

/** The name of the message attribute. */
export const traceparentName = 'traceparent';

/** Whether the stack's functions send and read trace context. An operator's commands do not. */
export function carriesTraceContext({ env }: Pick<Runtime, 'env'>): boolean {
  return env.TRACING === 'context' || env.TRACING === 'on';
}

/**
 * Begins a chain of causes with a step of a function.
 * @param names what tells its beginning from every other one
 * @returns undefined where the stack has no trace context
 */
export function beginStep(
  runtime: Pick<Runtime, 'env'>,
  ...names: readonly (string | number)[]
): TraceContext | undefined {
  return carriesTraceContext(runtime) ? beginTrace(...names) : undefined;
}

/** Begins a chain of causes. @param names what tells its beginning from every other one */
export function beginTrace(...names: readonly (string | number)[]): TraceContext {
  const digest = hash('sha256', names.join(' '), 'hex');
  const spanId = digest.slice(traceIdLength, traceIdLength + spanIdLength);
  // The chain leaves lines in logs, which is a record.
  return { traceId: digest.slice(0, traceIdLength), spanId, isSampled: true };
}

/** The step that handles something as a consequence of another step. */
export function stepAfter(cause: TraceContext, what: string): TraceContext {
  const digest = hash('sha256', `${traceparentOf(cause)} ${what}`, 'hex');
  return { ...cause, spanId: digest.slice(0, spanIdLength) };
}

/** The attribute's value, which names a step as the parent of what it causes. */
export function traceparentOf({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}

/**
 * Reads the attribute's value. Of a later version the parts that version 00 has are read, as the
 * Recommendation asks ("Versioning of traceparent"); flags other than `sampled` are dropped.
 * @returns undefined for what is no valid one: whoever reads it begins a chain of its own
 */
export function readTraceparent(value: unknown): TraceContext | undefined {
  // A valid one of a later version may be longer, but nobody has to read a book.
  if (typeof value !== 'string' || value.length > traceparentLengthMax) return undefined;
  const parts = shape.exec(value);
  if (parts === null) return undefined;
  const [, version, traceId = '', spanId = '', flags = '', rest] = parts;
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

const traceIdLength = 32;
const spanIdLength = 16;
const traceparentLengthMax = 512;

const shape = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/s;
