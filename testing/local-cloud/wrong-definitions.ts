// Definitions of state machines that AWS refuses.
import type { JsonObject } from '#local-cloud/service.ts';
import { functionArn, only } from './machine-at-work.ts';

/** A state that is right. */
export const pass = { Type: 'Pass', End: true };
/** A task that is right. */
export const task = { Type: 'Task', Resource: functionArn('f') };

const distributedMap = (more: JsonObject) => {
  const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
  const processor = { ProcessorConfig, StartAt: 'Item', States: { Item: pass } };
  return only({ Type: 'Map', ItemProcessor: processor, ...more });
};

/** What is wrong with it, the definition, and how that is told. */
export const wrongDefinitions: [string, JsonObject, RegExp][] = [
  [
    'a way to nowhere',
    { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } },
    /Missing 'Next' target: B at \/States\/A\/Next/,
  ],
  [
    'a start at nothing',
    { StartAt: 'B', States: { A: pass } },
    /target: B at \/StartAt, .*"A" is not reachable/,
  ],
  [
    'a state without a way in',
    { StartAt: 'A', States: { A: pass, B: pass } },
    /State "B" is not reachable\. at \/States\/B'/,
  ],
  [
    'no end',
    {
      StartAt: 'A',
      States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } },
    },
    /MISSING_END_STATE: Workflow has no terminal state'/,
  ],
  ['an unknown type', only({ Type: 'Dance' }), /'Type' should have .* at \/States\/Only\/Type'/],
  [
    'an unknown field',
    only({ Type: 'Pass', Colour: 1 }),
    /Field 'Colour' is not supported at \/States\/Only'/,
  ],
  ['both Next and End', { StartAt: 'A', States: { A: { ...pass, Next: 'A' } } }, /Next or End/],
  ['two ways to wait', only({ Type: 'Wait', Seconds: 1, SecondsPath: '$.s' }), /Exactly one of/],
  [
    'a path that is none',
    only({ Type: 'Pass', InputPath: 'a.b' }),
    /'InputPath' must be a valid JSONPath/,
  ],
  [
    'a template that is none',
    only({ ...task, Parameters: { 'x.$': 1 } }),
    /'x\.\$' must .* at \/States\/Only\/Parameters'/,
  ],
  ['a wild ResultPath', only({ ...task, ResultPath: '$.a[*]' }), /is no reference path/],
  [
    'a Choice without rules',
    { StartAt: 'A', States: { A: { Type: 'Choice' } } },
    /required: \[Choices\]/,
  ],
  [
    'States.ALL among others',
    only({ ...task, Retry: [{ ErrorEquals: ['States.ALL', 'E'] }] }),
    /alone and last/,
  ],
  [
    'a state name used twice',
    only({ Type: 'Map', ItemProcessor: only(pass) }),
    /Duplicate State name: Only at \/States\/Only\/ItemProcessor\/States\/Only/,
  ],
  [
    'a member both as it is and as a path',
    only({ ...pass, Parameters: { a: [{ x: 1, 'x.$': '$.x' }] } }),
    /'x' is there twice, once as 'x\.\$' at \/States\/Only\/Parameters\/a\[0\]'/,
  ],
  ['Cause and CausePath', only({ Type: 'Fail', Cause: 'c', CausePath: '$.c' }), /At most one/],
  ['a malformed alias', only({ ...task, Resource: `${functionArn('f')}:` }), /is not recognized/],
  ['a time that is none', only({ Type: 'Wait', Timestamp: '2016-02-30T00:00:00Z' }), /RFC3339/],
  ['an unknown function', only({ ...pass, Parameters: { 'x.$': 'States.Divine()' } }), /'x\.\$'/],
  [
    'a function with an argument of the wrong kind',
    only({ ...pass, Parameters: { 'x.$': "States.MathAdd(1, '-1')" } }),
    /'x\.\$' must be a valid JSONPath or a valid intrinsic function call/,
  ],
  ['a label with a colon', distributedMap({ Label: 'a:b' }), /may not have the character ":"/],
  ['a label of 41 characters', distributedMap({ Label: 'x'.repeat(41) }), /at most 40/],
  ['an empty label', distributedMap({ Label: '' }), /cannot be empty at \/States\/Only\/Label'/],
  [
    'more than all tolerated',
    distributedMap({ ToleratedFailurePercentage: 101 }),
    /Expected a number from 0 to 100 at \/States\/Only\/ToleratedFailurePercentage'/,
  ],
  ['a wait of half a second', only({ Type: 'Wait', Seconds: 0.5 }), /Expected an integer/],
  [
    'a comparison with another type',
    {
      StartAt: 'A',
      States: {
        A: { Type: 'Choice', Choices: [{ Variable: '$.x', NumericEquals: '1', Next: 'B' }] },
        B: { Type: 'Succeed' },
      },
    },
    /is of another type at \/States\/A\/Choices\[0\]\/NumericEquals'/,
  ],
  [
    'a field of JSONata',
    only({ ...pass, Output: {} }),
    /'Output' is only supported for the 'JSONata'/,
  ],
];
