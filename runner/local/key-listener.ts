// Learns the keys that a cloud's functions are given, so that proofs can be judged apart from them.

import type { ClientHandler, SdkResponse } from '#local-cloud/gateway/sdk-transport.ts';
import { takeValueCalls, valueCallerOf } from '#local-cloud/gateway/value-calls.ts';
import { type FunctionsCode, withHandler } from './function-code.ts';

/** Hears what Secrets Manager answers, and changes nothing about it. */
export interface KeyListener {
  /** The same code, overheard. */
  overhear(code: FunctionsCode): FunctionsCode;
  /** Every key that was handed out so far, before and after rotations. */
  keys(): readonly string[];
}

export function openKeyListener(): KeyListener {
  const keys = new Set<string>();
  const learn = ({ response }: { response: SdkResponse }) => {
    const key = secretOf(response);
    if (key !== null) keys.add(key);
  };
  return {
    keys: () => [...keys],
    overhear: (code) => withHandler(code, (handler) => overheard(handler, learn)),
  };
}

function overheard(
  handler: ClientHandler,
  learn: (answer: { response: SdkResponse }) => void,
): ClientHandler {
  const heard: ClientHandler = {
    ...handler,
    handle(request) {
      const answer = handler.handle(request);
      const target = request.headers['x-amz-target'] ?? request.headers['X-Amz-Target'];
      // Beside the answer, not on its way: the function gets it at the same moment as unheard.
      if (target === 'secretsmanager.GetSecretValue') answer.then(learn, () => {});
      return answer;
    },
  };
  // Secrets are asked for on the wire.
  const callByValue = valueCallerOf(handler);
  if (callByValue !== undefined) takeValueCalls(heard, callByValue);
  return heard;
}

function secretOf({ statusCode, body }: SdkResponse): string | null {
  if (statusCode !== 200) return null;
  const { SecretString } = JSON.parse(Buffer.from(body).toString('utf8'));
  return typeof SecretString === 'string' ? SecretString : null;
}
