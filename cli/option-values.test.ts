import { seedNumber, wholeNumber } from './option-values.ts';

test('whole numbers are read in decimal', () => {
  expect(['0', '007', '-12', '9007199254740991'].map(wholeNumber)).toEqual([
    ...[0, 7, -12, 9_007_199_254_740_991],
  ]);
});

test('minus nought is nought', () => {
  expect(Object.is(wholeNumber('-0'), 0)).toBe(true);
  expect(Object.is(seedNumber('-0'), 0)).toBe(true);
});

test.each(['', ' ', '1.5', '1e3', '0x40', '--1', '9007199254740992'])(
  'what is no whole number is refused: %p',
  (text) => {
    expect(() => wholeNumber(text)).toThrow('whole number');
  },
);
