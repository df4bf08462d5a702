import fc from 'fast-check';
import { plainLine, plainLines, plainScreen } from './plain-text.ts';

/** What a terminal obeys, or what deceives a reader; each is a way that was tried. */
const hostile = [
  '\u001b]0;title\u0007',
  '\u001b[2J',
  '\u001b[31m',
  '\u009b31m',
  '\u0090q\u009c',
  '\u007f',
  'a\rb',
  'a\nb',
  'a\u2028b',
  'a\u2029b',
  'a\bb',
  '\u0000',
  '\u202egnp',
  '\u2066x\u2069',
  '\u200f',
  '\u061c',
  '\ufeff',
  '\u200b',
  '\u{e0041}',
  '\ud800',
];

const isSafe = (text: string) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(text);

const anyText = fc
  .array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 20 })))
  .map((parts) => parts.join(''));

test.each(hostile)('%j is shown and not obeyed', (text) => {
  expect(isSafe(plainLine(text))).toBe(true);
  expect(JSON.parse(`"${plainLine(text)}"`)).toBe(text);
});

test('whatever it is, a line stays one line that no terminal obeys, and nothing is lost', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const line = plainLine(text);
      expect(isSafe(line)).toBe(true);
      if (isSafe(text)) expect(line).toBe(text);
      expect(plainLine(line)).toBe(line);
    }),
  );
});

test('letters of every script, signs and pictures stay as they are', () => {
  const text = 'Zürich, 東京, עברית, ✓ ✗ → é 🙂 "\\u001b"';
  expect([plainLine(text), plainLines(text), plainScreen(text)]).toEqual([text, text, text]);
});

test('of several lines only the first begins where one of ours would', () => {
  expect(plainLines('a\n✓ healed\n  set in\r\u001b[2J')).toBe(
    'a\n  ✓ healed\n  set in\\r\\u001b[2J',
  );
  fc.assert(
    fc.property(anyText, (text) => {
      const [first = '', ...others] = plainLines(text).split('\n');
      expect([first, ...others].every(isSafe)).toBe(true);
      for (const line of others) expect(line).toMatch(/^ {2}/);
    }),
  );
});

test('a screen takes our colours and lines that are drawn again, and nothing else', () => {
  const ours = '\u001b[32m✓\u001b[39m\n\r\u001b[2K50 %\u001b[3A\r\u001b[2K\tx\n';
  expect(plainScreen(ours)).toBe(ours);
  expect(plainScreen('\u001b[2Jx\ry\u001b[H\u001b[?1049h\u009b2J\u202e')).toBe(
    '\\u001b[2Jx\\ry\\u001b[H\\u001b[?1049h\\u009b2J\\u202e',
  );
});

test('text of JSON means the same on the screen', () => {
  fc.assert(
    fc.property(fc.jsonValue(), anyText, (value, text) => {
      const reported = { value, text };
      const json = JSON.stringify(reported, null, 2);
      expect(JSON.parse(plainScreen(json))).toEqual(JSON.parse(json));
    }),
  );
});
