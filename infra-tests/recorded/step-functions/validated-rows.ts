// Definitions of which is known that AWS refuses them, and not in which words: what asl-validator
// calls invalid, and what the documentation excludes.

import type { RecordedRow } from '../recorded-row.ts';
import { guide, isMade, only, row } from './ask-machine.ts';

const pass = { Type: 'Pass', End: true };
const invoke = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:000000000000:function:f' };
const inMap = { ItemProcessor: { StartAt: 'P', States: { P: pass } } };

const inValidator = (test: string) => ({
  suite: 'ChristopheBougere/asl-validator',
  test: `invalid-${test}.json`,
  date: '2026-11-29',
});

const asked = (title: string, flow: object, source: RecordedRow['source']) =>
  row({ title, ...isMade(flow), answer: 'InvalidDefinition', source });

const tolerating = (more: object) =>
  only({
    Type: 'Map',
    ItemProcessor: {
      ...inMap.ItemProcessor,
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    },
    ...more,
  });

const validated = [
  asked(
    'a member both as it is and as a path is refused',
    only({ Type: 'Pass', Parameters: { channel: 'a', 'channel.$': '$.b' } }),
    inValidator('duplicate-fields'),
  ),
  asked(
    'a member both as it is and as a path is refused within a list',
    only({ Type: 'Pass', Parameters: { blocks: [{ text: { type: 'a', 'type.$': '$.b' } }] } }),
    inValidator('duplicate-fields-nested'),
  ),
  asked(
    'Cause and CausePath are refused together',
    only({ Type: 'Fail', Cause: 'c', CausePath: '$.c' }),
    inValidator('fail-dupe-cause'),
  ),
  asked(
    'Error and ErrorPath are refused together',
    only({ Type: 'Fail', Error: 'e', ErrorPath: '$.e' }),
    inValidator('fail-dupe-error'),
  ),
  asked(
    'TimeoutSeconds and TimeoutSecondsPath are refused together',
    only({ ...invoke, TimeoutSeconds: 20, TimeoutSecondsPath: '$.t' }),
    inValidator('task-timout'),
  ),
  asked(
    'Seconds and SecondsPath are refused together',
    only({ Type: 'Wait', Seconds: 10, SecondsPath: '$.s' }),
    inValidator('wait-duration'),
  ),
  asked(
    'ToleratedFailureCount and its path are refused together',
    tolerating({ ToleratedFailureCount: 0, ToleratedFailureCountPath: '$.n' }),
    inValidator('map-tolerated'),
  ),
  asked(
    'a ToleratedFailurePercentage of 105 is refused',
    tolerating({ ToleratedFailurePercentage: 105 }),
    inValidator('map-tolerated-value'),
  ),
  asked(
    'text as a number of MathAdd is refused',
    only({ Type: 'Pass', Parameters: { 'foo.$': "States.MathAdd(1,'-1')" } }),
    inValidator('math-add'),
  ),
  ...['FUNCTION_NAME:', 'FUNCTION_NAME:$*#$7485'].map((name) =>
    asked(
      `the function ${name} is refused`,
      only({ Type: 'Task', Resource: `arn:aws:lambda:us-east-1:000000000000:function:${name}` }),
      inValidator('task-alias-function'),
    ),
  ),
  asked(
    "a state's name of 81 characters is refused",
    { StartAt: 'x'.repeat(81), States: { ['x'.repeat(81)]: pass } },
    inValidator('state-name-too-long'),
  ),
  asked(
    'a function as the Variable of a rule is refused',
    {
      StartAt: 'S',
      States: {
        S: {
          Type: 'Choice',
          Choices: [{ Variable: 'States.ArrayLength($.a)', NumericEquals: 1, Next: 'Z' }],
        },
        Z: pass,
      },
    },
    inValidator('choice-state-variable'),
  ),
  asked(
    'a rule with an End instead of a Next is refused',
    {
      StartAt: 'S',
      States: {
        S: {
          Type: 'Choice',
          Choices: [{ Variable: '$.foo', NumericEquals: 1, End: true }],
          Default: 'Z',
        },
        Z: pass,
      },
    },
    inValidator('choice-state'),
  ),
  asked(
    'a way out of a branch is refused',
    {
      StartAt: 'S',
      States: {
        S: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'Z' }, B: pass } }],
          Next: 'Z',
        },
        Z: pass,
      },
    },
    inValidator('parallel-ob-link'),
  ),
  asked(
    'a branch that is a list is refused',
    only({ Type: 'Parallel', Branches: [[inMap.ItemProcessor]] }),
    inValidator('parallel-branch-type'),
  ),
  asked(
    'a name within a Map that the machine has, too, is refused',
    only({ Type: 'Map', ItemProcessor: { StartAt: 'S', States: { S: pass } } }),
    inValidator('map-dupe-state'),
  ),
  asked(
    'Next and End are refused together',
    { StartAt: 'S', States: { S: { Type: 'Pass', Next: 'Z', End: true }, Z: pass } },
    inValidator('next-with-end'),
  ),
  ...['.guid', '..guid', '()', '$...'].map((ResultPath) =>
    asked(
      `the ResultPath ${ResultPath} is refused`,
      only({ ...invoke, ResultPath }),
      inValidator('json-path'),
    ),
  ),
  asked(
    'a member that ends in .$ and is no path is refused',
    only({ ...invoke, Parameters: { 'lorem.$': 'ipsum' } }),
    inValidator('payload-template.asl'),
  ),
  asked(
    'an error name that is no text is refused',
    {
      StartAt: 'S',
      States: { S: { ...invoke, Catch: [{ ErrorEquals: [true], Next: 'Z' }], Next: 'Z' }, Z: pass },
    },
    inValidator('error-equals-type'),
  ),
];

// LocalStack's recordings of these hold LocalStack's own words and are not listed as validated on
// AWS, so the documentation alone speaks for them.
const labels = [
  'a b',
  'a?',
  'a*',
  'a<',
  'a{',
  'a[',
  'a:',
  'a;',
  'a/',
  'a\\',
  'a|',
  'a$',
  'a\n',
  'a\u0001',
  '',
  'x'.repeat(41),
].map((Label) =>
  asked(
    `the label ${JSON.stringify(Label)} of a Map is refused`,
    tolerating({ Label }),
    guide('Distributed Map: Label'),
  ),
);

/** Definitions that are refused in words that nobody recorded. */
export const validatedRows: readonly RecordedRow[] = [...validated, ...labels];
