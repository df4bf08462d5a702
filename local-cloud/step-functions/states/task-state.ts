// What a Task state does: it calls a function, by its ARN or through the Lambda integration.

import type { JsonObject } from '../../service.ts';
import type { Visit } from '../branch.ts';
import { fillTemplate } from '../data/data-flow.ts';
import { selectedAt } from '../data/paths.ts';
import { Scope } from '../data/scope.ts';
import { isObject, limitedCopy } from '../data/state-data.ts';
import type { TaskState } from '../definition/definition.ts';
import { errorMembers, runtimeError, StatesError } from '../states-error.ts';

/** The Lambda integration that CDK's LambdaInvoke uses by default. */
export const lambdaInvokeResource = 'arn:aws:states:::lambda:invoke';

/** The members of the integration's Parameters that the interpreter has. */
export const lambdaInvokeParameters = ['FunctionName', 'InvocationType', 'Payload'];

interface Call {
  readonly functionArn: string;
  readonly payload: unknown;
  readonly answer: (result: unknown) => unknown;
  /** AWS's name for the task in its message about a result that is too long. */
  readonly taskName: string;
  readonly events: {
    readonly prefix: string;
    readonly detailsPrefix: string;
    readonly common: JsonObject;
    readonly scheduled: JsonObject;
  };
}

/**
 * Runs one attempt and returns the raw result.
 * @throws {StatesError} the function's error, States.Timeout, or States.DataLimitExceeded, which
 * States.ALL catches for a result
 */
export async function runTask(state: TaskState, input: unknown, visit: Visit): Promise<unknown> {
  const { branch } = visit;
  const data = visit.dataOf(input);
  const parameters = 'Parameters' in state ? fillTemplate(state.Parameters, data) : input;
  const call = callOf(state, parameters, branch.machineArn);
  const timeoutSeconds = state.TimeoutSecondsPath
    ? secondsAt(state.TimeoutSecondsPath, selectedAt(state.TimeoutSecondsPath, data))
    : state.TimeoutSeconds;
  const payload = limitedCopy(call.payload, `The state/task '${visit.name}' has a payload`);
  const { prefix, detailsPrefix, common, scheduled } = call.events;
  const record = (what: string, details: JsonObject = {}) =>
    branch.events.add(`${prefix}${what}`, `${detailsPrefix}${what}EventDetails`, {
      ...common,
      ...details,
    });
  record('Scheduled', { ...scheduled, timeoutInSeconds: timeoutSeconds });
  if (prefix === 'Task') record('Started');
  else branch.events.add(`${prefix}Started`);
  try {
    const result = await invoke(call.functionArn, payload, timeoutSeconds, visit);
    const whose = `The state/task '${call.taskName}' returned a result`;
    const answer = call.answer(limitedCopy(result, whose, { isTerminal: false }));
    record('Succeeded', { output: answer });
    return answer;
  } catch (thrown) {
    if (!(thrown instanceof StatesError)) throw thrown;
    const what = thrown.error === 'States.Timeout' ? 'TimedOut' : 'Failed';
    record(what, errorMembers(thrown));
    throw thrown;
  }
}

function secondsAt(path: string, seconds: unknown): number {
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds > 0) return seconds;
  throw runtimeError(
    `The TimeoutSecondsPath field refers to value "${JSON.stringify(seconds)}" ` +
      `which is no number of seconds: ${path}`,
  );
}

function callOf(state: TaskState, parameters: unknown, machineArn: string): Call {
  const [, , , region, accountId] = machineArn.split(':');
  if (!isInvokeIntegration(state.Resource)) {
    return {
      functionArn: state.Resource,
      payload: parameters,
      answer: (result) => result,
      taskName: state.Resource,
      events: {
        prefix: 'LambdaFunction',
        detailsPrefix: 'lambdaFunction',
        common: {},
        scheduled: { input: parameters, resource: state.Resource },
      },
    };
  }
  const { FunctionName: name, Payload: payload } = isObject(parameters) ? parameters : {};
  if (typeof name !== 'string') {
    throw runtimeError(`FunctionName must be text, got ${JSON.stringify(name)}`);
  }
  return {
    functionArn: name.startsWith('arn:')
      ? name
      : `arn:aws:lambda:${region}:${accountId}:function:${name}`,
    payload: eventOf(payload),
    answer: (result) => ({ ExecutedVersion: '$LATEST', Payload: result, StatusCode: 200 }),
    taskName: 'lambda',
    events: {
      prefix: 'Task',
      detailsPrefix: 'task',
      common: { resource: 'invoke', resourceType: 'lambda' },
      scheduled: { region, parameters },
    },
  };
}

// Text is passed on as the JSON document that it should be. Without a Payload, or with null, the
// function gets {} (LocalStack, test_lambda_task_service, 2025-11).
function eventOf(payload: unknown): unknown {
  if (typeof payload !== 'string') return payload ?? {};
  try {
    return JSON.parse(payload);
  } catch {
    throw new StatesError(
      'Lambda.InvalidRequestContentException',
      'Could not parse request body into json: the Payload is text, but no JSON',
    );
  }
}

/** Whether the resource is the Lambda integration, in any partition. */
export function isInvokeIntegration(resource: string): boolean {
  return resource === lambdaInvokeResource;
}

async function invoke(
  functionArn: string,
  payload: unknown,
  timeoutSeconds: number | undefined,
  { branch }: Visit,
): Promise<unknown> {
  const { clock, invokeFunction } = branch.machinery;
  const scope = new Scope(branch.scope);
  const cancelTimeout =
    timeoutSeconds === undefined
      ? () => {}
      : clock.at(clock.nowMs() + timeoutSeconds * 1000, () => {
          scope.stop(new StatesError('States.Timeout'));
        });
  try {
    const called = invokeFunction(functionArn, payload).catch((thrown: unknown) => {
      throw functionError(thrown);
    });
    return await scope.guard(called);
  } finally {
    cancelTimeout();
    scope.close();
  }
}

// A function that threw is a failure of the state. Any other error is a bug, or something that the
// local cloud lacks. It must not be retried or caught, so the clock throws it.
function functionError(thrown: unknown): unknown {
  if (!isErrorOfFunction(thrown)) return thrown;
  const { errorType, errorMessage } = thrown;
  // Errors of the Lambda service itself carry plain text. A function's error carries its JSON.
  const isService = errorType.startsWith('Lambda.');
  const cause = isService ? errorMessage : errorDocument(errorType, errorMessage);
  return new StatesError(errorType, cause);
}

// The error in the form of Node's runtime. The stack frames are left out: they hold paths of this
// machine, and equal runs have to end alike everywhere. The sandbox's own messages have no trace.
function errorDocument(errorType: string, errorMessage: string): string {
  const hasTrace = !/^(Sandbox|Runtime)\./.test(errorType);
  const trace = hasTrace ? { trace: [`${errorType}: ${errorMessage}`] } : {};
  return JSON.stringify({ errorType, errorMessage, ...trace });
}

function isErrorOfFunction(
  thrown: unknown,
): thrown is Error & { errorType: string; errorMessage: string } {
  return (
    thrown instanceof Error &&
    'errorType' in thrown &&
    typeof thrown.errorType === 'string' &&
    'errorMessage' in thrown &&
    typeof thrown.errorMessage === 'string'
  );
}
