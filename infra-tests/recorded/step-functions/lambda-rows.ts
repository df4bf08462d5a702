// What tasks hand to a function, and what they make of its answer and its errors.

import type { ContractBench } from '../../contract/contract-case.ts';
import {
  execute,
  type Flow,
  machineWithWorker,
  WORKER_ARN,
} from '../../contract/states/machine-run.ts';
import { aWorker } from '../../contract/worker-function.ts';
import type { RecordedRow } from '../recorded-row.ts';
import { details, ending, floci, localStack, only, row, success } from './ask-machine.ts';

const byArn = (more: object = {}) => only({ Type: 'Task', Resource: WORKER_ARN, ...more });

const invoke = (parameters: object, more: object = {}) =>
  only({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: WORKER_ARN, ...parameters },
    ...more,
  });

const payloadOf = async (bench: ContractBench, input: unknown) => {
  const { output, described } = await execute(bench, input);
  return (output as { Payload?: unknown } | undefined)?.Payload ?? described.error;
};

// The worker's answer is its event, and its event's commands are none here.
const payloads = (
  [
    ['"HelloWorld"', 'HelloWorld', 'HelloWorld'],
    ['0', 0, '0_0'],
    ['true', true, 'True'],
    ['{}', {}, 'json_value5'],
    ['[]', [], 'json_value6'],
  ] as const
).map(([p, event, test]) =>
  row({
    title: `lambda:invoke hands the text ${p} on as the JSON that it is`,
    resources: machineWithWorker(invoke({ 'Payload.$': '$.p' })),
    ask: (bench) => payloadOf(bench, { p }),
    answer: event,
    source: localStack(
      'services/test_lambda_task_service.py',
      `test_invoke_json_values[${test}]`,
      '2025-11-06',
    ),
  }),
);

const inputs = (
  [
    ['HelloWorld', 'HelloWorld'],
    [0, '0_0'],
    [true, 'True'],
    [{}, 'json_value5'],
    [[], 'json_value6'],
  ] as const
).map(([input, test]) =>
  row({
    title: `a function called by its ARN gets the input ${JSON.stringify(input)} as it is`,
    ...ending(byArn(), input),
    answer: success(input),
    source: localStack(
      'services/test_lambda_task.py',
      `test_invoke_json_values[${test}]`,
      '2025-11-06',
    ),
  }),
);

const whatItSays =
  'returned a result with a size exceeding the maximum number of bytes service limit.';

/** A machine whose function answers one byte more than a state may hold. */
const answeringTooMuch = (flow: Flow) => ({
  ...machineWithWorker(flow),
  ...aWorker("return 'a'.repeat(262143);"),
});

const caught = (...ErrorEquals: string[]) => ({
  Catch: [{ ErrorEquals, Next: 'C' }],
});

const withCatch = (flow: Flow): Flow => ({
  ...flow,
  States: { ...flow.States, C: { Type: 'Pass', End: true } },
});

const tooMuch = (
  [
    ['States.DataLimitExceeded', ''],
    ['States.ALL', 'catch_state_all_'],
  ] as const
).flatMap(([error, test]) => [
  row({
    title: `${error} takes too long a result of lambda:invoke, whose sentence says lambda`,
    resources: answeringTooMuch(withCatch(invoke({}, caught(error)))),
    ask: async (bench) => (await execute(bench)).output,
    answer: { Error: 'States.DataLimitExceeded', Cause: `The state/task 'lambda' ${whatItSays}` },
    source: localStack(
      'error_handling/test_states_errors.py',
      `test_service_task_lambada_${test}data_limit_exceeded_on_large_utf8_response`,
      '2024-03-21',
    ),
  }),
  row({
    title: `${error} takes too long a result of a function, whose sentence says its ARN`,
    resources: answeringTooMuch(withCatch(byArn(caught(error)))),
    ask: async (bench) => {
      const { output } = await execute(bench);
      const { Error: name, Cause: cause } = output as { Error?: string; Cause?: string };
      return [name, cause?.replace(bench.arn('Worker'), 'ARN')];
    },
    answer: ['States.DataLimitExceeded', `The state/task 'ARN' ${whatItSays}`],
    source: localStack(
      'error_handling/test_states_errors.py',
      `test_task_lambda_${test}data_limit_exceeded_on_large_utf8_response`,
      '2024-03-21',
    ),
  }),
]);

const timeouts = [
  row({
    title: 'a task out of time fails without a cause',
    ...ending(invoke({ Payload: { hangs: 4_000 } }, { TimeoutSeconds: 2 })),
    answer: { status: 'FAILED', error: 'States.Timeout' },
    source: localStack(
      'timeouts/test_timeouts.py',
      'test_fixed_timeout_service_lambda',
      '2024-03-10',
    ),
  }),
  row({
    title: 'a task called by its ARN that is out of time fails without a cause',
    ...ending(byArn({ TimeoutSeconds: 2 }), { hangs: 4_000 }),
    answer: { status: 'FAILED', error: 'States.Timeout' },
    source: localStack('timeouts/test_timeouts.py', 'test_fixed_timeout_lambda', '2024-03-10'),
  }),
  row({
    title: 'a catcher of a time-out gets an empty cause',
    ...ending(
      withCatch(
        invoke({ Payload: { hangs: 4_000 } }, { TimeoutSeconds: 2, ...caught('States.Timeout') }),
      ),
    ),
    answer: success({ Error: 'States.Timeout', Cause: '' }),
    source: localStack(
      'error_handling/test_task_service_lambda.py',
      'test_invoke_timeout',
      '2024-11-28',
    ),
  }),
  row({
    title: 'TimedOut of a task has an error and no cause',
    ...details(invoke({ Payload: { hangs: 4_000 } }, { TimeoutSeconds: 2 }), 'TaskTimedOut'),
    answer: { error: 'States.Timeout', resource: 'invoke', resourceType: 'lambda' },
    source: localStack(
      'timeouts/test_timeouts.py',
      'test_fixed_timeout_service_lambda: TaskTimedOut',
      '2024-03-10',
    ),
  }),
];

const events = [
  row({
    title: 'Scheduled of a function names the function and its input',
    ...details(byArn(), 'LambdaFunctionScheduled', { a: 1 }),
    answer: {
      input: '{"a":1}',
      inputDetails: { truncated: false },
      resource: '<the function>',
    },
    source: localStack('services/test_lambda_task.py', 'test_invoke_pipe', '2025-11-06'),
  }),
  row({
    title: 'Scheduled of a function with a time-out names it',
    ...details(byArn({ TimeoutSeconds: 5 }), 'LambdaFunctionScheduled', null),
    answer: {
      input: 'null',
      inputDetails: { truncated: false },
      resource: '<the function>',
      timeoutInSeconds: 5,
    },
    source: localStack(
      'timeouts/test_timeouts.py',
      'test_fixed_timeout_lambda: LambdaFunctionScheduled',
      '2024-03-10',
    ),
  }),
  row({
    title: 'Started of a function has no details',
    ...details(byArn(), 'LambdaFunctionStarted'),
    answer: null,
    source: localStack(
      'services/test_lambda_task.py',
      'test_invoke_pipe: LambdaFunctionStarted',
      '2025-11-06',
    ),
  }),
  row({
    title: 'Started of lambda:invoke has details',
    ...details(invoke({}), 'TaskStarted'),
    answer: { resource: 'invoke', resourceType: 'lambda' },
    source: localStack('services/test_lambda_task_service.py', 'test_invoke', '2025-11-06'),
  }),
  row({
    title: 'Scheduled of lambda:invoke has the parameters as text',
    ...details(invoke({ Payload: null }), 'TaskScheduled'),
    answer: {
      parameters: '{"FunctionName":"<the function>","Payload":null}',
      region: 'us-east-1',
      resource: 'invoke',
      resourceType: 'lambda',
    },
    source: localStack(
      'services/test_lambda_task_service.py',
      'test_invoke: TaskScheduled',
      '2025-11-06',
    ),
  }),
];

const results = [
  row({
    title: 'a Payload of null invokes with an empty event',
    resources: machineWithWorker(invoke({ Payload: null })),
    ask: (bench) => payloadOf(bench, {}),
    answer: {},
    source: localStack('services/test_lambda_task_service.py', 'test_invoke: null', '2025-11-06'),
  }),
  row({
    title: 'lambda:invoke answers with what the SDK returns of the call',
    resources: machineWithWorker(invoke({})),
    ask: async (bench) => Object.keys((await execute(bench)).output as object).sort(),
    answer: ['ExecutedVersion', 'Payload', 'SdkHttpMetadata', 'SdkResponseMetadata', 'StatusCode'],
    source: localStack(
      'services/test_lambda_task_service.py',
      'test_invoke: TaskSucceeded',
      '2025-11-06',
    ),
    differs: 'headers and request ids of an HTTP call that is not made are not made up',
  }),
  row({
    title: 'the error of a function is its own, the cause its JSON, for lambda:invoke',
    resources: machineWithWorker(invoke({ Payload: { fails: 'CellGone' } })),
    ask: causeOf,
    answer: { error: 'CellGone', errorType: 'CellGone', hasTrace: true },
    source: floci(3411, '2026-09-11'),
  }),
  row({
    title: 'the error of a function is its own, the cause its JSON, by ARN',
    resources: machineWithWorker(only({ Type: 'Task', Resource: WORKER_ARN })),
    ask: (bench) => causeOf(bench, { fails: 'CellGone' }),
    answer: { error: 'CellGone', errorType: 'CellGone', hasTrace: true },
    source: floci(3411, '2026-09-11'),
  }),
  row({
    title: 'a function that does not exist is an error of the service',
    resources: machineWithWorker(
      only({
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: 'no_such_function' },
      }),
    ),
    ask: async (bench) => (await execute(bench)).error,
    answer: 'Lambda.ResourceNotFoundException',
    source: localStack(
      'error_handling/test_task_service_lambda.py',
      'test_no_such_function',
      '2025-11-25',
    ),
  }),
];

async function causeOf(bench: ContractBench, input: unknown = {}) {
  const { described } = await execute(bench, input);
  const cause = JSON.parse(described.cause ?? '{}') as { errorType?: string; trace?: string[] };
  const hasTrace = Number(cause.trace?.length) > 0;
  return { error: described.error, errorType: cause.errorType, hasTrace };
}

/** What tasks hand to a function, and what they make of its answer. */
export const lambdaRows: readonly RecordedRow[] = [
  ...payloads,
  ...inputs,
  ...tooMuch,
  ...timeouts,
  ...events,
  ...results,
];
