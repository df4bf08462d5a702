import { formatQuantity, formatRoundUsd, formatUnitPrice, formatUsd } from './format-usd.ts';

test.each([
  [0, '$0'],
  [1250, '$1,250'],
  [999.994, '$999.99'],
  [999.995, '$1,000'],
  [49.7134, '$49.71'],
  [1, '$1.00'],
  [0.996, '$1.00'],
  [0.2237, '$0.22'],
  [0.1, '$0.10'],
  [0.00468, '$0.0047'],
  [0.0000001, '$0.0000001'],
  [-0.5, '-$0.50'],
  [null, 'not measured'],
  [Number.NaN, 'not measured'],
])('%d dollars are %s', (usd, words) => {
  expect(formatUsd(usd)).toBe(words);
});

test.each([
  [0.000000625, '$0.000000625'],
  [0.0000166667, '$0.0000166667'],
  [4e-7, '$0.0000004'],
  [0.3, '$0.3'],
  [3, '$3'],
  [0, '$0'],
])('a unit at %d costs %s', (usd, words) => {
  expect(formatUnitPrice(usd)).toBe(words);
});

test('a table shows no row of zeros', () => {
  expect(formatRoundUsd(0.00009)).toBe('< $0.0001');
  expect([0, 0.0001, 49.713, null].map(formatRoundUsd)).toEqual([
    '$0',
    '$0.0001',
    '$49.71',
    'not measured',
  ]);
});

test.each([
  [96_004, '96,004'],
  [2.5, '2.50'],
  [0, '0'],
  [0.000001658, '0.00000166'],
])('%d units are %s', (units, words) => {
  expect(formatQuantity(units)).toBe(words);
});
