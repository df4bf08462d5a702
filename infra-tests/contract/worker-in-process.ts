// How the text of a case's function runs inside the local cloud: on its time and its way out.

import { LOCAL_CLOUD_HOST } from '#local-cloud/gateway/endpoint-guard.ts';
import type {
  LambdaCode,
  LambdaEnvironment,
  LambdaHandler,
} from '#local-cloud/lambda/lambda-code.ts';
import type { ContractResources } from './contract-case.ts';
import { WORKER_ENTRY } from './worker-function.ts';

/** The code of every function among the resources, by its entry. */
export function codeOfFunctions(resources: ContractResources): Record<string, LambdaCode> {
  const code: Record<string, LambdaCode> = {};
  for (const { Type, Properties, Metadata } of Object.values(resources)) {
    if (Type !== 'AWS::Lambda::Function') continue;
    const { ZipFile } = Properties.Code as { ZipFile: string };
    code[String(Metadata?.[WORKER_ENTRY])] = (environment) => handlerFrom(ZipFile, environment);
  }
  return code;
}

/** The module's text sees only what it may use: time and network are those of the cloud. */
function handlerFrom(text: string, environment: LambdaEnvironment): LambdaHandler {
  const exported: { handler?: LambdaHandler } = {};
  const sleep = (proceed: () => void, durationMs: number) =>
    environment.sleep(durationMs).then(proceed);
  const date = { now: () => environment.nowMs() };
  const run = new Function('exports', 'process', 'fetch', 'setTimeout', 'Date', text);
  run(exported, { env: environment.env }, fetchThrough(environment), sleep, date);
  if (exported.handler !== undefined) return exported.handler;
  throw new Error(`expected the function's text to export a handler:\n${text}`);
}

function fetchThrough({ requestHandler }: LambdaEnvironment) {
  return async (
    _url: string,
    { headers, body }: { headers: Record<string, string>; body: string },
  ) => {
    const { response } = await requestHandler.handle({ hostname: LOCAL_CLOUD_HOST, headers, body });
    return { ok: response.statusCode === 200, status: response.statusCode };
  };
}
