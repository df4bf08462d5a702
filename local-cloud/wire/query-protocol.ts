// The query protocol: a form comes in, XML goes out. CloudFormation and STS speak nothing else, and
// SQS spoke it before it had JSON: boto3 before 1.28 and aws-cli before 1.29 send it so.

import type { OutsideAnswer } from '../gateway/gateway.ts';
import {
  type ErrorNames,
  type JsonObject,
  type ServiceError,
  UnsupportedError,
} from '../service.ts';
import { formTree } from './form-tree.ts';
import { sqsInput, sqsResult } from './sqs-query.ts';
import type { WireAnswer } from './wire-message.ts';
import { membersIn, xmlOf } from './xml-text.ts';

/** A call that came as a form. */
type QueryCall = {
  readonly target: string;
  readonly operation: string;
  readonly input: JsonObject;
};

type QueryService = {
  readonly target: string;
  readonly namespace: string;
  readonly inputOf: (operation: string, form: JsonObject, path: string) => JsonObject;
  readonly resultOf: (operation: string, output: JsonObject) => unknown;
};

/** By `Version`, which each service has of its own. */
const SERVICES: Readonly<Record<string, QueryService>> = {
  '2010-05-15': {
    target: 'CloudFormation',
    namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    inputOf: (_operation, form) => listsIn(form),
    resultOf: (_operation, output) => membersIn(output),
  },
  '2011-06-15': {
    target: 'STS',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    inputOf: (_operation, form) => listsIn(form),
    resultOf: (_operation, output) => membersIn(output),
  },
  '2012-11-05': {
    target: 'AmazonSQS',
    namespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
    inputOf: sqsInput,
    resultOf: sqsResult,
  },
};

/**
 * Reads a call, from the body or from behind the question mark of the path.
 * @returns undefined for a service that is not here
 * @throws {UnsupportedError} a form that names no operation
 */
export function readQueryCall(path: string, body: string): QueryCall | undefined {
  const [place = '', search = ''] = path.split('?');
  const { Action, Version, ...form } = formTree(new URLSearchParams(body === '' ? search : body));
  const service = serviceAt(String(Version));
  if (service === undefined) return undefined;
  if (typeof Action !== 'string')
    throw new UnsupportedError('a form without Action', ['a form with Action']);
  const input = service.inputOf(Action, form, place);
  return { target: service.target, operation: Action, input };
}

function serviceAt(version: string): QueryService | undefined {
  return Object.hasOwn(SERVICES, version) ? SERVICES[version] : undefined;
}

/** Writes the answer of a call. */
export function writeQueryAnswer(call: QueryCall, answer: OutsideAnswer): WireAnswer {
  if ('error' in answer) return writeQueryError(answer.error, answer.names);
  const service = Object.values(SERVICES).find(({ target }) => target === call.target);
  const { operation } = call;
  const body = xmlOf(`${operation}Response`, service?.namespace, {
    [`${operation}Result`]: service?.resultOf(operation, answer.output) ?? '',
    ResponseMetadata: { RequestId },
  });
  return { status: 200, headers: XML_TYPE, body };
}

/** Writes an error, under its older name where it has two. */
export function writeQueryError(error: ServiceError, names: ErrorNames | undefined): WireAnswer {
  const Type = error.status < 500 ? 'Sender' : 'Receiver';
  const Code = names?.query ?? error.code;
  const body = xmlOf('ErrorResponse', undefined, {
    Error: { Type, Code, Message: error.message },
    RequestId,
  });
  return { status: error.status, headers: XML_TYPE, body };
}

const XML_TYPE = { 'content-type': 'text/xml' };

/** Clients want one and show it; here nothing can be looked up by it. */
const RequestId = '00000000-0000-0000-0000-000000000000';

/** Lists come as `Name.member.1`. */
function listsIn(form: JsonObject): JsonObject {
  const entries = Object.entries(form).map(([name, value]) => {
    const member = typeof value === 'object' && value !== null && 'member' in value;
    return [name, member ? Object.values(value.member as JsonObject) : value] as const;
  });
  return Object.fromEntries(entries);
}
