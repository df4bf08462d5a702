// How rows put the outcome of a call.

import { refusalFrom } from '../contract/contract-case.ts';

/**
 * What a call answers, without the SDK's own metadata, or the name and words it is refused with.
 * @throws {NotOfferedError} the engine does not have the operation
 */
export async function answerOf(call: Promise<object>): Promise<Record<string, unknown>> {
  try {
    return withoutMetadata(await call);
  } catch (error) {
    const refusal = refusalFrom(error);
    return { ...refusal, message: (error as Error).message };
  }
}

/**
 * The name of the error that refuses a call, or `'accepted'`: for rows whose words nobody recorded.
 * @throws {NotOfferedError} the engine does not have the operation
 */
export async function errorNameOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'accepted';
  } catch (error) {
    return refusalFrom(error).error;
  }
}

function withoutMetadata(output: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(output).filter(([name]) => name !== '$metadata'));
}
