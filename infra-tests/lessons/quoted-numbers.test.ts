import { quotedNumbers, saysTheSame } from './quoted-numbers.ts';

test('a number is read with its unit, its sign and thousands, bold or not', () => {
  const page = `It takes **2 min 5 s**<!-- main: a.b -->, costs $0.31<!-- main: c -->, and
1,234<!-- break: d / e --> come twice, 42 %<!-- mend: f --> never<!-- main: g -->.`;
  expect(quotedNumbers(page)).toEqual([
    { text: '2 min 5 s', command: 'main', value: 'a.b' },
    { text: '$0.31', command: 'main', value: 'c' },
    { text: '1,234', command: 'break', value: 'd / e' },
    { text: '42 %', command: 'mend', value: 'f' },
    { text: 'never', command: 'main', value: 'g' },
  ]);
});

test('a mark without a number is refused', () => {
  expect(() => quotedNumbers('many<!-- main: a -->')).toThrow('no number stands before');
});

test.each([
  ['36', 36],
  ['36', 36.4],
  ['1,234', 1234],
  ['-6', -6],
  ['42 %', 0.4238],
  ['42.4 %', 0.4238],
  ['1.5 h', 5_400_000],
  ['2 min 5 s', 125_000],
  ['$0.31', 0.3149],
  ['12 times', 12.2],
  ['never', null],
  ['no', 0],
])('%s is what %s rounds to', (text, measured) => {
  expect(saysTheSame(text, measured)).toBe(true);
});

test.each([
  ['36', 37],
  ['36', -36],
  ['42 %', 0.43],
  ['2 min 5 s', 126_000],
  ['$0.31', 0.316],
  ['never', 12],
  ['36', null],
  ['no', 1],
])('%s is not what %s rounds to', (text, measured) => {
  expect(saysTheSame(text, measured)).toBe(false);
});
