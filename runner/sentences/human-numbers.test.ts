import {
  formatCount,
  formatDuration,
  formatHealTime,
  formatMoment,
  formatShare,
  formatShortCount,
  formatTarget,
} from './human-numbers.ts';

describe('durations', () => {
  test.each([
    [0, '0 s'],
    [350, '350 ms'],
    [40_000, '40 s'],
    [59_700, '1 min'],
    [125_000, '2 min 5 s'],
    [30 * 60_000, '30 min'],
    [59.6 * 60_000, '1 h'],
    [112 * 60_000, '1 h 52 min'],
    [24 * 3_600_000, '1 d'],
    [51 * 3_600_000, '2 d 3 h'],
  ])('%d ms reads %s', (durationMs, words) => {
    expect(formatDuration(durationMs)).toBe(words);
  });
});

test('a share is never rounded up to everybody or down to nobody', () => {
  expect([0, 0.0002, 0.412, 0.9999, 1].map(formatShare)).toEqual([
    '0 %',
    '< 0.1 %',
    '41.2 %',
    '99.9 %',
    '100 %',
  ]);
});

test('counts separate thousands and keep the decimals of small amounts', () => {
  expect([0, 0.4, 12_345, 1034.6].map(formatCount)).toEqual(['0', '0.40', '12,345', '1,035']);
});

test('what was not measured is said to be so and never shown as 0', () => {
  const words = [formatCount(undefined), formatCount(Number.NaN), formatShare(Number.NaN)];
  words.push(formatDuration(Number.NaN), formatMoment(Number.NaN));
  expect(new Set(words)).toEqual(new Set(['not measured']));
});

test('short counts fit a label', () => {
  expect([7, 149_608, 999_600, 3_154_444, 8e6].map(formatShortCount)).toEqual([
    '7',
    '150 k',
    '1 M',
    '3.2 M',
    '8 M',
  ]);
});

test('moments are UTC whatever the time zone of the machine', () => {
  expect(formatMoment(Date.UTC(2007, 7, 16, 10, 5, 59))).toBe('16 Aug 10:05');
});

test.each([
  [0, '0:00'],
  [125_900, '2:05'],
  [3_725_000, '1:02:05'],
])('a moment of a scenario that begins at 0 is on a stop-watch: %d', (atMs, words) => {
  expect(formatMoment(atMs)).toBe(words);
});

test.each([
  [0.99, '99 %'],
  [0.8, '80 %'],
  [1, '100 %'],
  [0.9995, '99.95 %'],
  [0.07, '7 %'],
])('a target of %d has every digit that it has, and no other', (share, words) => {
  expect(formatTarget(share)).toBe(words);
});

test('healing is told to the second, and what never was below its target healed at once', () => {
  expect(formatHealTime(0)).toBe('at once');
  expect(formatHealTime(14_400)).toBe('14 s');
});
