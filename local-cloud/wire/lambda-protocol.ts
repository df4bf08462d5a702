// Lambda's protocol: paths and methods in place of operations.

import type { OutsideAnswer, OutsideCall } from '../gateway/gateway.ts';
import { type JsonObject, ServiceError, UnsupportedError } from '../service.ts';
import type { WireAnswer, WireRequest } from './wire-message.ts';

type Route = {
  readonly method: string;
  /** Its groups are parameters. */
  readonly path: RegExp;
  readonly operation: string;
};

const ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: /^\/2015-03-31\/functions\/(?<FunctionName>[^/]+)\/invocations$/,
    operation: 'Invoke',
  },
  { method: 'GET', path: /^\/2015-03-31\/functions\/?$/, operation: 'ListFunctions' },
  {
    method: 'GET',
    path: /^\/2015-03-31\/functions\/(?<FunctionName>[^/]+)\/configuration$/,
    operation: 'GetFunctionConfiguration',
  },
  {
    method: 'GET',
    path: /^\/2015-03-31\/functions\/(?<FunctionName>[^/]+)$/,
    operation: 'GetFunction',
  },
  {
    method: 'GET',
    path: /^\/2015-03-31\/event-source-mappings\/?$/,
    operation: 'ListEventSourceMappings',
  },
  {
    method: 'GET',
    path: /^\/2015-03-31\/event-source-mappings\/(?<UUID>[^/]+)$/,
    operation: 'GetEventSourceMapping',
  },
  {
    method: 'GET',
    path: /^\/2016-08-19\/account-settings\/?$/,
    operation: 'GetAccountSettings',
  },
];

/**
 * Reads a call of Lambda.
 * @throws {UnsupportedError} a path and method that are not in the table
 * @throws {ServiceError} a payload that is not JSON
 */
export function readLambdaCall({ method, path, headers, body }: WireRequest): OutsideCall {
  const [place = '', search = ''] = path.split('?');
  for (const route of ROUTES) {
    const found = route.method === method ? route.path.exec(place) : null;
    if (found === null) continue;
    const names = Object.entries(found.groups ?? {});
    const inPath = names.map(([name, value]) => [name, decodeURIComponent(value)] as const);
    const input: JsonObject = {
      ...Object.fromEntries(inPath),
      ...Object.fromEntries(new URLSearchParams(search)),
    };
    if (route.operation === 'Invoke') Object.assign(input, invocation(headers, body));
    return { target: 'AWSLambda', operation: route.operation, input };
  }
  throw new UnsupportedError(
    `the Lambda call ${method} ${place.slice(0, 100)}`,
    ROUTES.map(({ operation }) => operation),
  );
}

function invocation(headers: WireRequest['headers'], body: string): JsonObject {
  return {
    InvocationType: headers['x-amz-invocation-type'] ?? 'RequestResponse',
    Payload: payloadOf(body),
  };
}

function payloadOf(body: string): unknown {
  try {
    return body === '' ? {} : JSON.parse(body);
  } catch (error) {
    const text = `Could not parse request body into json: ${(error as Error).message}`;
    throw new ServiceError('InvalidRequestContentException', text);
  }
}

/** Writes the answer. That of `Invoke` is the payload itself; the rest is in headers. */
export function writeLambdaAnswer(operation: string, answer: OutsideAnswer): WireAnswer {
  if ('error' in answer) {
    const { code, message, status } = answer.error;
    const Type = status < 500 ? 'User' : 'Service';
    return {
      status,
      headers: { ...JSON_TYPE, 'x-amzn-errortype': code },
      body: JSON.stringify({ Type, message, Message: message }),
    };
  }
  const { output } = answer;
  if (operation !== 'Invoke')
    return { status: 200, headers: JSON_TYPE, body: JSON.stringify(output) };
  const { StatusCode, FunctionError, ExecutedVersion, Payload } = output;
  return {
    status: Number(StatusCode),
    headers: {
      ...JSON_TYPE,
      ...(FunctionError !== undefined && { 'x-amz-function-error': String(FunctionError) }),
      ...(ExecutedVersion !== undefined && { 'x-amz-executed-version': String(ExecutedVersion) }),
    },
    body: Payload === undefined ? '' : JSON.stringify(Payload),
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };
