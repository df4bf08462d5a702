// Which definitions CreateStateMachine refuses, and how.

import type { RecordedRow } from '../recorded-row.ts';
import { definition, floci, localStack, only, refused, refusedWith, row } from './ask-machine.ts';

const pass = { Type: 'Pass', End: true };
const invoke = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:000000000000:function:f' };
const inMap = { ItemProcessor: { StartAt: 'P', States: { P: pass } } };
const inParallel = { Branches: [{ StartAt: 'P', States: { P: pass } }] };
const choosing = { Choices: [{ Variable: '$.x', IsNull: true, Next: 'Z' }] };

const ofEachType: Readonly<Record<string, object>> = {
  Pass: { Type: 'Pass', Next: 'Z' },
  Wait: { Type: 'Wait', Seconds: 1, Next: 'Z' },
  Choice: { Type: 'Choice', ...choosing },
  Succeed: { Type: 'Succeed' },
  Fail: { Type: 'Fail' },
  Map: { Type: 'Map', ...inMap, Next: 'Z' },
  Parallel: { Type: 'Parallel', ...inParallel, Next: 'Z' },
};

const handler = [{ ErrorEquals: ['E'], Next: 'Z' }];
const misplaced: Readonly<Record<string, readonly [value: unknown, types: readonly string[]]>> = {
  TimeoutSeconds: [5, Object.keys(ofEachType)],
  Catch: [handler, ['Pass', 'Wait', 'Choice', 'Succeed', 'Fail']],
  Retry: [[{ ErrorEquals: ['E'] }], ['Pass', 'Wait', 'Choice', 'Succeed', 'Fail']],
};

const fields = Object.entries(misplaced).flatMap(([field, [value, types]]) =>
  types.map((type) =>
    row({
      title: `${field} is refused in a ${type}`,
      ...definition({
        StartAt: 'S',
        States: { S: { ...ofEachType[type], [field]: value }, Z: pass },
      }),
      answer: refused(`Field '${field}' is not supported`, '/States/S'),
      source: floci(2735, '2026-08-29'),
    }),
  ),
);

const ways = [
  row({
    title: 'a target that is missing and a state that is not reached are reported together',
    ...definition({
      StartAt: 'pass1',
      States: { pass1: { Type: 'Pass', Next: 'pass3' }, pass2: pass },
    }),
    answer: refusedWith(
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: pass3 at /States/pass1/Next, " +
        'MISSING_TRANSITION_TARGET: State "pass2" is not reachable. at /States/pass2',
    ),
    source: { suite: 'LocalStack', test: 'localstack/localstack#12487', date: '2025-04-05' },
  }),
  row({
    title: 'a loop without an end is refused',
    ...definition({
      StartAt: 'A',
      States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } },
    }),
    answer: refusedWith('MISSING_END_STATE: Workflow has no terminal state'),
    source: floci(2786, '2026-08-30'),
  }),
  row({
    title: 'a loop without an end says nothing of states that are not reached',
    ...definition({
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Next: 'B' },
        B: { Type: 'Pass', Next: 'A' },
        D: { Type: 'Pass', Next: 'A' },
      },
    }),
    answer: refusedWith('MISSING_END_STATE: Workflow has no terminal state'),
    source: floci(2786, '2026-08-30'),
  }),
  row({
    title: 'an end that is not reached is a state that is not reached',
    ...definition({
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Next: 'B' },
        B: { Type: 'Pass', Next: 'A' },
        C: pass,
      },
    }),
    answer: refusedWith('MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C'),
    source: floci(2786, '2026-08-30'),
  }),
  row({
    title: 'a target that is missing and an end that is missing are reported together',
    ...definition({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'NOPE' } } }),
    answer: refusedWith(
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/A/Next, " +
        'MISSING_END_STATE: Workflow has no terminal state',
    ),
    source: floci(2786, '2026-08-30'),
  }),
  ...(
    [
      [
        'a rule',
        {
          Type: 'Choice',
          Choices: [{ Variable: '$.x', IsNull: true, Next: 'NOPE' }],
          Default: 'Z',
        },
        'Choices[0]/Next',
      ],
      ['a Default', { Type: 'Choice', ...choosing, Default: 'NOPE' }, 'Default'],
      [
        'a catcher',
        { ...invoke, Catch: [{ ErrorEquals: ['E'], Next: 'NOPE' }], Next: 'Z' },
        'Catch[0]/Next',
      ],
    ] as const
  ).map(([what, state, place]) =>
    row({
      title: `${what} that leads nowhere is called a Next all the same`,
      ...definition({ StartAt: 'S', States: { S: state, Z: pass } }),
      answer: refusedWith(
        `MISSING_TRANSITION_TARGET: Missing 'Next' target: NOPE at /States/S/${place}`,
      ),
      source: floci(2786, '2026-08-30'),
    }),
  ),
  row({
    title: 'a start that is no state is refused',
    ...definition({ StartAt: 'aws_own.run_step', States: { run_step: pass } }),
    answer: refusedWith(
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: aws_own.run_step at /StartAt, " +
        'MISSING_TRANSITION_TARGET: State "run_step" is not reachable. at /States/run_step',
    ),
    source: {
      suite: 'serverless-operations/serverless-step-functions',
      test: '#250',
      date: '2019-08-27',
    },
  }),
];

const languages = [
  row({
    title: 'a field of JSONata is refused in a state of JSONPath',
    ...definition(only({ Type: 'Pass', Output: {} })),
    answer: refused(
      "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the " +
        "'JSONata' QueryLanguage",
      '/States/S',
    ),
    source: floci(2968, '2026-09-02'),
  }),
  row({
    title: 'a field of JSONata is refused in a state within a Map',
    ...definition(
      only({
        Type: 'Map',
        ItemProcessor: { StartAt: 'P', States: { P: { ...pass, Output: {} } } },
      }),
    ),
    answer: refused(
      "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the " +
        "'JSONata' QueryLanguage",
      '/States/S/ItemProcessor/States/P',
    ),
    source: floci(2968, '2026-09-02'),
  }),
  row({
    title: 'an ItemProcessor has no query language of its own',
    ...definition(
      only({ Type: 'Map', ItemProcessor: { ...inMap.ItemProcessor, QueryLanguage: 'JSONPath' } }),
    ),
    answer: refused("Field 'QueryLanguage' is not supported", '/States/S/ItemProcessor'),
    source: floci(2968, '2026-09-02'),
  }),
  row({
    title: 'a query language in the wrong case is refused',
    ...definition({ ...only({ Type: 'Pass' }), QueryLanguage: 'jsonpath' }),
    answer: refused('Value should be one of the following: [JSONPath, JSONata]', '/QueryLanguage'),
    source: floci(2968, '2026-09-02'),
  }),
  row({
    title: 'a query language that is no text is refused',
    ...definition(only({ Type: 'Pass', QueryLanguage: 7 })),
    answer: refused('Expected value of type [STRING]', '/States/S/QueryLanguage'),
    source: floci(2968, '2026-09-02'),
  }),
];

const inValidation = (test: string) => localStack('test_sfn_api_validation.py', test, '2025-10-19');

const shapes = [
  row({
    title: 'a definition without States is refused',
    ...definition({ StartAt: 'S' }),
    answer: refused('These fields are required: [States]', '/'),
    source: localStack('test_sfn_api.py', 'test_create_delete_invalid_sm', '2023-08-04'),
  }),
  row({
    title: 'an empty definition lacks two fields',
    ...definition({}),
    answer: refused('These fields are required: [States, StartAt]', '/'),
    source: inValidation('test_validate_state_machine_definition_not_a_definition[EMPTY_DICT]'),
  }),
  row({
    title: 'a definition without StartAt is refused',
    ...definition({ States: { S: pass } }),
    answer: refused('These fields are required: [StartAt]', '/'),
    source: inValidation(
      'test_validate_state_machine_definition_type_standard[INVALID_BASE_NO_STARTAT]',
    ),
  }),
  row({
    title: 'a state of an unknown type is refused',
    ...definition(only({ Type: 'TypeThatDoesNotExist' })),
    answer: refused(
      "The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, " +
        'Choice, Parallel, Map]',
      '/States/S/Type',
    ),
    source: localStack(
      'test_state/test_test_state_machine_scenarios.py',
      'test_state_name_invalid_state_definition',
      '2025-12-04',
    ),
  }),
  row({
    title: 'a Parallel without branches is refused',
    ...definition(only({ Type: 'Parallel', Branches: [] })),
    answer: refused('Value cannot be empty', '/States/S/Branches'),
    source: localStack(
      'test_state/test_state_mock_validation.py',
      'test_parallel_state_empty_branches',
      '2026-02-24',
    ),
  }),
  ...(
    [
      ['NO_T', '2016-12-05 21:29:29Z'],
      ['NO_Z', '2016-12-05T21:29:29'],
      ['INVALID_DATE', '2016-13-05T21:29:29Z'],
      ['INVALID_TIME', '2016-12-05T25:29:29Z'],
      ['INVALID_ISO', '05-12-2016T21:29:29Z'],
    ] as const
  ).map(([test, time]) =>
    row({
      title: `a wait until ${time} is refused`,
      ...definition(only({ Type: 'Wait', Timestamp: time })),
      answer: refused('String does not match RFC3339 timestamp', '/States/S/Timestamp'),
      source: localStack(
        'scenarios/test_base_scenarios.py',
        `test_wait_timestamp_invalid[${test}]`,
        '2024-12-27',
      ),
    }),
  ),
  ...(
    [
      ['', `States.StringToJson('{"text":"An \\"escaped\\" quote"}')`],
      ['_2', `States.Format('He said, \\"Hello, {}!\\"', 'Test')`],
    ] as const
  ).map(([test, expression]) =>
    row({
      title: `a backslash before a double quote is refused: ${expression}`,
      ...definition(only({ Type: 'Pass', Parameters: { 'parsed.$': expression } })),
      answer: refused(
        "The value for the field 'parsed.$' must be a valid JSONPath or a valid intrinsic " +
          'function call',
        '/States/S/Parameters',
      ),
      source: localStack(
        'scenarios/test_base_scenarios.py',
        `test_illegal_escapes[ESCAPE_SEQUENCES_ILLEGAL_INTRINSIC_FUNCTION${test}]`,
        '2025-02-02',
      ),
    }),
  ),
  row({
    title: 'an integration that Step Functions lacks is refused',
    ...definition(only({ Type: 'Task', Resource: 'arn:aws:states:::dynamodb:query' })),
    answer: refused(
      'The resource provided arn:aws:states:::dynamodb:query is not recognized. The value is not ' +
        'a valid resource ARN, or the resource is not available in this region.',
      '/States/S/Resource',
    ),
    source: localStack(
      'services/test_dynamodb_task_service.py',
      'test_invalid_integration',
      '2025-11-06',
    ),
    differs: 'the local cloud refuses every integration but that of Lambda as not supported',
  }),
  row({
    title: 'a field with a name of its own is refused',
    ...definition(only({ Type: 'Map', ...inMap, _comment_concurrency: 'x' })),
    answer: refused("Field '_comment_concurrency' is not supported", '/States/S'),
    source: {
      suite: 'a deployment that CloudFormation rolled back',
      test: 'found by the text Field _comment_concurrency is not supported',
      date: '2026-11-29',
    },
  }),
];

/** Which definitions are refused. */
export const definitionRows: readonly RecordedRow[] = [...fields, ...ways, ...languages, ...shapes];
