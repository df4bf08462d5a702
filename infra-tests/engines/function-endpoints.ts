// Functions on an engine, sent elsewhere: by their environment, as somebody would in a console.

import type { RunningEngine } from './engine.ts';
import { ENGINE_REGION } from './loopback-environment.ts';

const FUNCTIONS = '/2015-03-31/functions';
const LIMIT_MS = 20_000;

/**
 * Lets every function of an engine call `endpoint` in place of the engine: its queues and whatever
 * else its environment names there, too. The SDK takes a queue's address for its endpoint.
 * @returns how many functions there are
 */
export async function pointFunctionsAt(engine: RunningEngine, endpoint: string): Promise<number> {
  const { Functions } = (await lambda(engine, 'GET', `${FUNCTIONS}/`)) as {
    Functions: readonly { FunctionName: string; Environment?: { Variables?: object } }[];
  };
  for (const { FunctionName, Environment } of Functions) {
    const before = JSON.stringify(Environment?.Variables ?? {});
    const moved = JSON.parse(before.replaceAll(engine.endpoint, endpoint)) as object;
    const Variables = { ...moved, AWS_ENDPOINT_URL: endpoint };
    const page = `${FUNCTIONS}/${encodeURIComponent(FunctionName)}/configuration`;
    await lambda(engine, 'PUT', page, { Environment: { Variables } });
  }
  return Functions.length;
}

async function lambda(
  { endpoint, name }: RunningEngine,
  method: string,
  page: string,
  body?: object,
) {
  const scope = `test/20261129/${ENGINE_REGION}/lambda/aws4_request`;
  const answer = await fetch(`${endpoint}${page}`, {
    method,
    headers: {
      'content-type': 'application/json',
      // Engines distinguish services by the scope, and check no signature.
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${name} refused ${method} ${page}: ${answer.status} ${text}`);
  return JSON.parse(text) as unknown;
}
