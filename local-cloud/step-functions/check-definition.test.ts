import aslValidator from 'asl-validator';
import type { JsonObject } from '../service.ts';
import { cdkDefinition } from './cdk-definition.ts';
import { checkDefinition } from './check-definition.ts';
import { functionArn, only } from './machine-at-work.ts';

const pass = { Type: 'Pass', End: true };
const task = { Type: 'Task', Resource: functionArn('f') };

const wrong: [string, JsonObject, RegExp][] = [
  [
    'a way to nowhere',
    { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } },
    /A: leads to B/,
  ],
  ['a start at nothing', { StartAt: 'B', States: { A: pass } }, /leads to B, which is no state/],
  ['a state without a way in', { StartAt: 'A', States: { A: pass, B: pass } }, /B: cannot be/],
  [
    'no end',
    {
      StartAt: 'A',
      States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } },
    },
    /no state that ends/,
  ],
  ['an unknown type', only({ Type: 'Dance' }), /no state type Dance/],
  [
    'an unknown field',
    only({ Type: 'Pass', Colour: 1 }),
    /Only \(Pass\): there is no field Colour/,
  ],
  ['both Next and End', { StartAt: 'A', States: { A: { ...pass, Next: 'A' } } }, /Next or End/],
  ['two ways to wait', only({ Type: 'Wait', Seconds: 1, SecondsPath: '$.s' }), /exactly one of/],
  ['a path that is none', only({ Type: 'Pass', InputPath: 'a.b' }), /is no path/],
  ['a template that is none', only({ ...task, Parameters: { 'x.$': 1 } }), /Parameters\.x\.\$/],
  ['a wild ResultPath', only({ ...task, ResultPath: '$.a[*]' }), /is no reference path/],
  ['a Choice without rules', { StartAt: 'A', States: { A: { Type: 'Choice' } } }, /needs Choices/],
  [
    'States.ALL among others',
    only({ ...task, Retry: [{ ErrorEquals: ['States.ALL', 'E'] }] }),
    /alone and last/,
  ],
  [
    'a state name used twice',
    only({ Type: 'Map', ItemProcessor: only(pass) }),
    /Only: this name is taken/,
  ],
];

test.each(wrong)('%s is refused with its place', (_, definition, message) => {
  expect(() => checkDefinition(definition)).toThrow(message);
  expect(() => checkDefinition(definition)).toThrow(
    expect.objectContaining({ code: 'InvalidDefinition' }),
  );
});

test.each([
  [{ QueryLanguage: 'JSONata', ...only(pass) }, /query language JSONata of the state machine/],
  [only({ ...pass, QueryLanguage: 'JSONata' }), /query language JSONata of Only/],
  [only({ ...pass, Assign: {} }), /the field Assign of Only/],
  [only({ ...task, HeartbeatSeconds: 5 }), /the field HeartbeatSeconds/],
  [only({ ...task, Resource: 'arn:aws:states:::sqs:sendMessage' }), /sqs:sendMessage of Only/],
  [only({ Type: 'Map', ItemReader: {}, ItemProcessor: {} }), /the field ItemReader/],
  [only({ Type: 'Map', ItemBatcher: {}, ItemProcessor: {} }), /the field ItemBatcher/],
  [only({ Type: 'Map', ResultWriter: {}, ItemProcessor: {} }), /the field ResultWriter/],
  [only({ ...task, Parameters: { 'x.$': 'States.Divine()' } }), /States\.Divine/],
])('what the local cloud lacks is named: %j', (definition, message) => {
  expect(() => checkDefinition(definition)).toThrow(message);
  expect(() => checkDefinition(definition)).toThrow(
    expect.objectContaining({ code: 'LocalCloudUnsupported' }),
  );
});

test('asl-validator agrees about what is wrong and what is right', () => {
  const verdict = (definition: JsonObject) => aslValidator(structuredClone(definition)).isValid;
  expect(wrong.filter(([, definition]) => verdict(definition)).map(([what]) => what)).toEqual([
    'States.ALL among others',
  ]);
  expect(checkDefinition(cdkDefinition)).toBe(cdkDefinition);
  expect(verdict(cdkDefinition)).toBe(true);
});
