import { wrapComments } from './wrap-comments.ts';

const wrap = (...lines: string[]) => wrapComments(lines.join('\n'), 20).split('\n');

test('a comment that fits, code, and addresses stay as they are', () => {
  const lines = [
    '// twenty columns ..',
    "const title = 'a string that is long';",
    'const a = 1; // a remark behind code',
    '// see https://example.org/a page',
    '// unbreakable-because-it-has-no-space',
  ];
  expect(wrap(...lines)).toEqual(lines);
});

test('what does not fit moves to a new line with the same indent', () => {
  expect(wrap('  // one two three four five', '  code();')).toEqual([
    '  // one two three',
    '  // four five',
    '  code();',
  ]);
});

test('what does not fit flows into the prose of the next line', () => {
  expect(wrap(' * one two three four five', ' * six seven', ' * @param x')).toEqual([
    ' * one two three',
    ' * four five six',
    ' * seven',
    ' * @param x',
  ]);
});

test.each(['// - item', '// 1. first', '// | a | b |', '// ```', '//', '//   indented'])(
  'what does not fit stays out of %s',
  (next) => {
    expect(wrap('// one two three four five', next)).toEqual([
      '// one two three',
      '// four five',
      next,
    ]);
  },
);

test('a docstring on one line becomes a block, with each tag on its own line', () => {
  expect(wrap('  /** one two three four five. */')).toEqual([
    '  /**',
    '   * one two three',
    '   * four five.',
    '   */',
  ]);
  expect(wrap('/** one two. @throws {A} three */')).toEqual([
    '/**',
    ' * one two.',
    ' * @throws {A} three',
    ' */',
  ]);
});
