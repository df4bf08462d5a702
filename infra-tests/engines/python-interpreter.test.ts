import { findPython, isWithin } from './python-interpreter.ts';

test('versions are compared as numbers: 3.9 is older than 3.10', () => {
  expect(isWithin([3, 9], [3, 10], [3, 14])).toBe(false);
  expect(isWithin([3, 10], [3, 10], [3, 14])).toBe(true);
  expect(isWithin([3, 14], [3, 10], [3, 14])).toBe(true);
  expect(isWithin([4, 0], [3, 10], [3, 14])).toBe(false);
});

test('without a fitting Python the message says who wants which, and how to get it', () => {
  const find = () => findPython('LocalStack', [3, 13], [3, 13], ['no-such-python']);

  expect(find).toThrow(/LocalStack needs Python 3\.13, and none of 1 .*pyenv install 3\.13/);
});
