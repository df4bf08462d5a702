// The JSON that is passed between states: its shape, its size, its copies.

import type { JsonObject } from '../../service.ts';
import { StatesError } from '../states-error.ts';

/**
 * The most bytes of UTF-8 that a state's input, output or task payload may have.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html, looked up in 2026.
 */
const stateDataBytesMax = 262_144;

/** True for a JSON object, false for arrays, null and scalars. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether JSON text is within the limit on state data. */
export function fits(text: string): boolean {
  return text.length * 3 <= stateDataBytesMax || Buffer.byteLength(text) <= stateDataBytesMax;
}

/**
 * The JSON text of state data; undefined counts as null.
 * @param whose the beginning of AWS's sentence: `The state/task 'S' returned a result`
 * @param options.isTerminal false if States.ALL may catch the error
 * @throws {StatesError} States.DataLimitExceeded above 256 KiB
 */
export function limitedText(value: unknown, whose: string, { isTerminal = true } = {}): string {
  const text = JSON.stringify(value ?? null);
  if (fits(text)) return text;
  throw new StatesError(
    'States.DataLimitExceeded',
    `${whose} with a size exceeding the maximum number of bytes service limit.`,
    { isTerminal },
  );
}

/**
 * A copy that shares nothing with the original, as after a transfer. It has the same limit as
 * above.
 */
export function limitedCopy(value: unknown, whose: string, options = {}): unknown {
  return JSON.parse(limitedText(value, whose, options));
}
