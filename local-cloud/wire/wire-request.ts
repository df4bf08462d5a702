// A call as it comes over HTTP, in whichever of AWS's protocols its client speaks.

import type { OutsideAnswer, OutsideCall } from '../gateway/gateway.ts';
import {
  type Action,
  actionOf,
  errorResponse,
  inputOf,
  traceHeaderOf,
} from '../gateway/sdk-transport.ts';
import { ServiceError, UnsupportedError } from '../service.ts';
import { readLambdaCall, writeLambdaAnswer } from './lambda-protocol.ts';
import { readQueryCall, writeQueryAnswer, writeQueryError } from './query-protocol.ts';
import type { WireAnswer, WireRequest } from './wire-message.ts';

/** A call that was read, and how to write its answer. */
export type WireCall = OutsideCall & { write(answer: OutsideAnswer): WireAnswer };

/** The services that can be asked over HTTP, as people call them. */
const SERVED = [
  'SQS',
  'DynamoDB',
  'Lambda',
  'Step Functions',
  'Secrets Manager',
  'CloudFormation',
  'STS',
];

/** A call that cannot be read: its answer is the error, in a form that its client understands. */
export class UnreadableCallError extends Error {
  override readonly name = 'UnreadableCallError';
  readonly answer: WireAnswer;

  constructor(answer: WireAnswer, options?: ErrorOptions) {
    super(answer.body, options);
    this.answer = answer;
  }
}

/**
 * Reads a call.
 * @throws {UnreadableCallError} a service that is not here, or a request that is no call
 */
export function readWireCall(request: WireRequest): WireCall {
  const isForm = (request.headers['content-type'] ?? '').startsWith(FORM);
  try {
    if (request.headers['x-amz-target'] !== undefined) return readJsonCall(request);
    if (isForm || request.path.includes('Action=')) return readFormCall(request);
    if (LAMBDA_PATH.test(request.path)) return readRestCall(request);
    throw unserved(serviceOf(request));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const answer = speaksXml(request) ? writeQueryError(error, undefined) : errorAnswer(error);
    throw new UnreadableCallError(answer, { cause: error });
  }
}

/** Whether the client reads XML: one that sends a form, or no JSON at all, as those of S3 do. */
function speaksXml({ headers, path }: WireRequest): boolean {
  if (headers['x-amz-target'] !== undefined || LAMBDA_PATH.test(path)) return false;
  return !(headers['content-type'] ?? '').includes('json');
}

const FORM = 'application/x-www-form-urlencoded';

const LAMBDA_PATH = /^\/20\d\d-\d\d-\d\d\/(functions|event-source-mappings|account-settings)\b/;

function readJsonCall({ headers, body }: WireRequest): WireCall {
  const request = { hostname: '', headers: { ...headers }, body };
  const action: Action = actionOf(request);
  if (!JSON_TARGETS.includes(action.target)) throw unserved(action.target);
  const type = headers['content-type'] ?? 'application/x-amz-json-1.0';
  return {
    ...action,
    input: inputOf(request),
    traceHeader: traceHeaderOf(request),
    write: (answer) =>
      'error' in answer
        ? errorAnswer(answer.error, answer.names, type)
        : { status: 200, headers: { 'content-type': type }, body: JSON.stringify(answer.output) },
  };
}

/** What stands before the dot in `X-Amz-Target`. */
const JSON_TARGETS = ['AmazonSQS', 'DynamoDB_20120810', 'AWSStepFunctions', 'secretsmanager'];

function readFormCall({ path, headers, body }: WireRequest): WireCall {
  const call = readQueryCall(path, body);
  if (call === undefined) throw unserved(serviceOf({ headers, path }));
  return {
    ...call,
    traceHeader: headers['x-amzn-trace-id'],
    write: (answer) => writeQueryAnswer(call, answer),
  };
}

function readRestCall(request: WireRequest): WireCall {
  const call = readLambdaCall(request);
  return { ...call, write: (answer) => writeLambdaAnswer(call.operation, answer) };
}

function errorAnswer(
  error: ServiceError,
  names?: Parameters<typeof errorResponse>[1],
  type = 'application/json',
): WireAnswer {
  const { statusCode, headers, body } = errorResponse(error, names);
  return {
    status: statusCode,
    headers: { ...headers, 'content-type': type, 'x-amzn-errortype': names?.json ?? error.code },
    body: Buffer.from(body).toString('utf8'),
  };
}

function unserved(service: string): UnsupportedError {
  return new UnsupportedError(`the service ${service}`, SERVED);
}

/** The service in the scope of the signature, as `20070816/us-east-1/s3/aws4_request` has it. */
function serviceOf({ headers, path }: Pick<WireRequest, 'headers' | 'path'>): string {
  const scope = /Credential=[^,\s]*?\/\d{8}\/[^/]*\/([\w-]+)\/aws4_request/;
  const signed = scope.exec(headers.authorization ?? '')?.[1];
  return signed ?? `behind the path ${path.split('?')[0]?.slice(0, 100)}`;
}
