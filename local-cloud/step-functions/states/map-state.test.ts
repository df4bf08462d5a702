import { failsWith, functionArn, only, outcomeOf } from '#testing/local-cloud/machine-at-work.ts';
import type { JsonObject } from '../../service.ts';
import { transitionLatencyMs as step } from '../branch.ts';

const work = {
  StartAt: 'Work',
  States: { Work: { Type: 'Task', Resource: functionArn('f'), End: true } },
};

const inline = (fields: JsonObject = {}) => only({ Type: 'Map', ItemProcessor: work, ...fields });

const distributed = (fields: JsonObject = {}, ExecutionType = 'STANDARD') => {
  const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType };
  return only({ Type: 'Map', ItemProcessor: { ...work, ProcessorConfig }, ...fields });
};

const numbers = (length: number) => Array.from({ length }, (_, index) => index);

/** A function that fails for the items below `count`. */
const failingBelow = (count: number) => ({
  f: (item: unknown) => {
    if (Number(item) < count) throw failsWith('Boom', `item ${item}`);
    return item;
  },
});

describe('an inline map', () => {
  test('gives the results in the order of the items, with index and value at hand', async () => {
    const ItemSelector = { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value', 'k.$': '$.k' };
    const { output, meters } = await outcomeOf(
      inline({ ItemsPath: '$.items', ItemSelector, ResultPath: '$.items' }),
      { k: 'x', items: ['a', 'b'] },
      { f: (payload) => payload },
    );
    expect(output).toEqual({
      k: 'x',
      items: [
        { i: 0, v: 'a', k: 'x' },
        { i: 1, v: 'b', k: 'x' },
      ],
    });
    expect(meters['stepFunctions.transitions']).toBe(3);
  });

  test.each([
    [{ MaxConcurrency: 1 }, 3, 3],
    [{ MaxConcurrency: 2 }, 4, 2],
    [{}, 41, 2],
  ])('with %j runs %i items in %i rounds', async (fields, count, rounds) => {
    const slow = {
      f: (_: unknown, __: number, clock: { sleep(ms: number): unknown }) => clock.sleep(1_000),
    };
    const { tookMs } = await outcomeOf(inline(fields), numbers(count), slow);
    expect(tookMs).toBe(step + rounds * (step + 1_000));
  });

  test('fails with the error of the first failed iteration and stops the others', async () => {
    const { error, eventTypes, arn, calls } = await outcomeOf(
      inline({ MaxConcurrency: 2 }),
      numbers(9),
      failingBelow(1),
    );
    expect(error).toBe('Boom');
    expect(calls).toHaveLength(1);
    expect(eventTypes(arn).slice(-5)).toEqual([
      'MapIterationFailed',
      'TaskStateAborted',
      'MapIterationAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  test('without a list to iterate over ends the execution', async () => {
    const { error, cause } = await outcomeOf(inline({ ItemsPath: '$.n' }), { n: 1 });
    expect(error).toBe('States.Runtime');
    expect(cause).toContain('Reference path "$.n" must point to array.');
  });
});

describe('a distributed map', () => {
  test('runs more than forty children at once and bills Standard ones by transition', async () => {
    const { tookMs, meters, eventTypes, arn } = await outcomeOf(distributed(), numbers(100));
    expect(tookMs).toBe(2 * step);
    expect(meters).toEqual({
      'stepFunctions.executions': 1,
      'stepFunctions.mapChildren': 100,
      'stepFunctions.transitions': 101,
    });
    expect(eventTypes(arn)).toEqual([
      'ExecutionStarted',
      'MapStateEntered',
      'MapStateStarted',
      'MapRunStarted',
      'MapRunSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('bills Express children by request and by started 100 ms', async () => {
    const { meters } = await outcomeOf(distributed({}, 'EXPRESS'), numbers(3), {
      f: (item, _, clock) => clock.sleep(Number(item) * 100),
    });
    expect(meters['stepFunctions.transitions']).toBe(1);
    expect(meters['stepFunctions.expressRequests']).toBe(3);
    // 20 ms, 120 ms and 220 ms are billed as 100 ms, 200 ms and 300 ms of 64 MB.
    expect(meters['stepFunctions.expressGbSeconds']).toBeCloseTo((0.1 + 0.2 + 0.3) / 16, 10);
  });

  test('ends an Express child after five minutes', async () => {
    const forever = {
      f: (_: unknown, __: number, clock: { sleep(ms: number): unknown }) => clock.sleep(1e9),
    };
    const { error, tookMs } = await outcomeOf(distributed({}, 'EXPRESS'), [1], forever);
    expect(error).toBe('States.ExceedToleratedFailureThreshold');
    expect(tookMs).toBe(step + 300_000);
  });

  test.each([
    ['nothing said', {}, 0, 'SUCCEEDED'],
    ['nothing said', {}, 1, 'FAILED'],
    ['a count', { ToleratedFailureCount: 2 }, 2, 'SUCCEEDED'],
    ['a count', { ToleratedFailureCount: 2 }, 3, 'FAILED'],
    ['a percentage', { ToleratedFailurePercentage: 10 }, 2, 'SUCCEEDED'],
    ['a percentage', { ToleratedFailurePercentage: 10 }, 3, 'FAILED'],
    ['both', { ToleratedFailureCount: 1, ToleratedFailurePercentage: 50 }, 2, 'FAILED'],
  ])('with %s tolerated (%j) and %i of 20 failing is %s', async (_, fields, failed, status) => {
    const outcome = await outcomeOf(distributed(fields), numbers(20), failingBelow(failed));
    expect(outcome.status).toBe(status);
    if (status === 'SUCCEEDED') expect(outcome.output).toEqual(numbers(20).slice(failed));
    else expect(outcome.error).toBe('States.ExceedToleratedFailureThreshold');
  });

  test('takes its limits from paths', async () => {
    const { status, tookMs } = await outcomeOf(
      distributed({
        ItemsPath: '$.items',
        MaxConcurrencyPath: '$.atOnce',
        ToleratedFailureCountPath: '$.tolerated',
      }),
      { items: numbers(6), atOnce: 2, tolerated: 1 },
      failingBelow(1),
    );
    expect({ status, tookMs }).toEqual({ status: 'SUCCEEDED', tookMs: 4 * step });
  });
});
