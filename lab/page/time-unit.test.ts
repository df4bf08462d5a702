import { unitFor } from './time-unit.ts';

test.each([
  [0, 'ms'],
  [500, 'ms'],
  [29_000, 's'],
  [78_125, 'ms'],
  [90_000, 'min'],
  [720_000, 'min'],
  [33 * 3_600_000, 'h'],
  [5_400_000, 'h'],
])('%d ms are typed in %s', (ms, word) => {
  expect(unitFor(ms).word).toBe(word);
});

test('the unit of a minute is sixty thousand milliseconds', () => {
  expect(unitFor(60_000)).toEqual({ word: 'min', factor: 60_000 });
});
