import fc from 'fast-check';
import {
  addNumbers,
  canonicalNumber,
  compareNumbers,
  digitPairs,
  subtractNumbers,
} from './decimal.ts';

const thousandths = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });

test.each([
  ['007', '7'],
  ['-0', '0'],
  ['+1.500', '1.5'],
  ['1e3', '1000'],
  ['.5', '0.5'],
  ['12E-4', '0.0012'],
  ['1000000000000000000000', '1000000000000000000000'],
])('%s is stored as %s', (text, canonical) => {
  expect(canonicalNumber(text)).toBe(canonical);
  expect(canonicalNumber(canonical)).toBe(canonical);
});

test.each(['', 'one', '1.2.3', '0x10', '1e999', '1e-200', '1'.repeat(39)])(
  '%s is refused',
  (text) => {
    expect(() => canonicalNumber(text)).toThrow(
      expect.objectContaining({ code: 'ValidationException' }),
    );
  },
);

test('sums, differences and order are exact where doubles are not', () => {
  fc.assert(
    fc.property(thousandths, thousandths, (a, b) => {
      expect(addNumbers(spelled(a), spelled(b))).toBe(spelled(a + b));
      expect(subtractNumbers(spelled(a), spelled(b))).toBe(spelled(a - b));
      expect(Math.sign(compareNumbers(spelled(a), spelled(b)))).toBe(a < b ? -1 : a > b ? 1 : 0);
    }),
  );
});

test('neighbours that one double cannot distinguish are still ordered', () => {
  const big = '12345678901234567890123456789012345678';
  const next = '12345678901234567890123456789012345679';
  expect(compareNumbers(big, next)).toBeLessThan(0);
});

test('digits are paired from the point on, without the pairs of zeros around a number', () => {
  expect(['0', '1000', '0.0012', '-10.5', '3.5', '123'].map(digitPairs)).toEqual([
    0, 1, 1, 2, 2, 2,
  ]);
});

function spelled(inThousandths: bigint): string {
  return canonicalNumber(`${inThousandths}e-3`);
}
