// Learns the keys that a cloud gives to its functions. With them, proofs can be judged
// independently of the functions.

import type { ClientHandler, SdkResponse } from '#local-cloud/gateway/sdk-transport.ts';
import { takeValueCalls, valueCallerOf } from '#local-cloud/gateway/value-calls.ts';
import { type FunctionsCode, withHandler } from './function-code.ts';
import type { KeyUse } from './proof-oracle.ts';

/** Reads Secrets Manager's answers, and does not change them. */
export interface KeyListener {
  /** The same code, with its calls for secrets listened to. */
  overhear(code: FunctionsCode): FunctionsCode;
  /** Every key for this use that was handed out so far, before and after rotations. */
  keys(use: KeyUse): readonly string[];
}

export function openKeyListener(): KeyListener {
  const keys = { clients: new Set<string>(), turns: new Set<string>() };
  const learn = ({ response }: { response: SdkResponse }) => {
    const secret = secretOf(response);
    if (secret !== null) keys[secret.use].add(secret.key);
  };
  return {
    keys: (use) => [...keys[use]],
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
      // The listener works beside the answer. So the function gets it at the same moment as without
      // the listener.
      if (target === 'secretsmanager.GetSecretValue') answer.then(learn, () => {});
      return answer;
    },
  };
  // Calls for secrets go over the wire, so calls by value pass unheard.
  const callByValue = valueCallerOf(handler);
  if (callByValue !== undefined) takeValueCalls(heard, callByValue);
  return heard;
}

function secretOf({ statusCode, body }: SdkResponse): { use: KeyUse; key: string } | null {
  if (statusCode !== 200) return null;
  const { Name, SecretString } = JSON.parse(Buffer.from(body).toString('utf8'));
  if (typeof SecretString !== 'string') return null;
  // A secret is called after its resource in the template (cdk/rebootstorm-stack.ts).
  return { use: String(Name).includes('TurnKey') ? 'turns' : 'clients', key: SecretString };
}
