import fc from 'fast-check';
import { policyExamples } from './examples.ts';
import { packed, packedCharactersMax, textCharactersMax, unpacked } from './policy-text.ts';

test('a text comes out of a link as it went in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 2_000 }), async (text) => {
      const letters = await packed(text);
      expect(letters).toMatch(/^[\w-]+$/);
      expect(await unpacked(letters)).toBe(text);
    }),
    { numRuns: 50 },
  );
});

test('each example fits into a link', async () => {
  for (const { text } of policyExamples) {
    const letters = await packed(text);
    expect(letters.length).toBeLessThan(text.length);
    expect(letters.length).toBeLessThan(packedCharactersMax);
  }
});

test.each(['', 'a', 'abc', '____', 'q0xKz-_9'])('%j is no text', async (letters) => {
  expect(await unpacked(letters)).toBeUndefined();
});

test('a few letters that stand for a text without end are refused', async () => {
  const letters = await packed(' '.repeat(textCharactersMax * 100));
  expect(letters.length).toBeLessThan(packedCharactersMax);
  expect(await unpacked(letters)).toBeUndefined();
});
