import {
  causeWords,
  executionFailure,
  formatFailure,
  quotaMet,
  stopReasonOf,
} from './storm-end.ts';

const end = (status: string, error: string | null = null, cause: string | null = null) =>
  executionFailure({ status, error, cause });

test('one that runs, succeeded, or reported a storm that did not heal has not failed', () => {
  for (const ended of [end('RUNNING'), end('SUCCEEDED'), end('FAILED', 'NotHealed', 'see it')])
    expect(ended).toBeNull();
});

test.each([
  ['FAILED', 'cost', 'cost'],
  ['ABORTED', 'by hand', 'by hand'],
  // Whoever stops an execution may say what he likes.
  ['ABORTED', 'enough of it', 'by hand'],
])('one that ended as %s, because it was stopped (%s), has not failed', (status, cause, reason) => {
  const stopped = { status, error: 'StormStopped', cause };
  expect(executionFailure(stopped)).toBeNull();
  expect(stopReasonOf(stopped)).toBe(reason);
  expect(stopReasonOf({ ...stopped, error: 'StormBroke' })).toBeNull();
});

test.each([
  ['FAILED', 'States.Runtime', 'The execution reached the maximum number of history events'],
  ['FAILED', 'StormBroke', 'Error: SQS refused'],
  ['TIMED_OUT', null, null],
  ['ABORTED', null, null],
])('one that ended as %s, %s, has', (status, error, cause) => {
  expect(end(status, error, cause)).toMatchObject({ status, error, cause });
});

test.each([
  ['reached the maximum number of history events (25000)', 'historyEvents'],
  ['States.DataLimitExceeded: too large', 'stateDataBytes'],
  ['Lambda.TooManyRequestsException: Rate Exceeded.', 'accountConcurrency'],
  ['ValidationException: Item size has exceeded the maximum allowed size', 'itemBytes'],
  ['OverLimit: too many messages in flight', 'inFlight'],
])('"%s" says of %s', (words, quota) => {
  expect(quotaMet(words)).toBe(quota);
});

test('an error of a function says of no quota', () => {
  expect(quotaMet('Error: run-1 has no such wave')).toBeNull();
});

test.each([
  ['States.Timeout', 'too long', ' (States.Timeout: too long)'],
  ['States.Timeout', '', ' (States.Timeout)'],
  ['', 'too long', ' (too long)'],
  [null, 'too long', ' (too long)'],
  [null, null, ''],
])('error %p and cause %p are shown with nothing before or between', (error, cause, why) => {
  const words = formatFailure({ status: 'FAILED', error, cause, quota: null });
  expect(words).toBe(`the execution of its state machine ended as FAILED${why}`);
});

test.each([
  ['{"errorType":"StartRefusedError","errorMessage":"run x is over","trace":[]}', 'run x is over'],
  ['cost', 'cost'],
  ['', ''],
  ['null', 'null'],
  ['{"Error":"x"}', '{"Error":"x"}'],
  ['{"errorMessage":7}', '{"errorMessage":7}'],
])('the words of the cause %j are %j', (cause, words) => {
  expect(causeWords(cause)).toBe(words);
  expect(executionFailure({ status: 'FAILED', error: 'StormBroke', cause })?.cause).toBe(words);
});
