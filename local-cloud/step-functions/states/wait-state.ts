// The end of a Wait state. The messages of the refusals are AWS's own (LocalStack, test_wait and
// test_base_scenarios, 2023-12 to 2024-12).

import { timestampMs } from '../data/iso-time.ts';
import { type Data, lookUp } from '../data/paths.ts';
import type { WaitState } from '../definition/definition.ts';
import { runtimeError } from '../states-error.ts';

// AWS was recorded to accept 24,855 days ahead and to refuse 24,856: a count of seconds in 31 bits.
const waitSecondsMax = 2_147_483_647;

/**
 * The end of the wait, in milliseconds since 1970.
 * @throws {StatesError} States.Runtime for a value that is no duration or no time, or is too far
 * ahead
 */
export function waitEndMs(state: WaitState, data: Data, nowMs: number): number {
  const endMs = askedEndMs(state, data, nowMs);
  if (endMs - nowMs > waitSecondsMax * 1000) throw runtimeError('Wait state delay is too long.');
  return endMs;
}

function askedEndMs({ Seconds, SecondsPath, ...state }: WaitState, data: Data, nowMs: number) {
  if (Seconds !== undefined) return nowMs + 1000 * Seconds;
  if (SecondsPath !== undefined) return nowMs + 1000 * secondsAt(SecondsPath, data);
  if (state.TimestampPath !== undefined) return timeAt(state.TimestampPath, data);
  // The check of the definition has accepted only times.
  return timestampMs(state.Timestamp) ?? nowMs;
}

function secondsAt(path: string, data: Data): number {
  const seconds = inputAt(path, data, 'SecondsPath');
  if (typeof seconds !== 'number' || !Number.isInteger(seconds)) {
    throw runtimeError(
      `The SecondsPath parameter cannot be parsed as a long value: ${path} == ${shown(seconds)}`,
    );
  }
  if (seconds >= 0) return seconds;
  throw runtimeError(
    `The SecondsPath parameter references a negative value: ${path} == ${seconds}`,
  );
}

function timeAt(path: string, data: Data): number {
  const value = inputAt(path, data, 'TimestampPath');
  const timeMs = timestampMs(value);
  if (timeMs !== undefined) return timeMs;
  throw runtimeError(
    'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time ' +
      `format string: ${path} == ${shown(value)}`,
  );
}

function inputAt(path: string, data: Data, field: string): unknown {
  const answer = lookUp(path, data);
  if (answer.found) return answer.value;
  throw runtimeError(`The ${field} parameter does not reference an input value: ${path}`);
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
