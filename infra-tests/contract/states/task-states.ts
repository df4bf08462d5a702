// Tasks that run a function: what they hand over, what they make of its answer and its errors.

import type { ContractBench } from '../contract-case.ts';
import { takeAllReports } from '../worker-function.ts';
import {
  execute,
  machineWithWorker,
  statesCase,
  statusAndOutput,
  WORKER_ARN,
} from './machine-run.ts';

const TASK = 'Step Functions developer guide, Task workflow state';
const PATHS = 'Step Functions developer guide, specifying state output using ResultPath';
const ERRORS = 'Step Functions developer guide, handling errors';

const task = (more: Readonly<Record<string, unknown>> = {}) =>
  machineWithWorker({
    StartAt: 'Work',
    States: {
      Work: { Type: 'Task', Resource: WORKER_ARN, ...more, Next: 'Done' },
      // A state that cannot be reached would be refused.
      ...('Catch' in more ? { Caught: CAUGHT } : {}),
      Done: { Type: 'Succeed' },
    },
  });

const CAUGHT = { Type: 'Pass', Parameters: { 'caught.$': '$' }, Next: 'Done' };

const caughtBy = (...ErrorEquals: string[]) => ({
  Catch: [{ ErrorEquals, ResultPath: '$.failure', Next: 'Caught' }],
});

/** What came of an execution whose worker reports each attempt. */
const attempts = async (bench: ContractBench, input: Readonly<Record<string, unknown>>) => {
  const { status, error, tookMs } = await execute(bench, { ...input, reports: true });
  const reports = await takeAllReports(bench, 1, 1_500);
  return { status, error, tookMs, attempts: reports.length };
};

type Caught = { caught?: { failure?: { Error?: string; Cause?: string }; cell?: string } };

const errorCaught = async (bench: ContractBench, input: unknown) => {
  const { status, output, error } = await execute(bench, input);
  return { status, error, caught: (output as Caught | undefined)?.caught?.failure?.Error };
};

/** Cases of Task states. */
export const taskStates = [
  statesCase({
    title: "a task's function gets the state's input, and its answer takes the input's place",
    resources: task(),
    run: (bench) => statusAndOutput(bench, { answers: { waves: 3 } }),
    expected: { status: 'SUCCEEDED', output: { waves: 3 } },
    source: TASK,
  }),
  statesCase({
    title: 'a ResultPath puts the answer into the input',
    resources: task({ ResultPath: '$.plan.made' }),
    run: (bench) => statusAndOutput(bench, { answers: 7, plan: { by: 'me' } }),
    expected: {
      status: 'SUCCEEDED',
      output: { answers: 7, plan: { by: 'me', made: 7 } },
    },
    source: PATHS,
  }),
  statesCase({
    title: 'a ResultPath of null drops the answer',
    resources: task({ ResultPath: null }),
    run: (bench) => statusAndOutput(bench, { answers: 7 }),
    expected: { status: 'SUCCEEDED', output: { answers: 7 } },
    source: PATHS,
  }),
  statesCase({
    title: 'parameters make what the function gets',
    resources: task({ Parameters: { 'answers.$': '$.wave' } }),
    run: (bench) => statusAndOutput(bench, { wave: [1, 2] }),
    expected: { status: 'SUCCEEDED', output: [1, 2] },
    source: TASK,
  }),
  statesCase({
    title: 'the Lambda integration wraps the answer as Payload',
    resources: machineWithWorker({
      StartAt: 'Work',
      States: {
        Work: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Parameters: { FunctionName: WORKER_ARN, 'Payload.$': '$' },
          ResultSelector: { 'payload.$': '$.Payload', 'status.$': '$.StatusCode' },
          End: true,
        },
      },
    }),
    run: (bench) => statusAndOutput(bench, { answers: 'here' }),
    expected: { status: 'SUCCEEDED', output: { payload: 'here', status: 200 } },
    source: 'Step Functions developer guide, invoke an AWS Lambda function',
  }),
  statesCase({
    title: "an error that nobody catches fails the execution under the error's own name",
    resources: task(),
    async run(bench) {
      const { status, error, described } = await execute(bench, { fails: 'CellGone' });
      const { errorType, errorMessage } = JSON.parse(described.cause ?? '{}') as {
        errorType?: string;
        errorMessage?: string;
      };
      return { status, error, cause: { errorType, errorMessage } };
    },
    expected: {
      status: 'FAILED',
      error: 'CellGone',
      cause: { errorType: 'CellGone', errorMessage: 'on purpose' },
    },
    source: ERRORS,
  }),
  statesCase({
    title: 'a catcher takes an error by its name',
    resources: task(caughtBy('CellGone')),
    run: (bench) => errorCaught(bench, { fails: 'CellGone' }),
    expected: { status: 'SUCCEEDED', caught: 'CellGone' },
    source: ERRORS,
  }),
  statesCase({
    title: 'a catcher does not take an error of another name',
    resources: task(caughtBy('CellGone')),
    run: (bench) => errorCaught(bench, { fails: 'TableGone' }),
    expected: { status: 'FAILED', error: 'TableGone' },
    source: ERRORS,
  }),
  statesCase({
    title: 'a catcher of States.ALL takes every error, and its ResultPath keeps the input',
    resources: task(caughtBy('States.ALL')),
    async run(bench) {
      const { output } = await execute(bench, { fails: 'CellGone', cell: 'c-1' });
      const { failure, cell } = (output as Caught).caught ?? {};
      return { members: Object.keys(failure ?? {}).sort(), isText: typeof failure?.Cause, cell };
    },
    expected: { members: ['Cause', 'Error'], isText: 'string', cell: 'c-1' },
    source: ERRORS,
  }),
  statesCase({
    title: 'a catcher of States.TaskFailed takes what a function throws',
    resources: task(caughtBy('States.TaskFailed')),
    async run(bench) {
      const { status, output } = await execute(bench, { fails: 'CellGone' });
      return { status, isCaught: output !== undefined && 'caught' in (output as Caught) };
    },
    expected: { status: 'SUCCEEDED', isCaught: true },
    source: ERRORS,
  }),
  statesCase({
    title: 'a retrier tries so often more, each time after a longer pause',
    resources: task({
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 2 }],
    }),
    async run(bench) {
      const { tookMs, ...rest } = await attempts(bench, { fails: 'CellGone' });
      return { ...rest, isPaused: tookMs >= 2_950 };
    },
    expected: { status: 'FAILED', error: 'CellGone', attempts: 3, isPaused: true },
    source: ERRORS,
  }),
  statesCase({
    title: 'a retrier of another error does not try again',
    resources: task({ Retry: [{ ErrorEquals: ['TableGone'], IntervalSeconds: 1 }] }),
    async run(bench) {
      const { tookMs: _, ...rest } = await attempts(bench, { fails: 'CellGone' });
      return rest;
    },
    expected: { status: 'FAILED', error: 'CellGone', attempts: 1 },
    source: ERRORS,
  }),
  statesCase({
    title: 'a catcher comes when the retriers are at their end',
    resources: task({
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 1 }],
      ...caughtBy('States.ALL'),
    }),
    async run(bench) {
      const { tookMs: _, ...rest } = await attempts(bench, { fails: 'CellGone' });
      return rest;
    },
    expected: { status: 'SUCCEEDED', attempts: 2 },
    source: ERRORS,
  }),
  statesCase({
    title: 'a task that takes longer than its time-out fails with States.Timeout',
    resources: task({ TimeoutSeconds: 1, ...caughtBy('States.Timeout') }),
    run: (bench) => errorCaught(bench, { hangs: 3_000 }),
    expected: { status: 'SUCCEEDED', caught: 'States.Timeout' },
    source: ERRORS,
  }),
  statesCase({
    title: 'a function that runs into its own time-out fails the task',
    resources: task(caughtBy('States.TaskFailed')),
    async run(bench) {
      const { status, output } = await execute(bench, { hangs: 12_000 });
      return { status, isCaught: output !== undefined && 'caught' in (output as Caught) };
    },
    expected: { status: 'SUCCEEDED', isCaught: true },
    source: ERRORS,
  }),
];
