import { didYouMean, nearestWord } from './nearest-word.ts';

test.each([
  ['heard', ['herd', 'resilient'], 'herd'],
  ['no-brakes', ['no-priority', 'no-backpressure'], 'no-backpressure'],
  ['computed', ['executed', 'aggregated'], 'aggregated'],
  ['timings.patienceMs', ['timings.retryMs', 'timings.clientTimeoutMs'], 'timings.clientTimeoutMs'],
  // If the new word is not known either, the letters decide.
  ['computed', ['executed', 'computer'], 'computer'],
  ['rnu', ['demo', 'run'], 'run'],
  ['legacy', ['resilient', 'legacy-2007'], 'legacy-2007'],
  ['backpressure', ['herd', 'no-backpressure'], 'no-backpressure'],
  ['leaseMs', ['nodes', 'full.timings.leaseMs', 'timings.leaseMs'], 'timings.leaseMs'],
  ['storm.nights.7.restartshare', ['storm.nights.0.restartShare'], 'storm.nights.0.restartShare'],
])('%s, of %p, is %s', (text, known, nearest) => {
  expect(nearestWord(text, known)).toBe(nearest);
});

test.each([
  ['moon', ['local', 'twin']],
  ['__proto__', ['startMs', 'storm', 'title']],
  ['mine', ['resilient', 'legacy-2007', 'herd']],
  ['nosuch', ['timings.leaseMs', 'policy', 'nodes', 'seed']],
  ['resilient', ['ghost-slots', 'stale-candidates', 'no-priority', 'herd']],
  ['timings.color', ['timings.leaseMs', 'timings.retryMs']],
])('nothing is suggested for %s, of %p', (text, known) => {
  expect(nearestWord(text, known)).toBeUndefined();
  expect(didYouMean(text, known)).toBe(`Known: ${known.join(', ')}.`);
});

test('a suggestion names all that is known, and nothing where nothing is', () => {
  expect(didYouMean('bb', ['b', 'c'])).toMatch(/^Did you mean b\? Known: b, c\.$/);
  expect(didYouMean('a', [])).toBe('');
});
