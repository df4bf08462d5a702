// What paths and intrinsic functions give.

import { execute, machineOf } from '../../contract/states/machine-run.ts';
import type { RecordedRow } from '../recorded-row.ts';
import { ending, floci, guide, localStack, only, row, success, value } from './ask-machine.ts';

type Recorded = readonly [title: string, expression: string, input: unknown, answer: unknown];

const rowsOf = (source: RecordedRow['source'], recorded: readonly Recorded[]) =>
  recorded.map(([title, expression, input, answer]) =>
    row({ title, ...value(expression, input), answer, source }),
  );

const inFile = (file: string, test: string, date: string) =>
  localStack(`intrinsic_functions/${file}.py`, test, date);

const document = { Arg1: 1, Arg2: [] };

const formats = rowsOf(inFile('test_generic', 'test_format_2', '2023-02-09'), [
  [
    'Format writes an object as Java does',
    "States.Format('x={}', $)",
    document,
    'x={Arg1=1, Arg2=[]}',
  ],
  ['Format writes nothing for empty text', "States.Format('a {}.', $)", '', 'a .'],
  ['Format writes null as null', "States.Format('a {}.', $)", null, 'a null.'],
  ['Format writes a fraction', "States.Format('a {}.', $)", 1.1, 'a 1.1.'],
  [
    'Format writes JSON text as it is',
    "States.Format('a {}.', $)",
    '{"Arg1": 1}',
    'a {"Arg1": 1}.',
  ],
  [
    'Format fills two places in turn',
    "States.Format('fst={} and snd={}.', $.fst, $.snd)",
    { fst: 'a', snd: 'b' },
    'fst=a and snd=b.',
  ],
]);

const jsonTexts = rowsOf(inFile('test_json_manipulation', 'test_string_to_json', '2023-02-09'), [
  ['StringToJson of empty text is null', 'States.Array(States.StringToJson($))', '', [null]],
  ['StringToJson of a blank is null', 'States.Array(States.StringToJson($))', ' ', [null]],
  ['StringToJson of null is null', 'States.Array(States.StringToJson($))', 'null', [null]],
  ['StringToJson of minus nothing is 0', 'States.StringToJson($)', '-0', 0],
  ['StringToJson of a fraction', 'States.StringToJson($)', '1.1', 1.1],
  ['StringToJson of true', 'States.StringToJson($)', 'true', true],
  ['StringToJson of quoted text', 'States.StringToJson($)', '"HelloWorld"', 'HelloWorld'],
  ['StringToJson of a list', 'States.StringToJson($)', '[1, 2, "x"]', [1, 2, 'x']],
  ['StringToJson of an object', 'States.StringToJson($)', '{"Arg1": 1, "Arg2": []}', document],
]);

const texts = rowsOf(inFile('test_json_manipulation', 'test_json_to_string', '2023-02-09'), [
  ['JsonToString of null', 'States.JsonToString($)', null, 'null'],
  ['JsonToString of a number', 'States.JsonToString($)', 1.1, '1.1'],
  ['JsonToString of text', 'States.JsonToString($)', 'x', '"x"'],
  ['JsonToString of a list has no blanks', 'States.JsonToString($)', [1, 2, 'x'], '[1,2,"x"]'],
  ['JsonToString of an object', 'States.JsonToString($)', document, '{"Arg1":1,"Arg2":[]}'],
]);

const merges = rowsOf(inFile('test_json_manipulation', 'test_json_merge', '2023-02-13'), [
  [
    'JsonMerge is shallow, and the second object wins',
    'States.JsonMerge($.fst, $.snd, false)',
    { fst: { a: { a1: 1, a2: 2 }, b: 2, d: 3 }, snd: { a: { a3: 1, a4: 2 }, c: 3, d: 4 } },
    { a: { a3: 1, a4: 2 }, b: 2, c: 3, d: 4 },
  ],
]);

const sum = (fst: number, snd: number, answer: number): Recorded => [
  `MathAdd of ${fst} and ${snd}`,
  'States.MathAdd($.fst, $.snd)',
  { fst, snd },
  answer,
];

const sums = rowsOf(inFile('test_math_operations', 'test_math_add', '2023-09-13'), [
  sum(-9, 3, -6),
  sum(1.49, 1.5, 3),
  sum(1.5, 1.51, 4),
  sum(-1.49, -1.5, -2),
  sum(-1.5, -1.51, -3),
  sum(1.49, -1.49, 0),
  sum(-1.5, 0, -1),
  sum(-1.51, 0, -2),
  sum(2.5, 0, 3),
  sum(-0.5, 0.5, 1),
  sum(-3.5, 0, -3),
]);

const list = (call: string, fst: unknown, snd: unknown, answer: unknown): Recorded => [
  `${call} of ${JSON.stringify(fst)} and ${JSON.stringify(snd)}`,
  `States.${call}($.fst, $.snd)`,
  { fst, snd },
  answer,
];

const lists = [
  ...rowsOf(inFile('test_array', 'test_array_partition', '2023-02-09'), [
    list('ArrayPartition', [], 1, []),
    list('ArrayPartition', [0, 1, 2], 2, [[0, 1], [2]]),
    list('ArrayPartition', [0, 1, 2, 3], 3, [[0, 1, 2], [3]]),
    list('ArrayPartition', [0], 5, [[0]]),
  ]),
  ...rowsOf(inFile('test_array', 'test_array_contains', '2023-02-09'), [
    list('ArrayContains', [], null, false),
    list('ArrayContains', [[1, 2, 3], 2], [1, 2, 3], true),
    list('ArrayContains', [{ 1: 2, 2: [] }], { 1: 2, 2: [] }, true),
    list('ArrayContains', [{ 1: 2, 2: [] }], [], false),
  ]),
  ...rowsOf(inFile('test_array', 'test_array_get_item', '2023-02-09'), [
    list('ArrayGetItem', [1, 2, 3, 4, 5, 6], 5, 6),
  ]),
  ...rowsOf(inFile('test_array', 'test_array_range', '2023-02-09'), [
    [
      'ArrayRange ends at its last step',
      'States.ArrayRange($[0], $[1], $[2])',
      [0, 9, 3],
      [0, 3, 6, 9],
    ],
    [
      'ArrayRange ends before its end',
      'States.ArrayRange($[0], $[1], $[2])',
      [0, 10, 3],
      [0, 3, 6, 9],
    ],
    ['ArrayRange of one step', 'States.ArrayRange($[0], $[1], $[2])', [1, 9, 9], [1]],
  ]),
];

const splits = rowsOf(inFile('test_string_operations', 'test_string_split', '2024-12-05'), [
  list('StringSplit', ' ', ',', [' ']),
  list('StringSplit', ', , ,', ',', [' ', ' ']),
  list('StringSplit', ',,,,', ',', []),
  list('StringSplit', 'This.is+a,test=string', '.+,=', ['This', 'is', 'a', 'test', 'string']),
  list('StringSplit', 'split on T and \nnew line', 'T\n', ['split on ', ' and ', 'new line']),
]);

const codes = [
  ...rowsOf(inFile('test_encode_decode', 'test_base_64_encode', '2023-02-17'), [
    ['Base64Encode', 'States.Base64Encode($)', 'Data to encode', 'RGF0YSB0byBlbmNvZGU='],
    ['Base64Encode of empty text', 'States.Base64Encode($)', '', ''],
  ]),
  ...rowsOf(inFile('test_hash_calculations', 'test_hash', '2023-02-14'), [
    ['Hash by MD5', "States.Hash($, 'MD5')", 'input data', '812f45842bc6d66ee14572ce20db8e86'],
    [
      'Hash by SHA-1',
      "States.Hash($, 'SHA-1')",
      'input data',
      'aaff4a450a104cd177d28d18d74485e8cae074b7',
    ],
    [
      'Hash by SHA-256',
      "States.Hash($, 'SHA-256')",
      'input data',
      'b4a697a057313163aee33cd8d40c66e9f0f177e00cac2de32475ffff6169c3e3',
    ],
  ]),
];

const seeded = 'States.Array(States.MathRandom(0, 1000000, 7), States.MathRandom(0, 1000000, 7))';

const documented = [
  row({
    title: 'MathRandom of one seed gives one number',
    resources: machineOf(only({ Type: 'Pass', Parameters: { 'r.$': seeded } })),
    ask: async (bench) => {
      const { r = [] } = (await execute(bench)).output as { r?: unknown[] };
      return r.length === 2 && r[0] === r[1];
    },
    answer: true,
    source: guide('Intrinsic functions: States.MathRandom'),
  }),
  ...["Hash($, 'MD5')", 'Base64Encode($)', 'Base64Decode($)'].map((call) =>
    row({
      title: `${call} of 10,001 characters fails`,
      resources: machineOf(only({ Type: 'Pass', Parameters: { 'r.$': `States.${call}` } })),
      ask: async (bench) => (await execute(bench, 'a'.repeat(10_001))).error,
      answer: 'States.IntrinsicFailure',
      source: guide(`Intrinsic functions: States.${call.split('(')[0]}`),
    }),
  ),
];

const itemsPaths = ['$[*]', '$.items[*]', '$.items[1:]', '$.items[:1]', '$.item.items[*]'];

const paths = [
  ...itemsPaths.map((path) =>
    row({
      title: `${path} finds an empty list where there is nothing`,
      ...value(path, {}),
      answer: [],
      source: localStack(
        'base/test_base.py',
        `test_json_path_array_wildcard_or_slice_with_no_input[${path}]`,
        '2025-04-01',
      ),
    }),
  ),
  row({
    title: 'a filter finds a list',
    ...value('$.users[?(@.status == 0)]', { users: [{ status: 0 }, { status: 1 }] }),
    answer: [{ status: 0 }],
    source: localStack('base/test_base.py', 'test_state_pass_regex_json_path_base', '2024-02-07'),
  }),
  row({
    title: 'an index finds an item',
    ...value('$.items[10]', { items: Array.from({ length: 11 }, (_, index) => ({ index })) }),
    answer: { index: 10 },
    source: localStack('base/test_base.py', 'test_json_path_array_access', '2024-08-16'),
  }),
  row({
    title: 'a backslash in a quoted step stands for itself',
    ...value(String.raw`$['Test\""Name"']`, { 'Test\\""Name"': 'Value"\\' }),
    answer: 'Value"\\',
    source: localStack(
      'scenarios/test_base_scenarios.py',
      'test_escape_sequence_parsing[ESCAPE_SEQUENCES_JSONPATH]',
      '2025-02-02',
    ),
  }),
  row({
    title: 'an index behind the end of a list is null in a template',
    ...ending(only({ Type: 'Pass', Parameters: { 'r.$': '$.items[5]' } }), { items: [1, 2] }),
    answer: success({ r: null }),
    source: floci(2870, '2026-09'),
  }),
  row({
    title: 'null as InputPath and OutputPath is an empty object',
    ...ending(only({ Type: 'Pass', InputPath: null, OutputPath: null }), { a: 0 }),
    answer: success({}),
    source: localStack(
      'base/test_base.py',
      'test_state_pass_result_null_input_output_paths',
      '2024-02-07',
    ),
  }),
  row({
    title: 'paths in a Result are text',
    ...ending(only({ Type: 'Pass', Result: { 'a.$': '$.jsonpath', 'b.$': '$$' } })),
    answer: success({ 'a.$': '$.jsonpath', 'b.$': '$$' }),
    source: localStack('base/test_base.py', 'test_state_pass_result_jsonpaths', '2024-02-07'),
  }),
];

/** What paths and intrinsic functions give. */
export const valueRows: readonly RecordedRow[] = [
  ...formats,
  ...jsonTexts,
  ...texts,
  ...merges,
  ...sums,
  ...lists,
  ...splits,
  ...codes,
  ...documented,
  ...paths,
];
