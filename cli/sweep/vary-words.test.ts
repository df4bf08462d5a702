import { amountsOf, fieldValues, varyWords } from './vary-words.ts';

const numbers = (word: string, inMs = false) =>
  fieldValues(word, inMs).map((one) => 'value' in one && one.value);

test('fields and values stand on both sides of the first =', () => {
  expect(varyWords('a.b=1h,24h')).toEqual({ fields: ['a.b'], values: ['1h', '24h'] });
  expect(varyWords('a, b=1')).toEqual({ fields: ['a', 'b'], values: ['1'] });
});

test.each(['', '=', 'a', 'a=', '=1', 'a=1,,2', 'a,=1'])('%p is no axis', (text) => {
  expect(() => varyWords(text)).toThrow('field=value,value');
});

test('times may have a unit, and are milliseconds without one', () => {
  expect(['1ms', '2s', '1.5min', '1h', '2d', '7'].map((word) => numbers(word, true))).toEqual([
    [1],
    [2_000],
    [90_000],
    [3_600_000],
    [172_800_000],
    [7],
  ]);
  expect(() => numbers('1h')).toThrow('takes no unit');
});

test('a range has both its ends, and steps that are even, or even factors', () => {
  expect(numbers('0:1:5')).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(numbers('1:1000:4:log')).toEqual([1, 10, 100, 1_000]);
  expect(numbers('1h:3h:3', true)).toEqual([3_600_000, 7_200_000, 10_800_000]);
});

test('steps between whole ends are whole where they have the room', () => {
  expect(numbers('1:100:5:log')).toEqual([1, 3, 10, 32, 100]);
  expect(numbers('1:2:3')).toEqual([1, 1.5, 2]);
  expect(amountsOf('80k:8M:3:log')).toEqual([80_000, 800_000, 8_000_000]);
});

test('factors and null are values of their own', () => {
  expect(fieldValues('x0.6', false)).toEqual([{ kind: 'factor', value: 0.6 }]);
  expect(fieldValues('null', false)).toEqual([{ kind: 'null' }]);
});

test.each([
  '1:2',
  '1:2:1',
  '1:2:1.5',
  '1:2:3:lin',
  '1:2:3:log:4',
  '0:2:3:log',
  'x',
  '1y',
  'NaN',
  '1:2:99999',
])('%p is refused in words', (word) => {
  expect(() => numbers(word, true)).toThrow(/is no range|is no value|above zero/);
});
