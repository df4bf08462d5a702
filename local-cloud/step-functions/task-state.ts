// What a Task state does: it calls a function, by its ARN or through the Lambda integration.

import type { JsonObject } from '../service.ts';
import type { Visit } from './branch.ts';
import { fillTemplate } from './data-flow.ts';
import type { TaskState } from './definition.ts';
import { valueAt } from './paths.ts';
import { Scope } from './scope.ts';
import { isObject, limitedCopy } from './state-data.ts';
import { runtimeError, StatesError } from './states-error.ts';

/** The Lambda integration that CDK's LambdaInvoke uses by default. */
export const lambdaInvokeResource = 'arn:aws:states:::lambda:invoke';

/** The members of the integration's Parameters that the interpreter has. */
export const lambdaInvokeParameters = ['FunctionName', 'InvocationType', 'Payload'];

interface Call {
  readonly functionArn: string;
  readonly payload: unknown;
  readonly answer: (result: unknown) => unknown;
  readonly events: { prefix: string; detailsPrefix: string; common: JsonObject };
}

/**
 * Runs one attempt and returns the raw result.
 * @throws {StatesError} what the function failed with, or States.Timeout
 */
export async function runTask(state: TaskState, input: unknown, visit: Visit): Promise<unknown> {
  const { branch } = visit;
  const data = visit.dataOf(input);
  const parameters = 'Parameters' in state ? fillTemplate(state.Parameters, data) : input;
  const call = callOf(state, parameters, branch.machineArn);
  const timeoutSeconds = state.TimeoutSecondsPath
    ? Number(valueAt(state.TimeoutSecondsPath, data, 'TimeoutSecondsPath'))
    : state.TimeoutSeconds;
  const payload = limitedCopy(call.payload, `The payload of the state/task '${visit.name}'`);
  const { prefix, detailsPrefix, common } = call.events;
  const record = (what: string, details: JsonObject = {}) =>
    branch.events.add(`${prefix}${what}`, `${detailsPrefix}${what}EventDetails`, {
      ...common,
      ...details,
    });
  record('Scheduled', {
    ...(prefix === 'Task' ? { region: branch.machineArn.split(':')[3], parameters } : { input }),
    timeoutInSeconds: timeoutSeconds,
  });
  branch.events.add(`${prefix}Started`);
  try {
    const result = await invoke(call.functionArn, payload, timeoutSeconds, visit);
    const answer = call.answer(limitedCopy(result, `The result of the state/task '${visit.name}'`));
    record('Succeeded', { output: answer });
    return answer;
  } catch (thrown) {
    if (!(thrown instanceof StatesError)) throw thrown;
    const what = thrown.error === 'States.Timeout' ? 'TimedOut' : 'Failed';
    record(what, { error: thrown.error, cause: thrown.causeText });
    throw thrown;
  }
}

function callOf(state: TaskState, parameters: unknown, machineArn: string): Call {
  if (!isInvokeIntegration(state.Resource)) {
    return {
      functionArn: state.Resource,
      payload: parameters,
      answer: (result) => result,
      events: {
        prefix: 'LambdaFunction',
        detailsPrefix: 'lambdaFunction',
        common: {},
      },
    };
  }
  const { FunctionName: name, Payload: payload = {} } = isObject(parameters) ? parameters : {};
  if (typeof name !== 'string') {
    throw runtimeError(`FunctionName must be text, got ${JSON.stringify(name)}`);
  }
  const [, , , region, accountId] = machineArn.split(':');
  return {
    functionArn: name.startsWith('arn:')
      ? name
      : `arn:aws:lambda:${region}:${accountId}:function:${name}`,
    payload,
    answer: (result) => ({ ExecutedVersion: '$LATEST', Payload: result, StatusCode: 200 }),
    events: {
      prefix: 'Task',
      detailsPrefix: 'task',
      common: { resource: 'invoke', resourceType: 'lambda' },
    },
  };
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
          scope.stop(new StatesError('States.Timeout', `no answer in ${timeoutSeconds} s`));
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

// A function that threw is a failure of the state. Anything else is a bug or something that the
// local cloud lacks: it must not be retried or caught away, so it is left to surface from the
// clock.
function functionError(thrown: unknown): unknown {
  if (!isErrorOfFunction(thrown)) return thrown;
  const { errorType, errorMessage } = thrown;
  // Errors of the Lambda service itself carry plain text; a function's error carries its JSON.
  const isService = errorType.startsWith('Lambda.');
  const cause = isService ? errorMessage : JSON.stringify({ errorType, errorMessage, trace: [] });
  return new StatesError(errorType, cause);
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
