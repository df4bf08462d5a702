import { evaluateIntrinsic, parseIntrinsic } from './intrinsics.ts';

const data = {
  input: { name: 'Ann', list: [1, 2, 2, 3], text: '{"a":[1]}', n: 4, o: { a: 1 } },
  context: { State: { Name: 'S' } },
  random: () => 0.5,
};

test.each([
  ["States.Format('{} of {} \\{\\}', $.name, $$.State.Name)", 'Ann of S {}'],
  ["States.Format('it\\'s {}', $.o)", 'it\'s {"a":1}'],
  ['States.StringToJson($.text)', { a: [1] }],
  ['States.JsonToString($.o)', '{"a":1}'],
  ["States.Array(1, 'two', null, true, $.n)", [1, 'two', null, true, 4]],
  ['States.ArrayLength($.list)', 4],
  ['States.ArrayUnique($.list)', [1, 2, 3]],
  ['States.ArrayContains($.list, 3)', true],
  ['States.ArrayGetItem($.list, 3)', 3],
  ['States.ArrayPartition($.list, 3)', [[1, 2, 2], [3]]],
  ['States.ArrayRange(1, 9, 4)', [1, 5, 9]],
  ['States.MathAdd($.n, -1)', 3],
  ['States.MathRandom(0, 10)', 5],
  ["States.StringSplit('a,b.c', ',.')", ['a', 'b', 'c']],
  ["States.Base64Decode(States.Base64Encode('x'))", 'x'],
  ["States.Hash('x', 'MD5')", '9dd4e461268c8034f5c8564e155c67a6'],
  ['States.JsonMerge($.o, States.StringToJson(\'{"b":2}\'), false)', { a: 1, b: 2 }],
  ["States.ArrayLength($['list'])", 4],
])('%s', (expression, expected) => {
  expect(evaluateIntrinsic(expression, data)).toEqual(expected);
});

test('an unknown function is refused by name', () => {
  expect(() => parseIntrinsic('States.Divine($.a)')).toThrow(
    /does not support the intrinsic function States\.Divine; it supports: States\.Array/,
  );
});

test('text that is no expression is refused with its place', () => {
  expect(() => parseIntrinsic('States.MathAdd(1 2)')).toThrow(/unexpected text at 16/);
  expect(() => parseIntrinsic('States.MathAdd(1, 2) x')).toThrow(/unexpected text at 21/);
});

test('arguments that a function does not take are States.IntrinsicFailure', () => {
  expect(() => evaluateIntrinsic('States.ArrayLength($.name)', data)).toThrow(
    /States\.IntrinsicFailure: States\.ArrayLength: expected a list, got "Ann"/,
  );
  expect(() => evaluateIntrinsic("States.StringToJson('{')", data)).toThrow(/IntrinsicFailure/);
  expect(() => evaluateIntrinsic("States.Format('{}')", data)).toThrow(/IntrinsicFailure/);
});
