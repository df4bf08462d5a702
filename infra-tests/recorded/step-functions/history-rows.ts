// The events of executions and which follows which: `3<2 PassStateExited` is the third event, after
// the second.

import type { Flow } from '../../contract/states/machine-run.ts';
import { WORKER_ARN } from '../../contract/states/machine-run.ts';
import type { RecordedRow } from '../recorded-row.ts';
import { floci, history, localStack, only, row } from './ask-machine.ts';

const pass = { Type: 'Pass', End: true };
const fail = { Type: 'Fail', Error: 'E', Cause: 'c' };
const retry = {
  Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 1 }],
};

const flow = (name: string, state: object): Flow => ({ StartAt: name, States: { [name]: state } });

const parallel = (branches: readonly Flow[], more: object = {}) =>
  only({ Type: 'Parallel', Branches: branches, ...more });

const map = (inner: Flow, more: object = {}) =>
  only({ Type: 'Map', MaxConcurrency: 1, ItemProcessor: inner, ...more });

const distributed = map({
  ...flow('P', pass),
  ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
});

const inScenarios = (test: string, date: string) =>
  localStack('scenarios/test_base_scenarios.py', test, date);

const simple = [
  row({
    title: 'the first state follows no event',
    ...history(only({ Type: 'Pass' })),
    answer: [
      '1<0 ExecutionStarted',
      '2<0 PassStateEntered',
      '3<2 PassStateExited',
      '4<3 ExecutionSucceeded',
    ],
    source: localStack('base/test_base.py', 'test_state_pass_result', '2024-02-07'),
  }),
  row({
    title: 'a Fail is entered and never left',
    ...history(only(fail)),
    answer: ['1<0 ExecutionStarted', '2<0 FailStateEntered', '3<2 ExecutionFailed'],
    source: localStack('base/test_base.py', 'test_state_fail: history', '2024-03-06'),
  }),
  row({
    title: 'a time-out of the machine follows no event',
    ...history({ ...only({ Type: 'Wait', Seconds: 20 }), TimeoutSeconds: 3 }),
    answer: ['1<0 ExecutionStarted', '2<0 WaitStateEntered', '3<0 ExecutionTimedOut'],
    source: floci(2868, '2026-09'),
  }),
  row({
    title: 'a function called by its ARN has three events',
    ...history(only({ Type: 'Task', Resource: WORKER_ARN })),
    answer: [
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered',
      '3<2 LambdaFunctionScheduled',
      '4<3 LambdaFunctionStarted',
      '5<4 LambdaFunctionSucceeded',
      '6<5 TaskStateExited',
      '7<6 ExecutionSucceeded',
    ],
    source: localStack('services/test_lambda_task.py', 'test_invoke_pipe: history', '2025-11-06'),
  }),
  row({
    title: 'a function that is tried again has its events again',
    ...history(
      only({
        Type: 'Task',
        Resource: WORKER_ARN,
        Retry: [{ ErrorEquals: ['Boom'], IntervalSeconds: 1, MaxAttempts: 1 }],
      }),
      { fails: 'Boom' },
    ),
    answer: [
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered',
      '3<2 LambdaFunctionScheduled',
      '4<3 LambdaFunctionStarted',
      '5<4 LambdaFunctionFailed',
      '6<5 LambdaFunctionScheduled',
      '7<6 LambdaFunctionStarted',
      '8<7 LambdaFunctionFailed',
      '9<8 ExecutionFailed',
    ],
    source: inScenarios('test_retry_interval_features', '2024-02-23'),
  }),
  row({
    title: 'a mistake in the data leaves no event of the task',
    ...history(
      only({
        Type: 'Task',
        Resource: WORKER_ARN,
        OutputPath: '$.no.such',
        Catch: [{ ErrorEquals: ['States.Runtime'], Next: 'S' }],
      }),
    ),
    answer: [
      '1<0 ExecutionStarted',
      '2<0 TaskStateEntered',
      '3<2 LambdaFunctionScheduled',
      '4<3 LambdaFunctionStarted',
      '5<4 LambdaFunctionSucceeded',
      '6<5 ExecutionFailed',
    ],
    source: inScenarios('test_catch_states_runtime', '2023-11-23'),
  }),
];

const parallels = [
  row({
    title: 'branches start from the state, and it goes on from their last event',
    ...history(parallel([flow('A', pass), flow('B', pass)])),
    answer: [
      '1<0 ExecutionStarted',
      '2<0 ParallelStateEntered',
      '3<2 ParallelStateStarted',
      '4<3 PassStateEntered',
      '5<4 PassStateExited',
      '6<3 PassStateEntered',
      '7<6 PassStateExited',
      '8<7 ParallelStateSucceeded',
      '9<7 ParallelStateExited',
      '10<9 ExecutionSucceeded',
    ],
    source: floci(2868, '2026-09'),
  }),
  row({
    title: 'a branch that fails fails the state',
    ...history(parallel([flow('F', fail)])),
    answer: [
      '1<0 ExecutionStarted',
      '2<0 ParallelStateEntered',
      '3<2 ParallelStateStarted',
      '4<3 FailStateEntered',
      '5<4 ParallelStateFailed',
      '6<5 ExecutionFailed',
    ],
    source: inScenarios('test_parallel_state_fail', '2023-12-16'),
  }),
  row({
    title: 'a state that is tried again starts again and fails once',
    ...history(parallel([flow('F', fail)], retry)),
    answer: [
      '1<0 ExecutionStarted',
      '2<0 ParallelStateEntered',
      '3<2 ParallelStateStarted',
      '4<3 FailStateEntered',
      '5<4 ParallelStateStarted',
      '6<5 FailStateEntered',
      '7<6 ParallelStateStarted',
      '8<7 FailStateEntered',
      '9<8 ParallelStateFailed',
      '10<9 ExecutionFailed',
    ],
    source: inScenarios('test_parallel_state_retry', '2023-12-16'),
  }),
  row({
    title: 'a mistake in the data of a branch leaves no event of a failure',
    ...history(parallel([flow('P', { ...pass, Parameters: { 'm.$': '$.nope' } })])),
    answer: [
      '1<0 ExecutionStarted',
      '2<0 ParallelStateEntered',
      '3<2 ParallelStateStarted',
      '4<3 PassStateEntered',
      '5<4 ExecutionFailed',
    ],
    source: floci(2868, '2026-09-01'),
  }),
  row({
    title: 'a mistake in the ResultSelector comes after the branches succeeded',
    ...history(parallel([flow('P', pass)], { ResultSelector: { 'm.$': '$.nope' } })),
    answer: [
      '1<0 ExecutionStarted',
      '2<0 ParallelStateEntered',
      '3<2 ParallelStateStarted',
      '4<3 PassStateEntered',
      '5<4 PassStateExited',
      '6<5 ParallelStateSucceeded',
      '7<6 ExecutionFailed',
    ],
    source: floci(2868, '2026-09'),
    differs:
      'the failure follows event 5 here, as the exit of the state would: it says nothing else',
  }),
  row({
    title: 'a task that fails its branch is aborted, in passing',
    ...history(parallel([flow('T', { Type: 'Task', Resource: WORKER_ARN, End: true })]), {
      fails: 'Boom',
    }),
    answer: [
      '1<0 ExecutionStarted',
      '2<0 ParallelStateEntered',
      '3<2 ParallelStateStarted',
      '4<3 TaskStateEntered',
      '5<4 LambdaFunctionScheduled',
      '6<5 LambdaFunctionStarted',
      '7<6 LambdaFunctionFailed',
      '8<7 TaskStateAborted',
      '9<7 ParallelStateFailed',
      '10<9 ExecutionFailed',
    ],
    source: floci(2868, '2026-09'),
  }),
];

const maps = [
  row({
    title: 'an iteration follows the last event of the one before, past its success',
    ...history(map(flow('P', pass)), [1, 2]),
    answer: [
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<4 PassStateEntered',
      '6<5 PassStateExited',
      '7<6 MapIterationSucceeded',
      '8<6 MapIterationStarted',
      '9<8 PassStateEntered',
      '10<9 PassStateExited',
      '11<10 MapIterationSucceeded',
      '12<11 MapStateSucceeded',
      '13<11 MapStateExited',
      '14<13 ExecutionSucceeded',
    ],
    source: inScenarios('test_map_state_no_processor_config', '2023-12-15'),
  }),
  row({
    title: 'a Map over nothing succeeds at once',
    ...history(map(flow('P', pass)), []),
    answer: [
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<2 MapStateStarted',
      '4<3 MapStateSucceeded',
      '5<3 MapStateExited',
      '6<5 ExecutionSucceeded',
    ],
    source: inScenarios('test_map_state_items_input_array[empty]', '2024-11-19'),
  }),
  row({
    title: 'a Map that is tried again starts again and fails once',
    ...history(map(flow('F', fail), retry), [1]),
    answer: [
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<4 FailStateEntered',
      '6<5 MapIterationFailed',
      '7<5 MapStateStarted',
      '8<7 MapIterationStarted',
      '9<8 FailStateEntered',
      '10<9 MapIterationFailed',
      '11<9 MapStateStarted',
      '12<11 MapIterationStarted',
      '13<12 FailStateEntered',
      '14<13 MapIterationFailed',
      '15<13 MapStateFailed',
      '16<15 ExecutionFailed',
    ],
    source: inScenarios('test_map_state_retry', '2023-07-18'),
  }),
  row({
    title: 'a mistake in the data of an iteration leaves no event of a failure',
    ...history(map(flow('P', { ...pass, Parameters: { 'm.$': '$.nope' } })), [1, 2]),
    answer: [
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<4 PassStateEntered',
      '6<5 ExecutionFailed',
    ],
    source: floci(2868, '2026-09'),
  }),
  row({
    title: 'a limit out of range fails a Map after its start',
    ...history(
      only({
        Type: 'Map',
        ItemsPath: '$.i',
        ToleratedFailureCountPath: '$.n',
        ItemProcessor: {
          ...flow('P', pass),
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        },
      }),
      { i: [0], n: -1 },
    ),
    answer: [
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<2 MapStateStarted',
      '4<3 ExecutionFailed',
    ],
    source: inScenarios('test_map_state_tolerated_failure_count_path[-1]: history', '2024-06-19'),
  }),
  row({
    title: 'a distributed Map goes on from the start of its run',
    ...history(distributed, [1, 2]),
    answer: [
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<2 MapStateStarted',
      '4<3 MapRunStarted',
      '5<4 MapRunSucceeded',
      '6<5 MapStateSucceeded',
      '7<4 MapStateExited',
      '8<7 ExecutionSucceeded',
    ],
    source: inScenarios('test_map_state_nested_config_distributed', '2024-12-13'),
  }),
  row({
    title: 'iterations out of time: the first fails, the others are aborted after its last event',
    ...history(
      only({
        Type: 'Map',
        ItemProcessor: flow('T', {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Parameters: { FunctionName: WORKER_ARN, Payload: { hangs: 9_000 } },
          TimeoutSeconds: 5,
          End: true,
        }),
      }),
      [1, 2],
    ),
    answer: [
      '1<0 ExecutionStarted',
      '2<0 MapStateEntered',
      '3<2 MapStateStarted',
      '4<3 MapIterationStarted',
      '5<3 MapIterationStarted',
      '6<4 TaskStateEntered',
      '7<6 TaskScheduled',
      '8<5 TaskStateEntered',
      '9<8 TaskScheduled',
      '10<7 TaskStarted',
      '11<9 TaskStarted',
      '12<10 TaskTimedOut',
      '13<11 TaskTimedOut',
      '14<12 MapIterationFailed',
      '15<12 TaskStateAborted',
      '16<12 MapIterationAborted',
      '17<12 TaskStateAborted',
      '18<12 MapStateFailed',
      '19<18 ExecutionFailed',
    ],
    source: localStack(
      'timeouts/test_timeouts.py',
      'test_service_lambda_map_timeout',
      '2024-03-10',
    ),
    differs: 'what happens at one time comes in the order of the iterations here',
  }),
];

/** The events of executions. */
export const historyRows: readonly RecordedRow[] = [...simple, ...parallels, ...maps];
