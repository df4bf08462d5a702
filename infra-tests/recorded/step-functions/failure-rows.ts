// How executions fail, with AWS's error names and sentences.

import type { RecordedRow } from '../recorded-row.ts';
import { ending, floci, localStack, only, row, runtimeFailure, success } from './ask-machine.ts';

const pass = { Type: 'Pass', End: true };

const waits = [
  ...(
    [
      [-1, 'references a negative value: $.s == -1', '[-1]'],
      [1.5, 'cannot be parsed as a long value: $.s == 1.5', '[1.5]'],
      [-1.5, 'cannot be parsed as a long value: $.s == -1.5', '[-1.5]'],
    ] as const
  ).map(([s, sentence, test]) =>
    row({
      title: `a wait by a path to ${s} seconds fails`,
      ...ending(only({ Type: 'Wait', SecondsPath: '$.s' }), { s }),
      answer: runtimeFailure(`The SecondsPath parameter ${sentence}`),
      source: localStack('base/test_wait.py', `test_base_wait_seconds_path${test}`, '2024-03-22'),
    }),
  ),
  ...[0, 1].map((s) =>
    row({
      title: `a wait by a path to ${s} seconds ends`,
      ...ending(only({ Type: 'Wait', SecondsPath: '$.s' }), { s }),
      answer: success({ s }),
      source: localStack('base/test_wait.py', `test_base_wait_seconds_path[${s}]`, '2024-03-22'),
    }),
  ),
  row({
    title: 'a wait by a path to no seconds fails',
    ...ending(only({ Type: 'Wait', SecondsPath: '$.s' })),
    answer: runtimeFailure('The SecondsPath parameter does not reference an input value: $.s'),
    source: localStack('logs/test_logs.py', 'test_base[wait_seconds_path]', '2023-11'),
  }),
  ...(
    [
      ['NO_T', '2016-12-05 21:29:29Z'],
      ['NO_Z', '2016-12-05T21:29:29'],
      ['INVALID_DATE', '2016-13-05T21:29:29Z'],
      ['INVALID_TIME', '2016-12-05T25:29:29Z'],
      ['INVALID_ISO', '05-12-2016T21:29:29Z'],
    ] as const
  ).map(([test, t]) =>
    row({
      title: `a wait by a path to the time ${t} fails`,
      ...ending(only({ Type: 'Wait', TimestampPath: '$.t' }), { t }),
      answer: runtimeFailure(
        'The TimestampPath parameter does not reference a valid ISO-8601 extended offset ' +
          `date-time format string: $.t == ${t}`,
      ),
      source: localStack(
        'scenarios/test_base_scenarios.py',
        `test_wait_timestamp_path[${test}]`,
        '2024-12-27',
      ),
    }),
  ),
  ...['2006-12-05T21:29:29Z', '2006-12-05T21:29:29.000000Z', '2006-12-05T21:29:29.00Z'].map((t) =>
    row({
      title: `a wait until ${t} ends`,
      ...ending(only({ Type: 'Wait', TimestampPath: '$.t' }), { t }),
      answer: success({ t }),
      source: localStack('base/test_wait.py', 'test_wait_timestamppath', '2023-12-13'),
    }),
  ),
  row({
    title: 'a wait of 24,856 days is too long',
    ...ending(only({ Type: 'Wait', TimestampPath: '$.t' }), { t: '2075-09-05T00:00:00Z' }),
    answer: runtimeFailure('Wait state delay is too long.'),
    source: localStack(
      'base/test_wait.py',
      'test_timestamp_too_far_in_future_boundary[24856]',
      '2023-12-13',
    ),
  }),
];

const processor = (Mode: string) => ({
  ProcessorConfig: { Mode, ...(Mode === 'DISTRIBUTED' ? { ExecutionType: 'STANDARD' } : {}) },
  StartAt: 'P',
  States: { P: pass },
});

const mapping = (field: string, Mode = 'DISTRIBUTED') =>
  only({ Type: 'Map', ItemsPath: '$.i', [field]: '$.n', ItemProcessor: processor(Mode) });

const inScenarios = (test: string) =>
  localStack('scenarios/test_base_scenarios.py', test, '2024-06-19');

const failedNumber = (field: string, n: unknown, sentence: string, test: string) =>
  row({
    title: `a Map fails whose ${field} leads to ${JSON.stringify(n)}`,
    ...ending(mapping(field, field === 'MaxConcurrencyPath' ? 'INLINE' : 'DISTRIBUTED'), {
      i: [0],
      n,
    }),
    answer: runtimeFailure(sentence),
    source: inScenarios(test),
  });

const tolerated = (field: string, n: number) => {
  const what = field.includes('Count') ? 'count' : 'percentage';
  return row({
    title: `a Map takes a ${field} to ${n}`,
    ...ending(mapping(field), { i: [0], n }),
    answer: success([0]),
    source: inScenarios(`test_map_state_tolerated_failure_${what}_path[${n}]`),
  });
};

const noInteger = (field: string, shown: string) =>
  `The ${field} field refers to value "${shown}" which is not a valid integer: $.n`;
const noFloat = (shown: string) =>
  `The ToleratedFailurePercentagePath field refers to value "${shown}" ` +
  'which is not a valid float: $.n';
const outOfRange = 'ToleratedFailurePercentage must be between 0 and 100.';

const maps = [
  failedNumber(
    'MaxConcurrencyPath',
    {},
    noInteger('MaxConcurrencyPath', '{}'),
    'test_max_concurrency_path',
  ),
  failedNumber(
    'MaxConcurrencyPath',
    'NoNumber',
    noInteger('MaxConcurrencyPath', 'NoNumber'),
    'test_max_concurrency_path[NoNumber]',
  ),
  failedNumber(
    'ToleratedFailureCountPath',
    {},
    noInteger('ToleratedFailureCountPath', '{}'),
    'test_map_state_tolerated_failure_count_path',
  ),
  failedNumber(
    'ToleratedFailureCountPath',
    'NoNumber',
    noInteger('ToleratedFailureCountPath', 'NoNumber'),
    'test_map_state_tolerated_failure_count_path[NoNumber]',
  ),
  failedNumber(
    'ToleratedFailureCountPath',
    -1,
    'ToleratedFailureCount cannot be negative.',
    'test_map_state_tolerated_failure_count_path[-1]',
  ),
  failedNumber(
    'ToleratedFailurePercentagePath',
    {},
    noFloat('{}'),
    'test_map_state_tolerated_failure_percentage_path',
  ),
  failedNumber(
    'ToleratedFailurePercentagePath',
    'NoNumber',
    noFloat('NoNumber'),
    'test_map_state_tolerated_failure_percentage_path[NoNumber]',
  ),
  ...[-1.1, -1, 100.1].map((n) =>
    failedNumber(
      'ToleratedFailurePercentagePath',
      n,
      outOfRange,
      `test_map_state_tolerated_failure_percentage_path[${n}]`,
    ),
  ),
  ...[0, 1].map((n) => tolerated('ToleratedFailureCountPath', n)),
  ...[0, 1, 1.1, 100].map((n) => tolerated('ToleratedFailurePercentagePath', n)),
];

const missing = (test: string) =>
  localStack('scenarios/test_base_scenarios.py', `test_invalid_jsonpath[${test}]`, '2025-01-02');

const paths = [
  row({
    title: 'a template whose path leads nowhere names path, member and input',
    ...ending(only({ Type: 'Pass', Parameters: { 'value.$': '$.nowhere' } }), { a: 0 }),
    answer: runtimeFailure(
      "The JSONPath '$.nowhere' specified for the field 'value.$' " +
        `could not be found in the input '{"a":0}'`,
    ),
    source: missing('INVALID_JSONPATH_IN_STRING_EXPR_JSONPATH'),
  }),
  row({
    title: 'an ErrorPath that leads nowhere is named so, too',
    ...ending(only({ Type: 'Fail', ErrorPath: '$.nowhere', Cause: 'c' }), { a: 0 }),
    answer: runtimeFailure(
      "The JSONPath '$.nowhere' specified for the field 'ErrorPath' " +
        `could not be found in the input '{"a":0}'`,
    ),
    source: missing('INVALID_JSONPATH_IN_ERRORPATH'),
  }),
  row({
    title: 'a CausePath that leads nowhere is named so, too',
    ...ending(only({ Type: 'Fail', CausePath: '$.nowhere', Error: 'e' }), { a: 0 }),
    answer: runtimeFailure(
      "The JSONPath '$.nowhere' specified for the field 'CausePath' " +
        `could not be found in the input '{"a":0}'`,
    ),
    source: missing('INVALID_JSONPATH_IN_CAUSEPATH'),
  }),
  ...['InputPath', 'OutputPath'].map((field) =>
    row({
      title: `an ${field} that leads nowhere has a sentence of its own`,
      ...ending(only({ Type: 'Pass', [field]: '$.nowhere' }), { a: 0 }),
      answer: runtimeFailure("Invalid path '$.nowhere' : No results for path: $['nowhere']"),
      source: missing(`INVALID_JSONPATH_IN_${field.toUpperCase()}`),
    }),
  ),
  row({
    title: 'the argument of a function that leads nowhere names the whole expression',
    ...ending(
      only({
        Type: 'Pass',
        Parameters: { 'v.$': "States.Format('{}', States.Format('{}', $.nope))" },
      }),
      { other: 1 },
    ),
    answer: runtimeFailure(
      "The function 'States.Format('{}', States.Format('{}', $.nope))' had the following error: " +
        "The JsonPath argument for the field '$.nope' could not be found in the input " +
        `'{"other":1}'`,
    ),
    source: floci(2870, '2026-09'),
  }),
  row({
    title: 'the argument of a function behind the end of a list leads nowhere',
    ...ending(only({ Type: 'Pass', Parameters: { 'v.$': "States.Format('{}', $.items[5])" } }), {
      items: [1, 2],
    }),
    answer: runtimeFailure(
      "The function 'States.Format('{}', $.items[5])' had the following error: The JsonPath " +
        `argument for the field '$.items[5]' could not be found in the input '{"items":[1,2]}'`,
    ),
    source: floci(2870, '2026-09'),
  }),
  row({
    title: 'an argument of null is no missing argument',
    ...ending(only({ Type: 'Pass', Parameters: { 'v.$': "States.Format('{}', $.nul)" } }), {
      nul: null,
    }),
    answer: success({ v: 'null' }),
    source: floci(2870, '2026-09'),
  }),
  row({
    title: 'a choice without a rule that holds, and without a Default, leads nowhere',
    ...ending(
      {
        StartAt: 'S',
        States: {
          S: { Type: 'Choice', Choices: [{ Variable: '$.x', StringEquals: 'never', Next: 'D' }] },
          D: pass,
        },
      },
      { x: 'a' },
    ),
    answer: runtimeFailure(
      'Failed to transition out of the state. The state does not point to a next state.',
    ),
    source: floci(2868, '2026-09'),
  }),
];

const fails = [
  row({
    title: 'a Fail without Error and Cause ends without them',
    ...ending(only({ Type: 'Fail' })),
    answer: { status: 'FAILED' },
    source: localStack('base/test_base.py', 'test_state_fail_empty', '2024-03-06'),
  }),
  row({
    title: 'a Fail hands its Error and Cause on',
    ...ending(only({ Type: 'Fail', Error: 'SomeFailure', Cause: 'for some reason' })),
    answer: { status: 'FAILED', error: 'SomeFailure', cause: 'for some reason' },
    source: localStack('base/test_base.py', 'test_state_fail', '2024-03-06'),
  }),
  row({
    title: 'a Fail takes its Error and Cause from paths',
    ...ending(only({ Type: 'Fail', ErrorPath: '$.e', CausePath: '$.c' }), { e: 'an e', c: 'a c' }),
    answer: { status: 'FAILED', error: 'an e', cause: 'a c' },
    source: localStack('base/test_base.py', 'test_state_fail_path', '2024-02-07'),
  }),
  row({
    title: 'a Fail takes its Cause from a function',
    ...ending(
      only({ Type: 'Fail', Error: 'E', CausePath: "States.Format('{} by {}.', $.e, $.c)" }),
      { e: 'e', c: 'c' },
    ),
    answer: { status: 'FAILED', error: 'E', cause: 'e by c.' },
    source: localStack('base/test_base.py', 'test_state_fail_intrinsic', '2024-02-07'),
  }),
  row({
    title: 'a Fail takes its Error from the context object',
    ...ending(only({ Type: 'Fail', ErrorPath: '$$.State.Name', Cause: 'c' })),
    answer: { status: 'FAILED', error: 'S', cause: 'c' },
    source: localStack(
      'context_object/test_context_object.py',
      'test_error_cause_path',
      '2024-11-28',
    ),
  }),
  row({
    title: 'an execution whose machine is out of time has neither error nor cause',
    ...ending({ ...only({ Type: 'Wait', Seconds: 20 }), TimeoutSeconds: 3 }),
    answer: { status: 'TIMED_OUT' },
    source: localStack('timeouts/test_timeouts.py', 'test_global_timeout', '2024-03-10'),
  }),
  row({
    title: 'a Pass whose output is too long fails, and names the state',
    ...ending(
      only({
        Type: 'Pass',
        Parameters: { 'a.$': '$.t', 'b.$': '$.t', 'c.$': '$.t' },
      }),
      { t: 'a'.repeat(100_000) },
    ),
    answer: {
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'S' returned a result with a size exceeding the maximum number of bytes " +
        'service limit.',
    },
    source: localStack(
      'error_handling/test_states_errors.py',
      'test_start_large_input',
      '2024-03-21',
    ),
  }),
];

/** How executions fail. */
export const failureRows: readonly RecordedRow[] = [...waits, ...maps, ...paths, ...fails];
