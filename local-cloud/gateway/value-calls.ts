// Calls whose input and answer are handed over as they are, instead of being written out as bytes
// and read again. Both sides live in one process, and nobody changes what it was handed.

import type { JsonObject } from '../service.ts';
import type { ClientHandler, SdkResponse } from './sdk-transport.ts';

/** A call as a value. Its input says what the wire would carry; members may be undefined. */
export type ValueCall = {
  readonly hostname: string;
  /** The part of `X-Amz-Target` before the dot, e.g. `AmazonSQS`. */
  readonly target: string;
  readonly operation: string;
  readonly input: JsonObject;
};

/** The answer as a value; an error as it is on the wire, so that the SDK makes its own of it. */
export type ValueAnswer = { readonly output: JsonObject } | { readonly refusal: SdkResponse };

/** Carries out calls that are handed over as values. Neither side may change what it is handed. */
export type ValueCaller = (call: ValueCall) => Promise<ValueAnswer>;

const callers = new WeakMap<ClientHandler, ValueCaller>();

/** Says how calls of a handler may be made by value. */
export function takeValueCalls(handler: ClientHandler, caller: ValueCaller): void {
  callers.set(handler, caller);
}

/**
 * How to call by value, if the cloud's own handler is at hand. A handler that stands around it sees
 * every request as it is on the wire, unless it passes the calls on itself.
 */
export function valueCallerOf(handler: ClientHandler): ValueCaller | undefined {
  return callers.get(handler);
}
