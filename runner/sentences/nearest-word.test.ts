import { didYouMean, nearestWord } from './nearest-word.ts';

test.each([
  ['heard', ['herd', 'resilient'], 'herd'],
  ['no-brakes', ['no-priority', 'no-backpressure'], 'no-backpressure'],
  ['computed', ['executed', 'aggregated'], 'aggregated'],
  ['timings.patienceMs', ['timings.retryMs', 'timings.clientTimeoutMs'], 'timings.clientTimeoutMs'],
  // If the new word is not known either, the letters decide.
  ['computed', ['executed', 'computer'], 'computer'],
])('%s, of %p, is %s', (text, known, nearest) => {
  expect(nearestWord(text, known)).toBe(nearest);
});

test('a suggestion names all that is known, and nothing where nothing is', () => {
  expect(didYouMean('a', ['b', 'c'])).toMatch(/^Did you mean b\? Known: b, c\.$/);
  expect(didYouMean('a', [])).toBe('');
});
