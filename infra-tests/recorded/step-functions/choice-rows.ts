// Which way a Choice goes. Each row is one comparator with the pairs that were recorded of it.

import type { ContractBench } from '../../contract/contract-case.ts';
import { execute, machineOf } from '../../contract/states/machine-run.ts';
import type { RecordedRow } from '../recorded-row.ts';
import { localStack, row } from './ask-machine.ts';

type Pair = readonly [variable: unknown, expected: unknown];

/** A machine that compares the members `v` and `e` of each item of its input, one after another. */
const comparing = (operator: string, expected: unknown) =>
  machineOf({
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        ItemsPath: '$',
        ItemProcessor: {
          StartAt: 'Compare',
          States: {
            Compare: {
              Type: 'Choice',
              Choices: [{ Variable: '$.v', [operator]: expected, Next: 'Holds' }],
              Default: 'Fails',
            },
            Holds: { Type: 'Pass', Result: true, End: true },
            Fails: { Type: 'Pass', Result: false, End: true },
          },
        },
        End: true,
      },
    },
  });

const outcomes = async (bench: ContractBench, pairs: readonly Pair[]) => {
  const { output, described } = await execute(
    bench,
    pairs.map(([v, e]) => ({ v, e })),
  );
  return output ?? described.cause;
};

const byPath = (
  operator: string,
  file: string,
  test: string,
  date: string,
  recorded: readonly (readonly [Pair, boolean])[],
) =>
  row({
    title: `${operator} holds for the pairs that were recorded`,
    resources: comparing(operator, '$.e'),
    ask: (bench) =>
      outcomes(
        bench,
        recorded.map(([pair]) => pair),
      ),
    answer: recorded.map(([, holds]) => holds),
    source: localStack(`choice_operators/${file}.py`, test, date),
  });

const numbers = (operator: string, equal: boolean, less: boolean, greater: boolean, date: string) =>
  byPath(operator, 'test_numeric', testOf(operator), date, [
    [[0, 0], equal],
    [[0, 1], less],
    [[1, 1], equal],
    [[1, 0], greater],
  ]);

const texts = (operator: string, equal: boolean, less: boolean, greater: boolean) =>
  byPath(operator, 'test_string_operators', testOf(operator), '2023-06-22', [
    [['', ''], equal],
    [['A', 'AB'], less],
    [['AB', 'A'], greater],
  ]);

// NumericLessThanPath is recorded by test_numeric_less_than_path.
function testOf(operator: string): string {
  return `test${operator.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}

// What was tested for each type; beside these, times whose text the recording hides.
const values = [
  null,
  0,
  1,
  1.1,
  '',
  ' ',
  'HelloWorld',
  '2012-10-09T19:00:55',
  '2023-02-24',
  [],
  [''],
  {},
  { A: 0 },
  false,
];

const kinds = (operator: string, holdsFor: (value: unknown) => boolean) =>
  [true, false].map((expected) =>
    row({
      title: `${operator} ${expected} distinguishes types`,
      resources: comparing(operator, expected),
      ask: (bench) =>
        outcomes(
          bench,
          values.map((value) => [value, null]),
        ),
      answer: values.map((value) => holdsFor(value) === expected),
      source: localStack('choice_operators/test_is_operators.py', testOf(operator), '2023-06-22'),
    }),
  );

/** Which way a Choice goes. */
export const choiceRows: readonly RecordedRow[] = [
  numbers('NumericEqualsPath', true, false, false, '2023-03-01'),
  numbers('NumericGreaterThanPath', false, false, true, '2023-03-01'),
  numbers('NumericGreaterThanEqualsPath', true, false, true, '2023-03-01'),
  numbers('NumericLessThanPath', false, true, false, '2023-03-01'),
  numbers('NumericLessThanEqualsPath', true, true, false, '2023-03-01'),
  texts('StringGreaterThanEqualsPath', true, false, true),
  texts('StringLessThanPath', false, true, false),
  texts('StringLessThanEqualsPath', true, true, false),
  byPath('StringEqualsPath', 'test_string_operators', 'test_string_equals_path', '2023-06-22', [
    [[' ', '     '], false],
    [['\t\n', '\t\r\n'], false],
    [['Hello', 'Hello'], true],
  ]),
  byPath(
    'StringGreaterThanPath',
    'test_string_operators',
    'test_string_greater_than_path',
    '2023-06-22',
    [
      [['', ''], false],
      [['A', 'A '], false],
      [['AB', 'ABC'], false],
    ],
  ),
  byPath('BooleanEqualsPath', 'test_boolean_equals', 'test_boolean_equals_path', '2023-06-22', [
    [[null, true], false],
    [[0, false], false],
    [[1, true], false],
    [['', false], false],
    [[[], true], false],
    [[{ A: 0 }, false], false],
    [[true, true], true],
    [[false, true], false],
    [[false, false], true],
  ]),
  ...kinds('IsBoolean', (value) => typeof value === 'boolean'),
  ...kinds('IsPresent', () => true),
  ...kinds('IsNull', (value) => value === null),
  ...kinds('IsNumeric', (value) => typeof value === 'number'),
  ...kinds('IsString', (value) => typeof value === 'string'),
];
