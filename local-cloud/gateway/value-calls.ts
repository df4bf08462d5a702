// Calls whose input and answer are handed over as values, without serialisation. Both sides live in
// one process, and neither changes what it gets.

import type { JsonObject } from '../service.ts';
import type { ClientHandler, SdkResponse } from './sdk-transport.ts';

/** A call as a value. Its input is what a request would carry; members may be undefined. */
export type ValueCall = {
  readonly hostname: string;
  /** The part of `X-Amz-Target` before the dot, e.g. `AmazonSQS`. */
  readonly target: string;
  readonly operation: string;
  readonly input: JsonObject;
};

/**
 * The answer as a value. An error has the form of a response, so that the SDK makes its own error
 * from it.
 */
export type ValueAnswer = { readonly output: JsonObject } | { readonly refusal: SdkResponse };

/** Carries out calls that are handed over as values. Neither side may change what it is handed. */
export type ValueCaller = (call: ValueCall) => Promise<ValueAnswer>;

const callers = new WeakMap<ClientHandler, ValueCaller>();

/** Registers how calls of a handler can be made by value. */
export function takeValueCalls(handler: ClientHandler, caller: ValueCaller): void {
  callers.set(handler, caller);
}

/**
 * How to make calls by value, if this is the cloud's own handler. A handler around it sees every
 * request in serialised form, unless it registers a way of its own.
 */
export function valueCallerOf(handler: ClientHandler): ValueCaller | undefined {
  return callers.get(handler);
}
