import { factorialOf } from '#runner/effects/effects-over-seeds.ts';
import { conclusionOf, formatChange } from './effects-sentences.ts';

const time = { name: 'belowTarget', unit: 'ms' } as const;
const hourMs = 3_600_000;

test('a conclusion names what matters, in order, and what two do together', () => {
  // Alone: +2 h and +1 h. Both: +5 h, two hours more than the sum.
  const seeds = [0, 1].map((jitterMs) =>
    [0, 2, 1, 5].map((hours, index) => hours * hourMs + jitterMs * index),
  );
  expect(conclusionOf(factorialOf(['ghosts', 'herd'], seeds), time)).toBe(
    'What matters for belowTarget: ghosts (+3 h, 64.3 % of the differences), then herd (+2 h, ' +
      '28.6 % of the differences), and then ghosts × herd (+1 h, 7.1 % of the differences). ' +
      'The other 0 effects make up 0 % together. ' +
      'With herd, ghosts adds 2 h more than without.',
  );
});

test('a conclusion says where nothing changes, and where the seeds are too few', () => {
  expect(conclusionOf(factorialOf(['a'], [[hourMs, hourMs]]), time)).toBe(
    'No hypothesis changes belowTarget: it is 1 h with and without.',
  );
  expect(conclusionOf(factorialOf(['a'], [[0, hourMs]]), time)).toBe(
    'No effect on belowTarget is clear with these seeds. ' +
      'a may matter, but these seeds do not show it: take more.',
  );
});

test.each([
  ['ms', 90_000, '+1 min 30 s'],
  ['ms', -90_000, '−1 min 30 s'],
  ['usd', -3.2, '−$3.20'],
  ['share', 0.125, '+12.5 points'],
  ['number', 0, '0'],
] as const)('a change of %s by %d is %s', (unit, change, words) => {
  expect(formatChange(unit, change)).toBe(words);
});
