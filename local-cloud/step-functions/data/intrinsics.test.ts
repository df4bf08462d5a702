import { evaluateIntrinsic, parseIntrinsic } from './intrinsics.ts';

const data = {
  input: { name: 'Ann', list: [1, 2, 2, 3], text: '{"a":[1]}', n: 4, o: { a: 1 } },
  context: { State: { Name: 'S' } },
  random: () => 0.5,
};

test.each([
  ["States.Format('{} of {} \\{\\}', $.name, $$.State.Name)", 'Ann of S {}'],
  ["States.Format('it\\'s {}', $.o)", "it's {a=1}"],
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

test.each([
  ['States.Divine($.a)', /there is no function States\.Divine; there are States\.Array/],
  ["States.MathAdd(1, '-1')", /States\.MathAdd takes numbers/],
  ['States.UUID(1)', /States\.UUID does not take 1 arguments/],
  ["States.Hash('x')", /States\.Hash does not take 1 arguments/],
  [`States.Format('{"a"}\\"')`, /unexpected text at/],
  [`${'States.ArrayLength('.repeat(11)}$${')'.repeat(11)}`, /more than 10 calls in each other/],
  ['States.MathAdd(1 2)', /unexpected text at 16/],
  ['States.MathAdd(1, 2) x', /unexpected text at 21/],
])('%s is refused before it is run', (text, message) => {
  expect(() => parseIntrinsic(text)).toThrow(message);
  expect(() => parseIntrinsic(text)).toThrow(SyntaxError);
});

test('arguments that a function does not take are States.IntrinsicFailure', () => {
  expect(() => evaluateIntrinsic('States.ArrayLength($.name)', data)).toThrow(
    /States\.IntrinsicFailure: The function 'States\.ArrayLength\(\$\.name\)' had .*got "Ann"/,
  );
  expect(() => evaluateIntrinsic("States.StringToJson('{')", data)).toThrow(/IntrinsicFailure/);
  expect(() => evaluateIntrinsic("States.Format('{}')", data)).toThrow(/IntrinsicFailure/);
});

test('a seed gives the same number again, within its bounds', () => {
  const drawn = [1, 2, 3, 4].map((seed) =>
    evaluateIntrinsic(`States.MathRandom(5, 9, ${seed})`, data),
  );
  expect(drawn).toEqual(
    [1, 2, 3, 4].map((seed) => evaluateIntrinsic(`States.MathRandom(5, 9, ${seed})`, data)),
  );
  expect(drawn.every((number) => Number(number) >= 5 && Number(number) < 9)).toBe(true);
});
