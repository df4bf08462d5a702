import type { JsonObject } from '../../service.ts';
import { choose } from './choice-rules.ts';
import type { ChoiceState } from './definition.ts';

const input = {
  n: 3,
  m: 3,
  s: 'abc*',
  yes: true,
  nothing: null,
  t: '2007-08-14T03:00:00Z',
  later: '2007-08-14T05:00:00+01:00',
};

const choice = (rule: JsonObject): string => {
  const state: ChoiceState = {
    Type: 'Choice',
    Choices: [{ ...rule, Next: 'Yes' }],
    Default: 'No',
  };
  return choose(state, { input, context: {}, random: () => 0 });
};

test.each<[JsonObject, string]>([
  [{ Variable: '$.n', NumericEquals: 3 }, 'Yes'],
  [{ Variable: '$.n', NumericGreaterThan: 3 }, 'No'],
  [{ Variable: '$.n', NumericGreaterThanEquals: 3 }, 'Yes'],
  [{ Variable: '$.n', NumericLessThanPath: '$.m' }, 'No'],
  [{ Variable: '$.n', NumericLessThanEqualsPath: '$.m' }, 'Yes'],
  [{ Variable: '$.s', NumericEquals: 3 }, 'No'],
  [{ Variable: '$.s', StringLessThan: 'b' }, 'Yes'],
  [{ Variable: '$.s', StringMatches: 'a*c\\*' }, 'Yes'],
  [{ Variable: '$.s', StringMatches: 'a.c*' }, 'No'],
  [{ Variable: '$.yes', BooleanEquals: true }, 'Yes'],
  [{ Variable: '$.yes', BooleanEqualsPath: '$.nothing' }, 'No'],
  [{ Variable: '$.t', TimestampLessThanPath: '$.later' }, 'Yes'],
  [{ Variable: '$.t', TimestampEquals: '2007-08-14T04:00:00+01:00' }, 'Yes'],
  [{ Variable: '$.t', IsTimestamp: true }, 'Yes'],
  [{ Variable: '$.s', IsTimestamp: true }, 'No'],
  [{ Variable: '$.nothing', IsNull: true }, 'Yes'],
  [{ Variable: '$.nothing', IsPresent: true }, 'Yes'],
  [{ Variable: '$.gone', IsPresent: false }, 'Yes'],
  [{ Variable: '$.n', IsString: false }, 'Yes'],
  [{ Variable: '$.n', IsNumeric: true }, 'Yes'],
  [{ Variable: '$.yes', IsBoolean: false }, 'No'],
  [{ Not: { Variable: '$.n', NumericEquals: 3 } }, 'No'],
  [
    {
      And: [
        { Variable: '$.gone', IsPresent: true },
        { Variable: '$.gone', NumericEquals: 1 },
      ],
    },
    'No',
  ],
  [
    {
      Or: [
        { Variable: '$.n', NumericEquals: 3 },
        { Variable: '$.gone', NumericEquals: 1 },
      ],
    },
    'Yes',
  ],
])('%j leads to %s', (rule, next) => {
  expect(choice(rule)).toBe(next);
});

test('a rule about a variable that is not there is an error', () => {
  expect(() => choice({ Variable: '$.gone', NumericEquals: 1 })).toThrow(/Invalid path '\$\.gone'/);
});

test('no rule and no default leads nowhere', () => {
  const state: ChoiceState = { Type: 'Choice', Choices: [] };
  const data = { input, context: {}, random: () => 0 };
  expect(() => choose(state, data)).toThrow(/States\.Runtime: Failed to transition out/);
});
