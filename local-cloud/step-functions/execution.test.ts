import {
  functionArn,
  machineAtWork,
  only,
  outcomeOf,
} from '#testing/local-cloud/machine-at-work.ts';
import { transitionLatencyMs as step } from './branch.ts';

describe('data', () => {
  test.each([
    ['InputPath', { InputPath: '$.a' }, { b: 1 }],
    ['InputPath null', { InputPath: null }, {}],
    ['OutputPath', { OutputPath: "$['a'].b" }, 1],
    ['Result and ResultPath', { Result: 7, ResultPath: '$.a.c' }, { a: { b: 1, c: 7 }, l: [1, 2] }],
    ['ResultPath null', { Result: 7, ResultPath: null }, { a: { b: 1 }, l: [1, 2] }],
    ['Parameters', { Parameters: { k: 'c', 'x.$': '$.l[-1]', in: [{ 'y.$': '$.a.b' }] } }, null],
    ['a wildcard', { InputPath: '$.l[*]' }, [1, 2]],
    ['a filter', { InputPath: '$.l[?(@ > 1)]' }, [2]],
  ])('%s shapes what a Pass state hands on', async (_, fields, expected) => {
    const { output } = await outcomeOf(only({ Type: 'Pass', ...fields }), {
      a: { b: 1 },
      l: [1, 2],
    });
    expect(output).toEqual(expected ?? { k: 'c', x: 2, in: [{ y: 1 }] });
  });

  test('the context object says who runs what since when', async () => {
    const { output } = await outcomeOf(
      only({
        Type: 'Pass',
        Parameters: {
          'id.$': '$$.Execution.Id',
          'since.$': '$$.Execution.StartTime',
          'at.$': '$$.State.EnteredTime',
          'n.$': '$$.Execution.Input.n',
          'm.$': '$$.StateMachine.Name',
        },
      }),
      { n: 3 },
    );
    expect(output).toEqual({
      id: 'arn:aws:states:us-east-1:000000000000:execution:Storm:run-1',
      since: '2007-08-14T00:00:00.000Z',
      at: '2007-08-14T00:00:00.020Z',
      n: 3,
      m: 'Storm',
    });
  });

  test('a path to nothing ends the execution with the place, and nobody may catch it', async () => {
    const task = { Type: 'Task', Resource: functionArn('f'), Parameters: { 'x.$': '$.gone' } };
    const caught = { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }], End: true };
    const { status, error, cause } = await outcomeOf({
      StartAt: 'T',
      States: { T: { ...task, ...caught }, Caught: { Type: 'Succeed' } },
    });
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.Runtime' });
    expect(cause).toMatch(/state 'T' \(entered at the event id #2\).*'\$\.gone'.*'x\.\$'/);
  });

  test('state data above 256 KiB fails with States.DataLimitExceeded', async () => {
    const definition = only({ Type: 'Task', Resource: functionArn('big') });
    const big = { big: () => 'x'.repeat(262_143) };
    expect(await outcomeOf(definition, {}, big)).toMatchObject({
      error: 'States.DataLimitExceeded',
    });
    const fitting = { big: () => 'x'.repeat(262_142) };
    expect(await outcomeOf(definition, {}, fitting)).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('states', () => {
  test.each([
    [{ Seconds: 90 }, 90_000],
    [{ SecondsPath: '$.s' }, 7_000],
    [{ Timestamp: '2007-08-14T00:01:00Z' }, 60_000 - step],
    [{ TimestampPath: '$.t' }, 3_600_000 - step],
  ])('a Wait with %j takes its time on the virtual clock', async (fields, waitMs) => {
    const input = { s: 7, t: '2007-08-14T01:00:00.000Z' };
    const { tookMs, output } = await outcomeOf(only({ Type: 'Wait', ...fields }), input);
    expect(tookMs).toBe(step + waitMs);
    expect(output).toEqual(input);
  });

  test('a Fail state ends the execution with its error and cause, from paths too', async () => {
    const fail = only({
      Type: 'Fail',
      Error: 'Storm.Lost',
      CausePath: "States.Format('{} left', $.n)",
    });
    expect(await outcomeOf(fail, { n: 3 })).toMatchObject({
      status: 'FAILED',
      error: 'Storm.Lost',
      cause: '3 left',
    });
  });

  test('a Parallel state gives the outputs of its branches in order', async () => {
    const wait = (seconds: number, name: string) => ({
      StartAt: name,
      States: { [name]: { Type: 'Wait', Seconds: seconds, End: true } },
    });
    const { output, tookMs } = await outcomeOf(
      only({ Type: 'Parallel', Branches: [wait(5, 'a'), wait(1, 'b')], ResultPath: '$.r' }),
      { k: 1 },
    );
    expect(output).toEqual({ k: 1, r: [{ k: 1 }, { k: 1 }] });
    expect(tookMs).toBe(2 * step + 5_000);
  });

  test('a failed branch stops its siblings, and the whole Parallel can be caught', async () => {
    const failing = { StartAt: 'bad', States: { bad: { Type: 'Fail', Error: 'E', Cause: 'c' } } };
    const waiting = {
      StartAt: 'slow',
      States: { slow: { Type: 'Wait', Seconds: 1000, End: true } },
    };
    const { output, tookMs } = await outcomeOf({
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [waiting, failing],
          Catch: [{ ErrorEquals: ['E'], Next: 'Caught', ResultPath: '$.e' }],
          End: true,
        },
        Caught: { Type: 'Pass', End: true },
      },
    });
    expect(output).toEqual({ e: { Error: 'E', Cause: 'c' } });
    expect(tookMs).toBe(3 * step);
  });
});

describe('ends', () => {
  const waiting = only({ Type: 'Wait', Seconds: 1000 });

  test('a machine that runs over its TimeoutSeconds is TIMED_OUT at that second', async () => {
    const { status, tookMs, eventTypes, arn } = await outcomeOf({ ...waiting, TimeoutSeconds: 60 });
    expect({ status, tookMs }).toEqual({ status: 'TIMED_OUT', tookMs: 60_000 });
    expect(eventTypes(arn)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionTimedOut']);
  });

  test('a stopped execution is ABORTED, does nothing more, and stays so', async () => {
    const { clock, start, describe, service, eventTypes } = machineAtWork(waiting);
    const executionArn = start();
    await clock.run(clock.nowMs() + 10_000);
    service.call('StopExecution', { executionArn, error: 'Budget', cause: 'too dear' });
    await clock.run();
    service.call('StopExecution', { executionArn, error: 'Again' });
    expect(describe(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Budget' });
    expect(eventTypes(executionArn).at(-1)).toBe('ExecutionAborted');
    expect(clock.nowMs()).toBeLessThan(Date.UTC(2007, 7, 14) + 11_000);
  });

  test('what winds down after a stop adds nothing to the history', async () => {
    const slow = {
      StartAt: 'Slow',
      States: { Slow: { Type: 'Wait', Seconds: 1000, End: true } },
    };
    const map = machineAtWork(only({ Type: 'Map', ItemProcessor: slow }));
    const executionArn = map.start([1, 2]);
    await map.clock.run(map.clock.nowMs() + 10_000);
    map.service.call('StopExecution', { executionArn });
    await map.clock.run();
    expect(map.eventTypes(executionArn).at(-1)).toBe('ExecutionAborted');
  });

  test('a history of 25,000 events is the most; the last one says so', async () => {
    const { service, arn, error, cause } = await outcomeOf({
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Next: 'B' },
        B: {
          Type: 'Choice',
          Choices: [{ Variable: '$.stop', IsPresent: true, Next: 'C' }],
          Default: 'A',
        },
        C: { Type: 'Succeed' },
      },
    });
    expect(error).toBe('States.Runtime');
    expect(cause).toMatch(/maximum number of history events \(25000\)/);
    const history = { executionArn: arn, reverseOrder: true, maxResults: 1 };
    expect(service.call('GetExecutionHistory', history).events).toMatchObject([
      { id: 25_000, type: 'ExecutionFailed' },
    ]);
  });

  test('an exception that is no failure of a function surfaces from the clock', async () => {
    const task = only({
      Type: 'Task',
      Resource: functionArn('f'),
      Retry: [{ ErrorEquals: ['States.ALL'] }],
    });
    const bug = () => {
      throw new TypeError('a bug in the wiring');
    };
    await expect(outcomeOf(task, {}, { f: bug })).rejects.toThrow('a bug in the wiring');
  });
});
