// Puts a failed call to a service into words: which call on what, the service's answer, and what to
// do now. Only this file decides whether the engine and its stack are to blame, or this program.
import { types } from 'node:util';
import { plainLine } from '#domain/plain-text.ts';
import type { CallWatch } from './client-watch.ts';
import { type FailureKind, whatNow } from './failure-kind.ts';
import { ForeignEndpointError } from './loopback.ts';
import { NoPermitError, type Target } from './operator-connection.ts';
import { isUnknownOperation } from './unknown-operation.ts';

/** Why a call to a service failed. */
export interface ServiceFailure {
  /** Which call on which object, and the service's own words, in one line. */
  readonly said: string;
  /** What the user can do about it. */
  readonly whatNow: string;
}

/** A service's answer lacks something that every answer of its kind has. */
export class UnfitAnswerError extends Error {
  override readonly name = 'UnfitAnswerError';
}

/**
 * Describes the failure of a call to a service.
 * @param target where the call went, since what helps differs
 * @returns undefined where the error is not a service's but this program's own
 */
export function serviceFailure(
  error: unknown,
  target: Target = 'engine',
): ServiceFailure | undefined {
  if (!isError(error)) return undefined;
  const call = failedCalls.get(error);
  const kind = kindOf(error);
  if (kind === undefined) return undefined;
  const asked = call === undefined ? 'the engine' : formatCall(call);
  return { said: `${asked} ${formatSaid(error, kind)}`, whatNow: whatNow[target][kind] };
}

/**
 * Makes an SDK client note, for each error, which call it ended. It does so after the last retry.
 */
export function noteFailedCalls(client: { readonly middlewareStack: CallWatch }): void {
  client.middlewareStack.add(
    (next, { clientName = '', commandName = '' }) =>
      async (step) => {
        try {
          return await next(step);
        } catch (error) {
          const names = { client: clientName, command: commandName };
          if (isError(error)) failedCalls.set(error, { ...names, input: step.input });
          throw error;
        }
      },
    { step: 'initialize', priority: 'high', name: 'noteFailedCalls' },
  );
}

interface FailedCall {
  readonly client: string;
  readonly command: string;
  readonly input: object;
}

const failedCalls = new WeakMap<Error, FailedCall>();

/** Also recognizes Node's own errors in a context that has its own class `Error`, as Jest's has. */
function isError(error: unknown): error is Error {
  return error instanceof Error || types.isNativeError(error);
}

/** By the error's name. AWS's services have several names for the same failure. */
const refusals: readonly (readonly [RegExp, FailureKind])[] = [
  [/^(Expired|RequestExpired|TokenRefreshRequired)/, 'expired'],
  [/Thrott|TooManyRequests|ThroughputExceeded|LimitExceeded|SlowDown|Bandwidth/, 'throttled'],
  [/AccessDenied|NotAuthorized|Unauthorized|UnrecognizedClient|InvalidClientTokenId/, 'denied'],
  [/SignatureDoesNotMatch|InvalidSignature|MissingAuthentication|OptInRequired/, 'denied'],
  [/DoesNotExist|NotFound|NonExistent|BeingDeleted|Deleting/, 'gone'],
];

/**
 * Names that the SDK gives to an answer without an error code of AWS's. It may not come from an
 * engine at all.
 */
const nameless = /^(Unknown|UnknownError|Error|SyntaxError|TypeError)$/;

/** Whether an error has a code that only AWS, or an engine, answers with. */
export function isAnswerOfAws(error: unknown): boolean {
  return isError(error) && isOfClient(error) && statusOf(error) > 0 && !nameless.test(error.name);
}

/** Nothing was sent, so no service has failed. */
function isOfGuard(error: Error): boolean {
  return error instanceof ForeignEndpointError || error instanceof NoPermitError;
}

function kindOfName(error: Error): FailureKind | undefined {
  if (error instanceof UnfitAnswerError) return 'unfit';
  return /^(CredentialsProvider|TokenProvider)Error$/.test(error.name) ? 'no-keys' : undefined;
}

function kindOf(error: Error): FailureKind | undefined {
  if (isOfGuard(error)) return undefined;
  const named = kindOfName(error);
  if (named !== undefined) return named;
  const code = codeOf(error);
  if (/^(EPROTO|ERR_SSL|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|CERT_)/.test(code))
    return 'no-tls';
  if (lost.test(code) || lost.test(error.name)) return 'lost';
  const status = statusOf(error);
  if (status >= 300 && status < 400) return 'sent-on';
  if (!isOfClient(error)) return undefined;
  // The client sent a request, or tried to, and got no answer.
  if (status === 0) return 'lost';
  return kindOfAnswer(error, status);
}

/** By the name that a service gave to its refusal, and by the status of the answer. */
function kindOfAnswer(error: Error, status: number): FailureKind {
  const refused = refusals.find(([names]) => names.test(error.name));
  if (refused !== undefined) return refused[1];
  if (status === 401 || status === 403) return 'denied';
  if (status === 429) return 'throttled';
  if (isUnknownOperation(error)) return 'unknown';
  if (status >= 500) return 'unhealthy';
  return nameless.test(error.name) ? 'unfit' : 'refused';
}

/** Codes of Node's sockets and HTTP parser, and names of time-out errors. */
const lost = new RegExp(
  `^(${[
    'ECONN\\w+',
    'EPIPE',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'HPE_\\w+',
    'ENETUNREACH',
    'EADDRNOTAVAIL',
    'Timeout',
    'TimeoutError',
    'AbortError',
  ].join('|')})$`,
);

/** The SDK sets one of the two on an error of a call to a service. */
function isOfClient(error: Error): boolean {
  return '$metadata' in error || '$response' in error;
}

function statusOf(error: Error): number {
  const { $metadata, $response } = error as {
    $metadata?: { httpStatusCode?: number };
    $response?: { statusCode?: number };
  };
  return $metadata?.httpStatusCode ?? $response?.statusCode ?? 0;
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

const saidLengthMax = 300;

function formatSaid(error: Error, kind: FailureKind): string {
  const [line = ''] = error.message.trim().split('\n');
  const message = plainLine(
    line.length > saidLengthMax ? `${line.slice(0, saidLengthMax)}…` : line,
  );
  const status = statusOf(error);
  const { attempts = 1 } = (error as { $metadata?: { attempts?: number } }).$metadata ?? {};
  const tries = attempts > 1 ? `, ${attempts} times` : '';
  const name = plainLine(error.name);
  const ofStatus = status > 0 ? ` of status ${status}` : '';
  switch (kind) {
    case 'lost':
    case 'no-tls':
      return `got no answer: ${message || codeOf(error) || name}`;
    case 'unhealthy':
    case 'sent-on':
      return `was answered with status ${status}${tries}: ${message || name}`;
    case 'no-keys':
      return `was not asked, since no keys were found: ${message}`;
    case 'unfit':
      return `got an answer${ofStatus} that is not AWS's: ${message}`;
    default:
      return `was refused${tries}: ${[name, message].filter((words) => words !== '').join(': ')}`;
  }
}

function formatCall({ client, command, input }: FailedCall): string {
  const service = client.replace(/Client$/, '').replace(/^SFN$/, 'Step Functions');
  const object = objectOf(input);
  const call = `${service} ${command.replace(/Command$/, '')}`;
  return object === '' ? call : `${call} on ${plainLine(object)}`;
}

const objects = ['QueueUrl', 'TableName', 'stateMachineArn', 'executionArn', 'StackName'];

/** The object of a call: a queue, a table, a machine, an execution or a stack. */
function objectOf(input: object): string {
  const given = Object.entries(input).find(
    ([name, value]) => objects.includes(name) && typeof value === 'string',
  );
  if (given !== undefined) return given[1];
  const { RequestItems, TransactItems } = input as {
    RequestItems?: object;
    TransactItems?: readonly Readonly<Record<string, { TableName?: string }>>[];
  };
  const written = (TransactItems ?? []).flatMap((item) => Object.values(item));
  const tables = [...Object.keys(RequestItems ?? {}), ...written.map((one) => one.TableName ?? '')];
  return [...new Set(tables)].join(', ');
}
