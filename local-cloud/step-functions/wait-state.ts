// Until when a Wait state waits.

import type { WaitState } from './definition.ts';
import { timestampMs } from './iso-time.ts';
import { type Data, valueAt } from './paths.ts';
import { runtimeError } from './states-error.ts';

// AWS's limit on a wait: one year, in seconds.
const waitSecondsMax = 31_536_000;

/**
 * The end of the wait, in milliseconds since 1970.
 * @throws {StatesError} States.Runtime for something that is no duration or no time
 */
export function waitEndMs(state: WaitState, data: Data, nowMs: number): number {
  if (state.Seconds !== undefined || state.SecondsPath !== undefined) {
    return nowMs + 1000 * waitSeconds(state, data);
  }
  const timestamp = state.Timestamp ?? valueAt(String(state.TimestampPath), data, 'TimestampPath');
  const timeMs = timestampMs(timestamp);
  if (timeMs === undefined) {
    throw runtimeError(`Wait: ${JSON.stringify(timestamp)} is no timestamp in RFC 3339's form`);
  }
  return timeMs;
}

function waitSeconds({ Seconds, SecondsPath }: WaitState, data: Data): number {
  const seconds = Seconds ?? valueAt(String(SecondsPath), data, 'SecondsPath');
  if (typeof seconds === 'number' && seconds >= 0 && seconds <= waitSecondsMax) return seconds;
  throw runtimeError(`Wait: ${JSON.stringify(seconds)} is no number of seconds up to a year`);
}
