import { amountOf, countUpTo, seedNumber, wholeNumber } from './option-values.ts';

test('whole numbers are read in decimal', () => {
  expect(['0', '007', '-12', '9007199254740991'].map((text) => wholeNumber(text))).toEqual([
    0, 7, -12, 9_007_199_254_740_991,
  ]);
});

test('large amounts are written as people write them', () => {
  expect(['2000', '80k', '8M', '0.1k', '8.1M', '1e6', '1.5e3'].map(amountOf)).toEqual([
    2_000, 80_000, 8_000_000, 100, 8_100_000, 1_000_000, 1_500,
  ]);
});

test.each(['', 'k', '1.5', '1K', '1m', '80 k', '1e-3', '0x40', '1e300', 'NaN', '1e6k0'])(
  'what is no amount is refused: %p',
  (text) => {
    expect(() => amountOf(text)).toThrow('such as 2000, 80k, 8M or 1e6');
  },
);

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

test.each(['99999999999999999999', '1e9', 'x', '-1'])('of %s the range is said', (text) => {
  expect(() => seedNumber(text)).toThrow('A seed is a whole number from 0 to 2147483647.');
  const seeds = countUpTo(10_000, 'seeds');
  expect(() => seeds(text)).toThrow('It takes 1 to 10,000 seeds, a whole number.');
});
