// The request that an AWS SDK client sends and the answer that it accepts, reduced to what the AWS
// JSON protocol needs.

import { type ErrorNames, type JsonObject, ServiceError } from '../service.ts';

/** The request as the SDK's handlers see it, after serialisation. */
export type SdkRequest = {
  hostname: string;
  headers: Record<string, string>;
  body?: unknown;
};

/** The answer as the SDK's deserialisers expect it. With a Uint8Array body they need no stream. */
export type SdkResponse = {
  statusCode: number;
  headers: Record<string, string>;
  body: Uint8Array;
};

/** What an SDK client takes as `requestHandler`. */
export type ClientHandler = {
  readonly metadata: { handlerProtocol: 'h1' };
  handle(request: SdkRequest): Promise<{ response: SdkResponse }>;
  destroy(): void;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
};

/** The two parts of `X-Amz-Target`: the service's target and the operation. */
export type Action = { target: string; operation: string };

/**
 * Reads the service and the operation of a request.
 * @throws {ServiceError} a request without a usable `X-Amz-Target`: not AWS JSON
 */
export function actionOf(request: SdkRequest): Action {
  const header = request.headers['x-amz-target'] ?? request.headers['X-Amz-Target'] ?? '';
  const dot = header.lastIndexOf('.');
  if (dot <= 0) {
    throw new ServiceError(
      'UnknownOperationException',
      `expected a header X-Amz-Target of the form Service.Operation, got '${header}': ` +
        'the local cloud speaks the AWS JSON protocol only',
    );
  }
  return { target: header.slice(0, dot), operation: header.slice(dot + 1) };
}

/** The trace header that the SDK on Lambda sends with a call, if there is one. */
export function traceHeaderOf({ headers }: SdkRequest): string | undefined {
  return headers['X-Amzn-Trace-Id'] ?? headers['x-amzn-trace-id'];
}

/**
 * Reads the request's body.
 * @throws {ServiceError} a body that is not a JSON object
 */
export function inputOf(request: SdkRequest): JsonObject {
  const text = textOf(request.body);
  try {
    const input: unknown = JSON.parse(text === '' ? '{}' : text);
    if (typeof input === 'object' && input !== null) return input as JsonObject;
  } catch {
    // Text that does not parse is refused in the same way as JSON that is no object.
  }
  throw new ServiceError('SerializationException', 'expected a JSON object as the body');
}

/** A successful answer. */
export function successResponse(output: JsonObject): SdkResponse {
  return { statusCode: 200, headers: JSON_HEADERS, body: bytesOf(output) };
}

/** An error answer in AWS's JSON form: `__type`, `message` and the error's further members. */
export function errorResponse(error: ServiceError, names?: ErrorNames): SdkResponse {
  const type = names?.json ?? error.code;
  const body = { ...error.details, __type: type, message: error.message };
  // Services that once had the query protocol add the error's old name, and which side caused it.
  const fault = error.status < 500 ? 'Sender' : 'Receiver';
  const compatible = names && { 'x-amzn-query-error': `${names.query};${fault}` };
  const headers = { ...JSON_HEADERS, ...compatible };
  return { statusCode: error.status, headers, body: bytesOf(body) };
}

const JSON_HEADERS = { 'content-type': 'application/x-amz-json-1.0' };

function bytesOf(value: JsonObject): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

function textOf(body: unknown): string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body;
  if (ArrayBuffer.isView(body)) {
    return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  }
  throw new ServiceError('SerializationException', 'expected a body of text or bytes');
}
