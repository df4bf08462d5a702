import fc from 'fast-check';
import { compareKeyTexts, valuesEqual } from './compare-values.ts';

test('strings are ordered by their UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      const expected = Buffer.compare(Buffer.from(a), Buffer.from(b));
      expect(Math.sign(compareKeyTexts('S', a, b))).toBe(expected);
    }),
  );
  expect(compareKeyTexts('S', '\u{1f600}', '\uffee')).toBeGreaterThan(0);
});

test('binaries are ordered by their bytes, not by their base64', () => {
  expect(compareKeyTexts('B', '/w==', 'AA==')).toBeGreaterThan(0);
  expect(compareKeyTexts('B', 'AA==', 'AAA=')).toBeLessThan(0);
});

test('equality looks inside documents and ignores the order of sets and names', () => {
  const one = { M: { a: { L: [{ SS: ['x', 'y'] }] }, b: { NULL: true } } } as const;
  const two = { M: { b: { NULL: true }, a: { L: [{ SS: ['y', 'x'] }] } } } as const;
  expect(valuesEqual(one, two)).toBe(true);
  expect(valuesEqual({ L: [{ S: 'a' }] }, { L: [{ S: 'a' }, { S: 'b' }] })).toBe(false);
  expect(valuesEqual({ S: '1' }, { N: '1' })).toBe(false);
});
