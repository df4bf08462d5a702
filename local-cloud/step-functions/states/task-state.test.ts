import {
  failsWith,
  functionArn,
  only,
  outcomeOf,
  startMs,
} from '#testing/local-cloud/machine-at-work.ts';
import { transitionLatencyMs as step } from '../branch.ts';

const plain = { Type: 'Task', Resource: functionArn('f') };
const integration = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' };

const failing = (errorType: string, times = Number.POSITIVE_INFINITY) => ({
  f: (_: unknown, call: number) => {
    if (call <= times) throw failsWith(errorType);
    return { call };
  },
});

test('a Task with a function ARN hands over its input and takes the answer as it is', async () => {
  const { output, calls } = await outcomeOf(
    only({ ...plain, ResultSelector: { 'sum.$': '$.s' }, ResultPath: '$.r' }),
    { a: 1 },
    { f: ({ a }) => ({ s: Number(a) + 1 }) },
  );
  expect(calls).toEqual([{ name: 'f', payload: { a: 1 }, atMs: step }]);
  expect(output).toEqual({ a: 1, r: { sum: 2 } });
});

test('the Lambda integration wraps the answer, by the function name too', async () => {
  const task = {
    ...integration,
    Parameters: { FunctionName: 'f', Payload: { 'x.$': '$.a', fixed: 2 } },
  };
  const { output, calls } = await outcomeOf(only(task), { a: 1 }, { f: () => 'done' });
  expect(calls[0]).toMatchObject({ name: 'f', payload: { x: 1, fixed: 2 } });
  expect(output).toEqual({ ExecutedVersion: '$LATEST', Payload: 'done', StatusCode: 200 });
});

test('a function that changes its payload changes nothing in the machine', async () => {
  const spoil = (payload: Record<string, unknown>) => {
    payload.a = 'spoilt';
  };
  const { output } = await outcomeOf(only({ ...plain, ResultPath: null }), { a: 1 }, { f: spoil });
  expect(output).toEqual({ a: 1 });
});

test('retries come after growing, capped intervals, and each counts as a transition', async () => {
  const retry = {
    ErrorEquals: ['Throttled'],
    IntervalSeconds: 2,
    BackoffRate: 3,
    MaxAttempts: 4,
    MaxDelaySeconds: 10,
  };
  const { calls, output, meters } = await outcomeOf(
    only({ ...plain, Retry: [retry] }),
    {},
    failing('Throttled', 4),
  );
  const afterFirst = calls.map((call) => call.atMs - step);
  expect(afterFirst).toEqual([0, 2_000, 8_000, 18_000, 28_000]);
  expect(output).toEqual({ call: 5 });
  expect(meters).toEqual({ 'stepFunctions.executions': 1, 'stepFunctions.transitions': 5 });
});

test('full jitter takes a random share of the interval', async () => {
  const retry = { ErrorEquals: ['States.ALL'], IntervalSeconds: 8, JitterStrategy: 'FULL' };
  const task = only({ ...plain, Retry: [{ ...retry, MaxAttempts: 1 }] });
  const { calls } = await outcomeOf(task, {}, failing('E', 1), () => 0.25);
  expect(calls.map((call) => call.atMs - step)).toEqual([0, 2_000]);
});

test('each retrier counts its own attempts, and RetryCount counts them all', async () => {
  const seen: unknown[] = [];
  const { status } = await outcomeOf(
    only({
      ...plain,
      Parameters: { 'retry.$': '$$.State.RetryCount' },
      Retry: [
        { ErrorEquals: ['A'], MaxAttempts: 1 },
        { ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 },
      ],
    }),
    {},
    {
      f: ({ retry }, call) => {
        seen.push(retry);
        if (call < 3) throw failsWith(call === 1 ? 'A' : 'B');
      },
    },
  );
  expect({ seen, status }).toEqual({ seen: [0, 1, 2], status: 'SUCCEEDED' });
});

test('an error without a retry is caught with its input kept', async () => {
  const { output, eventTypes, arn } = await outcomeOf(
    {
      StartAt: 'T',
      States: {
        T: {
          ...plain,
          Retry: [{ ErrorEquals: ['Other'] }],
          Catch: [
            { ErrorEquals: ['States.Timeout'], Next: 'No' },
            { ErrorEquals: ['States.ALL'], Next: 'Yes', ResultPath: '$.error' },
          ],
          Next: 'No',
        },
        Yes: { Type: 'Pass', End: true },
        No: { Type: 'Fail', Error: 'wrong way' },
      },
    },
    { a: 1 },
    failing('Boom'),
  );
  const Cause = JSON.stringify({
    errorType: 'Boom',
    errorMessage: 'on purpose',
    trace: ['Boom: on purpose'],
  });
  expect(output).toEqual({ a: 1, error: { Error: 'Boom', Cause } });
  expect(eventTypes(arn)).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionFailed',
    'TaskStateExited',
    'PassStateEntered',
    'PassStateExited',
    'ExecutionSucceeded',
  ]);
});

test('a task that is late fails with States.Timeout, not States.TaskFailed', async () => {
  const slow = {
    f: (_: unknown, __: number, clock: { sleep(ms: number): unknown }) => clock.sleep(60_000),
  };
  const retry = (error: string) => [{ ErrorEquals: [error], MaxAttempts: 1, IntervalSeconds: 1 }];
  const task = { ...plain, TimeoutSeconds: 5 };
  const once = await outcomeOf(only({ ...task, Retry: retry('States.TaskFailed') }), {}, slow);
  expect(once).toMatchObject({ error: 'States.Timeout', tookMs: step + 5_000 });
  expect(once.eventTypes(once.arn)).toContain('LambdaFunctionTimedOut');
  const twice = await outcomeOf(only({ ...task, Retry: retry('States.Timeout') }), {}, slow);
  expect(twice).toMatchObject({ error: 'States.Timeout', tookMs: step + 11_000 });
});

test('a task that answers in time leaves nothing behind for the clock to wait for', async () => {
  const { clock, tookMs } = await outcomeOf({
    ...only({ ...plain, TimeoutSeconds: 500 }),
    TimeoutSeconds: 900,
  });
  expect(tookMs).toBe(step);
  expect(clock.nowMs()).toBe(startMs + step);
});
